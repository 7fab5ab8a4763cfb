import type { AllocationProblem, Measure, SolveRoute } from '../optimizer/problem/problem.ts';
import type {
  BindingConstraint,
  ConstraintCost,
  TerminationStatus,
  UnitLimit,
  UnitReason,
} from '../optimizer/problem/result.ts';
import { builder } from './builder.ts';

/** The words of the problem format. A value that the optimizer learns and this page does not is a type error. */

type Described<Value extends string> = Readonly<Record<Value, { readonly description: string }>>;

const MEASURES: Described<Measure> = {
  CONVERSIONS: { description: 'Conversions.' },
  REVENUE: { description: 'Conversions × valuePerConversion; a revenue curve counts as it is.' },
  PROFIT: { description: 'Revenue × margin − spend.' },
  ROI: { description: 'Profit ÷ spend.' },
};
export const MeasureEnum = builder.enumType('AllocationMeasure', {
  description: 'What a plan makes as large as it can. Only what spend brings counts; baselines are left out.',
  values: MEASURES,
});

export const MinimandEnum = builder.enumType('AllocationMinimand', {
  description: 'What a plan makes as small as it can.',
  values: { SPEND: { description: 'Total spend.' } } as const,
});

export const CurveOutcomeEnum = builder.enumType('AllocationCurveOutcome', {
  description: 'What a curve counts.',
  values: {
    CONVERSIONS: { description: 'Conversions.' },
    REVENUE: { description: 'Units of currency.' },
  } as const,
});

const PERIODS: Described<NonNullable<AllocationProblem['period']>> = {
  DAY: { description: 'Amounts are per day.' },
  WEEK: { description: 'Amounts are per week.' },
  MONTH: { description: 'Amounts are per month.' },
  QUARTER: { description: 'Amounts are per quarter.' },
  YEAR: { description: 'Amounts are per year.' },
};
export const PeriodLengthEnum = builder.enumType('AllocationPeriodLength', {
  description: 'The time that amounts refer to. It changes no figure.',
  values: PERIODS,
});

const ROUTES: Described<SolveRoute> = {
  WATER_FILLING: { description: 'One budget over concave curves: the exact dual solution.' },
  DUAL_NEWTON: { description: 'Smooth concave curves under many limits: the exact dual solution.' },
  INTERIOR_POINT: { description: 'Concave curves under any limits, also on moves.' },
  LINEAR_PROGRAMMING: { description: 'Linear programs over pieces of concave curves, refined.' },
  BRANCH_AND_BOUND: { description: 'S-shaped curves, steps, minimum-if-on, limits on moved units.' },
};
export const RouteEnum = builder.enumType('AllocationRoute', {
  description: 'A way of solving.',
  values: ROUTES,
});

const STATUSES: Described<TerminationStatus> = {
  OPTIMAL: { description: 'Proven: no plan within the limits is better, but for relativeGap.' },
  FEASIBLE: { description: 'Every limit holds; relativeGap says how much better another plan could be.' },
  INFEASIBLE: { description: 'No plan keeps every limit; infeasibility says which clash.' },
  UNBOUNDED: { description: 'The objective has no end.' },
  TIME_LIMIT: { description: 'Time ran out before any plan was found.' },
};
export const AllocationStatusEnum = builder.enumType('AllocationStatus', {
  description: 'How solving ended.',
  values: STATUSES,
});

const KINDS: Described<BindingConstraint['kind'] | ConstraintCost['kind']> = {
  BUDGET: { description: 'The total.' },
  UNIT_MIN: { description: "A campaign's minimum." },
  UNIT_MAX: { description: "A campaign's maximum." },
  GROUP_MIN: { description: "A group's minimum." },
  GROUP_MAX: { description: "A group's maximum." },
  GROUP_MIN_SHARE: { description: "A group's smallest share of the total." },
  GROUP_MAX_SHARE: { description: "A group's largest share of the total." },
  TOTAL_MOVED: { description: 'How much money may move.' },
  UNITS_MOVED: { description: 'How many campaigns may move.' },
  CPA: { description: 'A target for the cost per conversion.' },
  ROAS: { description: 'A target for the return on ad spend.' },
  OUTCOME_FLOOR: { description: 'The least outcome wanted.' },
  LOCKED: { description: 'A lock.' },
};
export const ConstraintKindEnum = builder.enumType('ConstraintKind', {
  description: 'What kind of limit holds a plan back.',
  values: KINDS,
});

const UNIT_LIMITS: Described<UnitLimit> = {
  UNIT_MIN: { description: 'Its lower limit.' },
  UNIT_MAX: { description: 'Its upper limit.' },
  LOCKED: { description: 'Its lock.' },
  MIN_IF_ON: { description: 'The least that it spends when it spends at all.' },
  STEP: { description: 'A multiple of its step, beside the best spend between.' },
  MARGINAL_TARGET: { description: 'The spend at which its marginal return meets the target.' },
};
export const UnitLimitEnum = builder.enumType('AllocationUnitLimit', {
  description: 'A limit that a unit stands at.',
  values: UNIT_LIMITS,
});

const UNIT_REASONS: Described<UnitReason> = {
  LOCKED: { description: 'It is locked.' },
  AT_MINIMUM: { description: 'It is at its lower limit.' },
  AT_MAXIMUM: { description: 'It is at its upper limit.' },
  AT_GROUP_LIMIT: { description: 'A group that it belongs to is at its limit.' },
  MARGINAL_RETURN_EQUAL: { description: 'Its marginal return equals that of the others.' },
  NO_GAIN_FROM_MOVING: { description: 'It stays where it is, as moving it gains nothing.' },
  SWITCHED_OFF: { description: 'It spends nothing.' },
  AT_MIN_IF_ON: { description: 'It spends the least that it may when it spends at all.' },
  AT_STEP: { description: 'It is at a multiple of its step.' },
  LIMITED_BY_MOVES: { description: 'The limit on how much or how many may move holds it.' },
  AT_MARGINAL_TARGET: { description: 'Its marginal return is what the target asks for.' },
};
export const UnitReasonEnum = builder.enumType('AllocationUnitReason', {
  description: 'Why a unit spends what it spends.',
  values: UNIT_REASONS,
});
