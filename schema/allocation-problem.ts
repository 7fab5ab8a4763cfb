import {
  CurveOutcomeEnum,
  MeasureEnum,
  MinimandEnum,
  PeriodLengthEnum,
  RouteEnum,
} from './allocation-enums.ts';
import { builder } from './builder.ts';
import { CurveFamilyEnum } from './curve-parameters.ts';

/** The problem of the public JSON format, key for key. What keys mean together is the parser's business. */

const OutcomeFloorsInput = builder.inputType('AllocationOutcomeFloorsInput', {
  description: 'The least that a plan of minimal spend has to bring.',
  fields: (t) => ({
    conversionsAtLeast: t.float({ description: 'Conversions.' }),
    revenueAtLeast: t.float({ description: 'Revenue.' }),
    profitAtLeast: t.float({ description: 'Revenue × margin − spend.' }),
  }),
});

const ObjectiveInput = builder.inputType('AllocationObjectiveInput', {
  description: 'Either maximize, or minimize with subjectTo.',
  fields: (t) => ({
    maximize: t.field({ type: MeasureEnum, description: 'What to make as large as possible.' }),
    minimize: t.field({ type: MinimandEnum, description: 'What to make as small as possible.' }),
    subjectTo: t.field({ type: OutcomeFloorsInput, description: 'What the minimum has to bring.' }),
  }),
});

const BudgetInput = builder.inputType('AllocationBudgetInput', {
  description: 'What a total has to meet; any of these together. Without any it is free.',
  fields: (t) => ({
    equal: t.float({ description: 'Exactly this.' }),
    atMost: t.float({ description: 'No more than this.' }),
    atLeast: t.float({ description: 'No less than this.' }),
  }),
});

const CurveInput = builder.inputType('AllocationCurveInput', {
  description: 'outcome = baseline + scale · f(spend), with f and its parameters by family.',
  fields: (t) => ({
    family: t.field({ type: CurveFamilyEnum, required: true, description: 'The form of f.' }),
    scale: t.float({ description: 'Multiplies f. Needed but for PIECEWISE_LINEAR, where it is 1.' }),
    exponent: t.float({ description: 'Of POWER, above 0 and at most 1.' }),
    halfSaturation: t.float({
      description: 'In units of currency. Of LOG, NEGATIVE_EXPONENTIAL, HILL, LOGISTIC.',
    }),
    slope: t.float({ description: 'Of HILL: above 1 the curve is S-shaped.' }),
    points: t.field({
      type: t.listRef(t.listRef('Float')),
      description: 'Of PIECEWISE_LINEAR: pairs [spend, outcome], spends ascending.',
    }),
    baseline: t.float({ description: 'Organic outcome at zero spend. Reported apart. Default 0.' }),
    outcome: t.field({ type: CurveOutcomeEnum, description: 'Default CONVERSIONS.' }),
  }),
});

const UnitPeriodInput = builder.inputType('AllocationUnitPeriodInput', {
  description: 'What is special of a unit in one period.',
  fields: (t) => ({
    period: t.string({ required: true, description: 'Id of the period.' }),
    response: t.float({ description: "Multiplies the period's response." }),
    cost: t.float({ description: "Multiplies the period's cost." }),
    min: t.float({ description: 'The least it may spend then.' }),
    max: t.float({ description: 'The most it may spend then.' }),
  }),
});

const UnitInput = builder.inputType('AllocationUnitInput', {
  description: 'A campaign or channel. All limits given hold; without any it may spend from 0 upward.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Unique within the problem.' }),
    current: t.float({ required: true, description: 'What it spends now.' }),
    curve: t.field({ type: CurveInput, required: true, description: 'What spend brings.' }),
    min: t.float({ description: 'The least it may spend.' }),
    max: t.float({ description: 'The most it may spend.' }),
    minChange: t.float({ description: 'Relative to current: -0.3 is thirty per cent less.' }),
    maxChange: t.float({ description: 'Relative to current: 0.3 is thirty per cent more.' }),
    locked: t.boolean({ description: 'Holds it at current.' }),
    minIfOn: t.float({ description: 'It spends 0 or at least this.' }),
    step: t.float({ description: 'Its spend is a multiple of this.' }),
    valuePerConversion: t.float({ description: 'Revenue of one conversion.' }),
    margin: t.float({ description: 'Of revenue, for profit. Default 1.' }),
    draws: t.field({
      type: [CurveInput],
      description: 'Equally likely curves; the k-th of each unit belong together.',
    }),
    carryOver: t.float({ description: "The share of a period's effect that passes on to the next, 0 to 1." }),
    carryIn: t.float({ description: 'Effective spend of the period before the first. Default: current.' }),
    maxPeriodChange: t.float({ description: 'Of the larger of two neighbouring periods, 0 to 1.' }),
    byPeriod: t.field({ type: [UnitPeriodInput], description: 'What is special in single periods.' }),
  }),
});

const GroupInput = builder.inputType('AllocationGroupInput', {
  description: 'What holds for several units together. Groups may overlap.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Unique among the groups.' }),
    units: t.stringList({ required: true, description: 'Ids of units.' }),
    min: t.float({ description: 'The least they may spend.' }),
    max: t.float({ description: 'The most they may spend.' }),
    minShare: t.float({ description: 'Of total spend, 0 to 1.' }),
    maxShare: t.float({ description: 'Of total spend, 0 to 1.' }),
  }),
});

const LimitsInput = builder.inputType('AllocationLimitsInput', {
  description: 'How much may change.',
  fields: (t) => ({
    totalMoved: t.float({ description: 'Half the sum of absolute changes.' }),
    unitsMoved: t.int({ description: 'How many units may differ from current.' }),
  }),
});

const TargetsInput = builder.inputType('AllocationTargetsInput', {
  description: 'Ratios that the plan has to reach. Baselines do not count.',
  fields: (t) => ({
    cpaAtMost: t.float({ description: 'Spend ÷ conversions of the whole plan.' }),
    roasAtLeast: t.float({ description: 'Revenue ÷ spend of the whole plan.' }),
    marginalCpaAtMost: t.float({ description: 'Of each unit that is above its lower limit.' }),
    marginalRoasAtLeast: t.float({ description: 'Of each unit that is above its lower limit.' }),
  }),
});

const PeriodInput = builder.inputType('AllocationPeriodInput', {
  description: 'A period of a plan over time.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Unique among the periods.' }),
    budget: t.field({ type: BudgetInput, description: "What the period's total has to meet." }),
    response: t.float({ description: "Multiplies every unit's response. Default 1." }),
    cost: t.float({ description: 'Price level of media: effective spend is spend ÷ cost. Default 1.' }),
  }),
});

const PeriodBudgetInput = builder.inputType('AllocationPeriodBudgetInput', {
  description: 'A budget over several periods, such as a quarter.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'Its name in explanations.' }),
    periods: t.stringList({ required: true, description: 'Ids of periods.' }),
    equal: t.float({ description: 'Exactly this.' }),
    atMost: t.float({ description: 'No more than this.' }),
    atLeast: t.float({ description: 'No less than this.' }),
  }),
});

const RiskInput = builder.inputType('AllocationRiskInput', {
  description: 'How to weigh the draws. Without it their mean is maximised.',
  fields: (t) => ({
    aversion: t.float({
      required: true,
      description: '0 maximises the mean, 1 the mean of the worst tail alone.',
    }),
    tail: t.float({ description: 'Share of the draws that counts as the worst. Default 0.1.' }),
  }),
});

const FrontierInput = builder.inputType('AllocationFrontierInput', {
  description: 'The best outcome for each of several budgets.',
  fields: (t) => ({
    from: t.float({ required: true, description: 'The smallest budget.' }),
    to: t.float({ required: true, description: 'The largest budget.' }),
    points: t.int({ required: true, description: 'How many, both ends included: 2 to 1000.' }),
  }),
});

const QuestionsInput = builder.inputType('AllocationQuestionsInput', {
  description: 'What else to answer beside the plan.',
  fields: (t) => ({
    frontier: t.field({ type: FrontierInput, description: 'The best outcome for budgets from … to ….' }),
    constraintCosts: t.boolean({ description: 'What the plan would gain without each binding limit.' }),
    widerRoom: t.float({
      description: "The best plan when every unit's room around current is this many times as wide.",
    }),
    fewestMoves: t.float({
      description: 'The plan that moves the fewest units and keeps this share of the gain, 0 to 1.',
    }),
  }),
});

const SolveInput = builder.inputType('AllocationSolveInput', {
  description: 'How to solve.',
  fields: (t) => ({
    relativeGap: t.float({
      description:
        'OPTIMAL means at most this gap. Default 1e-6, and 1e-4 where curves are S-shaped or choices discrete.',
    }),
    timeLimitMs: t.float({ description: 'Milliseconds, at most 20000. Default 10000.' }),
    route: t.field({ type: RouteEnum, description: 'Instead of the one that fits best, where it applies.' }),
  }),
});

export const AllocationProblemInput = builder.inputType('AllocationProblemInput', {
  description: 'An allocation problem. Amounts are in one currency; spend is per period. At most 5000 units.',
  fields: (t) => ({
    name: t.string({ description: 'Comes back with the result.' }),
    currency: t.string({ description: 'ISO 4217. It changes no figure.' }),
    period: t.field({ type: PeriodLengthEnum, description: 'What amounts are per.' }),
    objective: t.field({ type: ObjectiveInput, required: true, description: 'What the plan is for.' }),
    budget: t.field({ type: BudgetInput, description: 'What the total has to meet. Default: free.' }),
    units: t.field({ type: [UnitInput], required: true, description: 'What the budget is split over.' }),
    groups: t.field({ type: [GroupInput], description: 'Limits of several units together.' }),
    limits: t.field({ type: LimitsInput, description: 'How much may change.' }),
    targets: t.field({ type: TargetsInput, description: 'Ratios to reach.' }),
    periods: t.field({
      type: [PeriodInput],
      description: 'Makes it a plan over time: spend is decided per unit and period.',
    }),
    periodBudgets: t.field({ type: [PeriodBudgetInput], description: 'Budgets over several periods.' }),
    risk: t.field({ type: RiskInput, description: 'How to weigh the draws of the curves.' }),
    questions: t.field({ type: QuestionsInput, description: 'What else to answer.' }),
    solve: t.field({ type: SolveInput, description: 'How to solve.' }),
  }),
});

/** As JSON: GraphQL says null where the format leaves a key out. */
export function problemJson(input: typeof AllocationProblemInput.$inferInput): unknown {
  return withoutNulls(input);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) =>
      part === null || part === undefined ? [] : [[key, withoutNulls(part)]],
    ),
  );
}
