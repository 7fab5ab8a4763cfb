import type {
  AllocationResult,
  BindingConstraint,
  ClashingConstraint,
  Infeasibility,
  PeriodResult,
  SolveReport,
  StatedLimit,
  UnitResult,
} from '../optimizer/problem/result.ts';
import { AllocationAnswersType, UncertaintyType } from './allocation-answers.ts';
import {
  AllocationStatusEnum,
  ConstraintKindEnum,
  UnitLimitEnum,
  UnitReasonEnum,
} from './allocation-enums.ts';
import { builder } from './builder.ts';
import { ViolationsType } from './scenario-proof.ts';
import { FigureKindEnum } from './statement.ts';

/** The result of the public JSON format, key for key; a key that may be absent there is null here. */

const PeriodResultType = builder.objectRef<PeriodResult>('AllocationPeriodResult').implement({
  description: 'One period of a plan over time.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Of the period.' }),
    spend: t.exposeFloat('spend', { description: 'In units of currency.' }),
    outcome: t.exposeFloat('outcome', { description: 'What spend brings alone.' }),
  }),
});

const UnitResultType = builder.objectRef<UnitResult>('AllocationUnitResult').implement({
  description: 'One unit, now and in the plan. Outcomes count what spend brings alone.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'As in the problem.' }),
    current: t.exposeFloat('current', { description: 'As in the problem.' }),
    spend: t.exposeFloat('spend', { nullable: true, description: 'In the plan; null when there is none.' }),
    outcomeBefore: t.exposeFloat('outcomeBefore', { description: 'At current.' }),
    outcomeAfter: t.exposeFloat('outcomeAfter', { nullable: true, description: 'At spend.' }),
    marginalBefore: t.exposeFloat('marginalBefore', {
      nullable: true,
      description: 'Outcome of one more unit of money at current; null where the curve is vertical.',
    }),
    marginalAfter: t.exposeFloat('marginalAfter', { nullable: true, description: 'The same at spend.' }),
    baselineOutcome: t.exposeFloat('baselineOutcome', { description: 'Organic outcome at zero spend.' }),
    periods: t.field({
      type: [PeriodResultType],
      nullable: true,
      description: 'Of a plan over time; spend and outcomes above are then sums over them.',
      resolve: ({ periods }) => periods ?? null,
    }),
    bindingLimits: t.field({
      type: [UnitLimitEnum],
      description: 'The limits that it stands at.',
      resolve: ({ bindingLimits }) => bindingLimits,
    }),
    reason: t.field({
      type: UnitReasonEnum,
      nullable: true,
      description: 'Why it spends what it spends; null when there is no plan.',
      resolve: ({ reason }) => reason,
    }),
  }),
});

const BindingType = builder.objectRef<BindingConstraint>('AllocationBindingConstraint').implement({
  description: 'A limit that the plan is at.',
  fields: (t) => ({
    kind: t.field({ type: ConstraintKindEnum, description: 'What it limits.', resolve: ({ kind }) => kind }),
    unit: t.string({
      nullable: true,
      description: 'The unit that it belongs to.',
      resolve: ({ unit }) => unit ?? null,
    }),
    group: t.string({
      nullable: true,
      description: 'The group that it belongs to.',
      resolve: ({ group }) => group ?? null,
    }),
    period: t.string({
      nullable: true,
      description: 'In a plan over time, the period that it belongs to.',
      resolve: ({ period }) => period ?? null,
    }),
    periodBudget: t.string({
      nullable: true,
      description: 'In a plan over time, the budget over several periods that it is.',
      resolve: ({ periodBudget }) => periodBudget ?? null,
    }),
    shadowPrice: t.exposeFloat('shadowPrice', {
      description: 'Objective gained per unit of room. True at the margin.',
    }),
  }),
});

const StatedLimitType = builder.objectRef<StatedLimit>('AllocationStatedLimit').implement({
  description: 'What a limit says, and its figure.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Such as BUDGET_AT_MOST. More may come.' }),
    kind: t.field({ type: FigureKindEnum, description: 'How to read it.', resolve: ({ kind }) => kind }),
    value: t.exposeFloat('value', { description: 'Of the limit.' }),
  }),
});

const ClashType = builder.objectRef<ClashingConstraint>('AllocationClash').implement({
  description: 'One of a smallest set of constraints that cannot hold together.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'Such as BUDGET or UNIT_MAX.' }),
    id: t.string({
      nullable: true,
      description: 'The unit or group that it belongs to.',
      resolve: ({ id }) => id ?? null,
    }),
    description: t.exposeString('description', { description: 'In words, with the figures.' }),
    limit: t.field({
      type: StatedLimitType,
      nullable: true,
      description: 'The limit itself, where it is one figure.',
      resolve: ({ limit }) => limit ?? null,
    }),
  }),
});

const InfeasibilityType = builder.objectRef<Infeasibility>('AllocationInfeasibility').implement({
  description: 'Why no plan keeps every limit.',
  fields: (t) => ({
    constraints: t.field({
      type: [ClashType],
      description: 'A smallest set that cannot hold together: relax any one of them.',
      resolve: ({ constraints }) => constraints,
    }),
    amount: t.exposeFloat('amount', {
      description: 'By how much they clash, in money unless the message says otherwise.',
    }),
    message: t.exposeString('message', { description: 'In words, with the figures.' }),
  }),
});

const SolveReportType = builder.objectRef<SolveReport>('AllocationSolveReport').implement({
  description: 'How the answer was found.',
  fields: (t) => ({
    wallMs: t.exposeFloat('wallMs', { description: 'Milliseconds.' }),
    linearPrograms: t.exposeInt('linearPrograms', { description: 'Linear programs solved.' }),
    nodes: t.exposeInt('nodes', { description: 'Nodes of branch and bound.' }),
    library: t.exposeString('library', { description: 'What solved the linear programs.' }),
    route: t.exposeString('route', { description: 'Which way of solving answered.' }),
  }),
});

export const AllocationResultType = builder.objectRef<AllocationResult>('AllocationResult').implement({
  description: 'A plan with its proof, or why there is none. Outcomes count what spend brings alone.',
  fields: (t) => ({
    name: t.string({
      nullable: true,
      description: 'As in the problem.',
      resolve: ({ name }) => name ?? null,
    }),
    status: t.field({
      type: AllocationStatusEnum,
      description: 'How solving ended.',
      resolve: ({ status }) => status,
    }),
    objectiveValue: t.exposeFloat('objectiveValue', {
      nullable: true,
      description: 'Evaluated on the curves themselves at the returned spends; null when there is no plan.',
    }),
    currentValue: t.exposeFloat('currentValue', {
      description: 'The objective at the current spends, whether or not those are feasible.',
    }),
    upperBound: t.float({
      nullable: true,
      description: 'Proven: no feasible plan has a larger objective. Null for a minimisation.',
      resolve: ({ upperBound }) => upperBound ?? null,
    }),
    lowerBound: t.float({
      nullable: true,
      description: 'Proven: no feasible plan has a smaller objective. Null for a maximisation.',
      resolve: ({ lowerBound }) => lowerBound ?? null,
    }),
    relativeGap: t.exposeFloat('relativeGap', {
      nullable: true,
      description: 'Between value and bound, relative to the larger, never negative.',
    }),
    totalSpend: t.exposeFloat('totalSpend', { nullable: true, description: 'Null when there is no plan.' }),
    baselineOutcome: t.exposeFloat('baselineOutcome', {
      description: 'Organic outcome at zero spend, of all units.',
    }),
    units: t.field({
      type: [UnitResultType],
      description: 'In the order of the problem.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ units }) => units,
    }),
    bindingConstraints: t.field({
      type: [BindingType],
      description: 'The limits that hold the plan back, with what more room would be worth.',
      resolve: ({ bindingConstraints }) => bindingConstraints,
    }),
    violations: t.field({
      type: ViolationsType,
      nullable: true,
      description: 'Measured on the returned spends, outside the solver; null when there is no plan.',
      resolve: ({ violations }) => violations,
    }),
    infeasibility: t.field({
      type: InfeasibilityType,
      nullable: true,
      description: 'Why there is no plan; null when there is one.',
      resolve: ({ infeasibility }) => infeasibility,
    }),
    periods: t.field({
      type: [PeriodResultType],
      nullable: true,
      description: 'All units together; null but for a plan over time.',
      resolve: ({ periods }) => periods ?? null,
    }),
    uncertainty: t.field({
      type: UncertaintyType,
      nullable: true,
      description: 'Over the draws; null where no unit has any.',
      resolve: ({ uncertainty }) => uncertainty ?? null,
    }),
    answers: t.field({
      type: AllocationAnswersType,
      nullable: true,
      description: 'To the questions asked; null where none was.',
      resolve: ({ answers }) => answers ?? null,
    }),
    solve: t.field({
      type: SolveReportType,
      description: 'How the answer was found.',
      resolve: ({ solve }) => solve,
    }),
  }),
});
