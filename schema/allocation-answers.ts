import type {
  Answers,
  ConstraintCost,
  Frontier,
  FrontierPoint,
  UncertaintyResult,
} from '../optimizer/problem/result.ts';
import { AllocationStatusEnum, ConstraintKindEnum } from './allocation-enums.ts';
import { builder } from './builder.ts';
import { IntervalType } from './interval.ts';

/** What is answered beside the plan: how sure it is, and what was asked under `questions`. */

const ShareType = builder.objectRef<UncertaintyResult['shares'][number]>('AllocationShare').implement({
  description: "How stable a unit's share of spend is.",
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Of the unit.' }),
    share: t.exposeFloat('share', { description: 'In the plan, of total spend.' }),
    interval: t.field({
      type: IntervalType,
      description: '80 % of its shares, were every draw planned for by itself.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

const DrawnGainType = builder.objectRef<UncertaintyResult['gain']>('AllocationDrawnGain').implement({
  description: 'The plan minus current, over the draws.',
  fields: (t) => ({
    mean: t.exposeFloat('mean', { description: 'In the unit of the objective.' }),
    interval: t.field({
      type: IntervalType,
      description: '80 % of the draws.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

export const UncertaintyType = builder.objectRef<UncertaintyResult>('AllocationUncertainty').implement({
  description: 'The plan judged by every draw of the curves.',
  fields: (t) => ({
    draws: t.exposeInt('draws', { description: 'How many.' }),
    expectedValue: t.exposeFloat('expectedValue', { description: 'Mean of the objective over the draws.' }),
    currentExpectedValue: t.exposeFloat('currentExpectedValue', { description: 'The same at current.' }),
    tailValue: t.exposeFloat('tailValue', { description: 'Mean of the worst tail.' }),
    interval: t.field({
      type: IntervalType,
      description: '80 % of the draws.',
      resolve: ({ interval }) => interval,
    }),
    gain: t.field({ type: DrawnGainType, description: 'Over current.', resolve: ({ gain }) => gain }),
    probabilityBeatsCurrent: t.exposeFloat('probabilityBeatsCurrent', { description: '0 to 1.' }),
    probabilityTargetsMet: t.exposeFloat('probabilityTargetsMet', {
      nullable: true,
      description: '0 to 1; null where there are no targets.',
    }),
    shares: t.field({
      type: [ShareType],
      description: 'One for each unit.',
      resolve: ({ shares }) => shares,
    }),
  }),
});

const FrontierPointType = builder.objectRef<FrontierPoint>('AllocationFrontierPoint').implement({
  description: 'The best plan for one budget.',
  fields: (t) => ({
    budget: t.exposeFloat('budget', { description: 'In units of currency.' }),
    status: t.field({
      type: AllocationStatusEnum,
      description: 'How solving ended.',
      resolve: ({ status }) => status,
    }),
    objectiveValue: t.exposeFloat('objectiveValue', { nullable: true, description: 'Null without a plan.' }),
    upperBound: t.exposeFloat('upperBound', { nullable: true, description: 'Proven.' }),
    conversions: t.exposeFloat('conversions', { nullable: true, description: 'Null where not known.' }),
    revenue: t.exposeFloat('revenue', { nullable: true, description: 'Null where not known.' }),
    profit: t.exposeFloat('profit', { nullable: true, description: 'Null where not known.' }),
    cpa: t.exposeFloat('cpa', { nullable: true, description: 'Spend ÷ conversions.' }),
    roas: t.exposeFloat('roas', { nullable: true, description: 'Revenue ÷ spend.' }),
    marginal: t.exposeFloat('marginal', {
      nullable: true,
      description: 'Objective per further unit of budget.',
    }),
  }),
});

const FrontierTargetType = builder
  .objectRef<Frontier['targets'][number]>('AllocationFrontierTarget')
  .implement({
    description: 'Where on the frontier a target is met.',
    fields: (t) => ({
      target: t.exposeString('target', { description: 'In words, such as `CPA at most 45`.' }),
      point: t.field({
        type: FrontierPointType,
        nullable: true,
        description: 'The largest budget that meets it; of a floor the least. Null where none does.',
        resolve: ({ point }) => point,
      }),
    }),
  });

const FrontierType = builder.objectRef<Frontier>('AllocationFrontier').implement({
  description: 'The best outcome for every budget asked for.',
  fields: (t) => ({
    points: t.field({
      type: [FrontierPointType],
      description: 'Budgets ascending.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ points }) => points,
    }),
    mostProfitable: t.field({
      type: FrontierPointType,
      nullable: true,
      description: 'Where profit is highest; null where units have no value.',
      resolve: ({ mostProfitable }) => mostProfitable,
    }),
    targets: t.field({
      type: [FrontierTargetType],
      description: 'One for each target of the problem.',
      resolve: ({ targets }) => targets,
    }),
  }),
});

const ConstraintCostType = builder.objectRef<ConstraintCost>('AllocationConstraintCost').implement({
  description: 'What a limit costs.',
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
    cost: t.exposeFloat('cost', {
      nullable: true,
      description: 'Objective gained if it were lifted; null where the rest has no end then.',
    }),
  }),
});

const WiderRoomType = builder.objectRef<NonNullable<Answers['widerRoom']>>('AllocationWiderRoom').implement({
  description: "The best plan when every unit's room around current is wider.",
  fields: (t) => ({
    times: t.exposeFloat('times', { description: 'As asked.' }),
    objectiveValue: t.exposeFloat('objectiveValue', { nullable: true, description: 'Of that plan.' }),
    gain: t.exposeFloat('gain', { nullable: true, description: 'Over the plan itself.' }),
  }),
});

type FewestMoves = NonNullable<Answers['fewestMoves']>;

const UnitSpendType = builder.objectRef<FewestMoves['spends'][number]>('AllocationUnitSpend').implement({
  description: 'What one unit spends.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Of the unit.' }),
    spend: t.exposeFloat('spend', { description: 'In units of currency.' }),
  }),
});

const FewestMovesType = builder.objectRef<FewestMoves>('AllocationFewestMoves').implement({
  description: 'The plan that moves the fewest units and keeps the share of the gain that was asked for.',
  fields: (t) => ({
    unitsMoved: t.exposeInt('unitsMoved', { description: 'How many differ from current.' }),
    moved: t.stringList({ description: 'Their ids.', resolve: ({ moved }) => [...moved] }),
    objectiveValue: t.exposeFloat('objectiveValue', { description: 'Of that plan.' }),
    shareOfGain: t.exposeFloat('shareOfGain', { description: "Of the whole plan's gain over current." }),
    spends: t.field({
      type: [UnitSpendType],
      description: 'Of every unit.',
      resolve: ({ spends }) => spends,
    }),
  }),
});

export const AllocationAnswersType = builder.objectRef<Answers>('AllocationAnswers').implement({
  description: 'Answers to the questions asked; null where one was not.',
  fields: (t) => ({
    frontier: t.field({
      type: FrontierType,
      nullable: true,
      description: 'The best outcome for every budget.',
      resolve: ({ frontier }) => frontier ?? null,
    }),
    constraintCosts: t.field({
      type: [ConstraintCostType],
      nullable: true,
      description: 'What each binding limit costs.',
      resolve: ({ constraintCosts }) => constraintCosts ?? null,
    }),
    widerRoom: t.field({
      type: WiderRoomType,
      nullable: true,
      description: 'What more room would gain.',
      resolve: ({ widerRoom }) => widerRoom ?? null,
    }),
    fewestMoves: t.field({
      type: FewestMovesType,
      nullable: true,
      description: 'Nearly as good with fewer changes; null also where the plan gains nothing.',
      resolve: ({ fewestMoves }) => fewestMoves ?? null,
    }),
  }),
});
