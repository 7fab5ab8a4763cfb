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
  readonly solve: SolveReport;
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
}

export interface SolveReport {
  readonly wallMs: number;
  readonly linearPrograms: number;
  readonly nodes: number;
  readonly library: string;
  /** Which route answered. */
  readonly route: string;
}
