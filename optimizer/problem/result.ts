/** What `allocate` answers. Every outcome counts what spend brings alone; the baseline is reported apart. */
export interface AllocationResult {
  readonly name?: string;
  readonly status: TerminationStatus;
  /** Evaluated on the true curves at the returned spends. Null when there is no plan. */
  readonly objectiveValue: number | null;
  /** The objective at the current spends, whether or not those are feasible. */
  readonly currentValue: number;
  /** Proven: no feasible plan is better. Absent for a minimisation. */
  readonly upperBound?: number | null;
  /** Proven, for a minimisation. */
  readonly lowerBound?: number | null;
  /** (bound − value) / max(|bound|, |value|), never negative. */
  readonly relativeGap: number | null;
  readonly totalSpend: number | null;
  /** Organic outcome at zero spend, summed over the units. */
  readonly baselineOutcome: number;
  readonly units: readonly UnitResult[];
  readonly bindingConstraints: readonly BindingConstraint[];
  /** The largest breach of each kind, measured outside the solver, in the constraint's own unit. */
  readonly violations: Violations | null;
  readonly infeasibility: Infeasibility | null;
  /** Present for a plan over time. */
  readonly periods?: readonly PeriodResult[];
  /** Present where units have draws. */
  readonly uncertainty?: UncertaintyResult | null;
  /** Present where questions were asked. */
  readonly answers?: Answers;
  readonly solve: SolveReport;
}

export interface PeriodResult {
  readonly id: string;
  readonly spend: number;
  readonly outcome: number;
}

export interface UncertaintyResult {
  readonly draws: number;
  /** Mean of the objective over the draws; `objectiveValue` is the risk-adjusted one. */
  readonly expectedValue: number;
  readonly currentExpectedValue: number;
  /** Mean of the worst tail. */
  readonly tailValue: number;
  /** 80 % of the draws. */
  readonly interval: readonly [number, number];
  readonly gain: { readonly mean: number; readonly interval: readonly [number, number] };
  readonly probabilityBeatsCurrent: number;
  /** That the targets hold; null where there are none. */
  readonly probabilityTargetsMet: number | null;
  /** 80 % of each unit's share of spend, were every draw planned for by itself. */
  readonly shares: readonly {
    readonly id: string;
    readonly share: number;
    readonly interval: readonly [number, number];
  }[];
}

export interface Answers {
  readonly frontier?: Frontier;
  readonly constraintCosts?: readonly ConstraintCost[];
  readonly widerRoom?: {
    readonly times: number;
    readonly objectiveValue: number | null;
    readonly gain: number | null;
  };
  readonly fewestMoves?: {
    readonly unitsMoved: number;
    readonly moved: readonly string[];
    readonly objectiveValue: number;
    /** Of the whole plan's gain over the current one. */
    readonly shareOfGain: number;
    readonly spends: readonly { readonly id: string; readonly spend: number }[];
  } | null;
}

export interface Frontier {
  readonly points: readonly FrontierPoint[];
  /** The budget at which profit is highest; null where units have no value. */
  readonly mostProfitable: FrontierPoint | null;
  /** The least budget that reaches each target; null where none does. */
  readonly targets: readonly { readonly target: string; readonly point: FrontierPoint | null }[];
}

export interface FrontierPoint {
  readonly budget: number;
  readonly status: TerminationStatus;
  readonly objectiveValue: number | null;
  readonly upperBound: number | null;
  readonly conversions: number | null;
  readonly revenue: number | null;
  readonly profit: number | null;
  readonly cpa: number | null;
  readonly roas: number | null;
  /** Objective per further unit of budget. */
  readonly marginal: number | null;
}

export interface ConstraintCost {
  readonly kind: BindingConstraint['kind'] | 'LOCKED';
  readonly unit?: string;
  readonly group?: string;
  /** Objective gained if the limit were lifted; null where the rest has no end then. */
  readonly cost: number | null;
}

export type TerminationStatus = 'OPTIMAL' | 'FEASIBLE' | 'INFEASIBLE' | 'UNBOUNDED' | 'TIME_LIMIT';

export interface UnitResult {
  readonly id: string;
  readonly current: number;
  /** Null when there is no plan. */
  readonly spend: number | null;
  readonly outcomeBefore: number;
  readonly outcomeAfter: number | null;
  /** Outcome per unit of money at the margin; null where the curve's slope is infinite. */
  readonly marginalBefore: number | null;
  readonly marginalAfter: number | null;
  readonly baselineOutcome: number;
  /** Present for a plan over time; `spend` and the outcomes are then sums over the periods. */
  readonly periods?: readonly PeriodResult[];
  readonly bindingLimits: readonly UnitLimit[];
  readonly reason: UnitReason | null;
}

export type UnitLimit = 'UNIT_MIN' | 'UNIT_MAX' | 'LOCKED' | 'MIN_IF_ON' | 'STEP' | 'MARGINAL_TARGET';

export type UnitReason =
  | 'LOCKED'
  | 'AT_MINIMUM'
  | 'AT_MAXIMUM'
  | 'AT_GROUP_LIMIT'
  | 'MARGINAL_RETURN_EQUAL'
  | 'NO_GAIN_FROM_MOVING'
  | 'SWITCHED_OFF'
  | 'AT_MIN_IF_ON'
  | 'AT_STEP'
  | 'LIMITED_BY_MOVES'
  | 'AT_MARGINAL_TARGET';

export interface BindingConstraint {
  readonly kind:
    | 'BUDGET'
    | 'UNIT_MIN'
    | 'UNIT_MAX'
    | 'GROUP_MIN'
    | 'GROUP_MAX'
    | 'GROUP_MIN_SHARE'
    | 'GROUP_MAX_SHARE'
    | 'TOTAL_MOVED'
    | 'UNITS_MOVED'
    | 'CPA'
    | 'ROAS'
    | 'OUTCOME_FLOOR';
  readonly unit?: string;
  readonly group?: string;
  /** In a plan over time: the period that the limit belongs to; `budget` is over all of them without either. */
  readonly period?: string;
  /** In a plan over time: the id of the budget over several periods. */
  readonly periodBudget?: string;
  /** Objective gained per unit of room: what one more unit of money (or of the limit) brings. */
  readonly shadowPrice: number;
}

export interface Violations {
  readonly budget: number;
  readonly bounds: number;
  readonly groups: number;
  readonly targets: number;
}

export interface Infeasibility {
  /** A smallest set of constraints that cannot hold together. */
  readonly constraints: readonly ClashingConstraint[];
  /** By how much they clash, in money unless the message says otherwise. */
  readonly amount: number;
  readonly message: string;
}

export interface ClashingConstraint {
  readonly kind: string;
  readonly id?: string;
  /** In the planner's words, with the figures. */
  readonly description: string;
  /** The limit itself, where it is one figure. */
  readonly limit?: StatedLimit;
}

/** What a limit says, and its figure. A share is 1 for all of it. */
export interface StatedLimit {
  readonly code:
    | 'BUDGET_EQUAL'
    | 'BUDGET_AT_MOST'
    | 'BUDGET_AT_LEAST'
    | 'GROUP_MAX'
    | 'GROUP_MIN'
    | 'GROUP_MAX_SHARE'
    | 'GROUP_MIN_SHARE'
    | 'CPA_AT_MOST'
    | 'ROAS_AT_LEAST'
    | 'CONVERSIONS_AT_LEAST'
    | 'REVENUE_AT_LEAST'
    | 'PROFIT_AT_LEAST'
    | 'TOTAL_MOVED'
    | 'UNITS_MOVED'
    | 'LOCKED'
    | 'UNIT_MIN'
    | 'UNIT_MAX'
    | 'MIN_IF_ON'
    | 'STEP'
    | 'STEPS_TOGETHER';
  readonly kind: 'MONEY' | 'SHARE' | 'NUMBER';
  readonly value: number;
}

export interface SolveReport {
  readonly wallMs: number;
  readonly linearPrograms: number;
  readonly nodes: number;
  readonly library: string;
  /** Which route answered. */
  readonly route: string;
}
