import { builder } from './builder.ts';
import {
  FloorsInput,
  MoveLimitsInput,
  QuestionsInput,
  RiskInput,
  TargetsInput,
} from './scenario-goals-input.ts';
import { CountedOutcomeEnum, ObjectiveEnum } from './scenario-totals.ts';

const BudgetInput = builder.inputType('BudgetInput', {
  description: 'What the total has to meet, in units of currency a day. Any of these together.',
  fields: (t) => ({
    free: t.boolean({
      description:
        "No limit on the total, in place of the others: the objective and the campaigns' limits decide.",
    }),
    equal: t.field({ type: 'Decimal', description: 'Exactly this.' }),
    atMost: t.field({ type: 'Decimal', description: 'No more than this.' }),
    atLeast: t.field({ type: 'Decimal', description: 'No less than this.' }),
  }),
});

const ChangeLimitsInput = builder.inputType('ChangeLimitsInput', {
  description: 'How far campaigns may move that have no limits of their own, relative to current.',
  fields: (t) => ({
    minChange: t.float({ description: '-0.3 is thirty per cent less. Default -0.5.' }),
    maxChange: t.float({ description: '0.3 is thirty per cent more. Default 1: twice the current spend.' }),
  }),
});

const CampaignLimitsInput = builder.inputType('CampaignConstraintInput', {
  description:
    'What holds for one campaign. A limit given here takes the place of the default on its side, and of the limits that hold back campaigns whose curves are not well known. All limits given hold.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id.' }),
    min: t.field({ type: 'Decimal', description: 'The least it may spend, in units of currency a day.' }),
    max: t.field({ type: 'Decimal', description: 'The most it may spend, in units of currency a day.' }),
    minChange: t.float({ description: 'Relative to current: -0.3 is thirty per cent less.' }),
    maxChange: t.float({ description: 'Relative to current: 0.3 is thirty per cent more.' }),
    locked: t.boolean({ description: 'Holds it at its current spend, whatever else is given.' }),
    minIfOn: t.field({
      type: 'Decimal',
      description:
        'It spends nothing or at least this, in units of currency a day. It may then be switched off, unless a minimum is given.',
    }),
    step: t.field({
      type: 'Decimal',
      description: 'Its spend is a multiple of this, in units of currency a day.',
    }),
    valuePerConversion: t.field({
      type: 'Decimal',
      description: 'What a conversion is worth, in units of currency. Default: its revenue ÷ conversions.',
    }),
    margin: t.float({ description: 'Gross margin as a share of revenue, 0 to 1. Default: of the scenario.' }),
  }),
});

const GroupInput = builder.inputType('GroupConstraintInput', {
  description: 'What holds for several campaigns together. Groups may overlap.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name in explanations.' }),
    campaignIds: t.idList({ description: 'Global ids of its campaigns.' }),
    channels: t.stringList({ description: 'Slugs of channels: their planned campaigns belong to it.' }),
    min: t.field({ type: 'Decimal', description: 'The least it may spend, in units of currency a day.' }),
    max: t.field({ type: 'Decimal', description: 'The most it may spend, in units of currency a day.' }),
    minShare: t.float({ description: 'Of the total, 0 to 1.' }),
    maxShare: t.float({ description: 'Of the total, 0 to 1.' }),
  }),
});

const SplitInput = builder.inputType('SplitSpendInput', {
  description: "One campaign of the planner's own split.",
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id.' }),
    spend: t.field({ type: 'Decimal', required: true, description: 'In units of currency a day.' }),
  }),
});

const HorizonInput = builder.inputType('HorizonInput', {
  description: 'Days to come, both ends included.',
  fields: (t) => ({
    from: t.field({ type: 'Date', required: true, description: 'The first day, after today.' }),
    to: t.field({ type: 'Date', required: true, description: 'The last day, at most a year on.' }),
  }),
});

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** What may be changed of a question when a scenario is made from another. */
const questionFields = (t: InputFields) => ({
  currencyCode: t.field({
    type: 'CurrencyCode',
    description: 'Plans the campaigns that spend in it. Needed where the workspace has several.',
  }),
  outcome: t.field({
    type: CountedOutcomeEnum,
    description:
      'What counts as a conversion, in the objective, targets and floors alike. Default CONVERSIONS, as platforms report them.',
  }),
  horizon: t.field({
    type: HorizonInput,
    description: 'The days that the plan is for: curves are taken at their season. Default: any day.',
  }),
  split: t.field({
    type: [SplitInput],
    description:
      'Your own split, to be judged as an answer would be: nothing is sought, and `violations` says which limits it breaks. Campaigns left out stay at current.',
  }),
  budget: t.field({
    type: BudgetInput,
    description: 'Default: equal to the current total, and free for MIN_SPEND.',
  }),
  margin: t.float({
    description: 'Gross margin as a share of revenue, 0 to 1, where profit counts. Default 1.',
  }),
  defaultLimits: t.field({
    type: ChangeLimitsInput,
    description: 'For campaigns without limits of their own. Default: half to twice the current spend.',
  }),
  campaigns: t.field({
    type: [CampaignLimitsInput],
    description: 'Limits and values of single campaigns.',
  }),
  groups: t.field({
    type: [GroupInput],
    description: 'Limits of several campaigns together. At most 100.',
  }),
  floors: t.field({
    type: FloorsInput,
    description: 'Of MIN_SPEND: what the least spend has to bring. Needed there, refused elsewhere.',
  }),
  targets: t.field({ type: TargetsInput, description: 'Ratios that the plan has to reach.' }),
  limits: t.field({ type: MoveLimitsInput, description: 'How much may change.' }),
  uncertainty: t.boolean({
    description:
      'Plans for the mean of the draws of the curves and judges the plan by each. Default: with `risk` only.',
  }),
  risk: t.field({ type: RiskInput, description: 'How to weigh the draws of the curves.' }),
  questions: t.field({ type: QuestionsInput, description: 'What else to answer.' }),
  note: t.string({ description: 'For people, at most 5,000 characters.' }),
  inBackground: t.boolean({
    description:
      'True answers at once with a scenario that is QUEUED; ask for it again until it is answered. Default: where the workspace is large.',
  }),
});

export const CreateScenarioInput = builder.inputType('CreateScenarioInput', {
  description: 'What a planner asks.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For people, 1 to 200 characters.' }),
    objective: t.field({
      type: ObjectiveEnum,
      required: true,
      description: 'What the plan is for.',
    }),
    ...questionFields(t),
  }),
});

export const ReviseScenarioInput = builder.inputType('ReviseScenarioInput', {
  description:
    'What to ask instead. A part that is given takes the place of the whole old one; what is left out stays as it was.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Of the new scenario, 1 to 200 characters.' }),
    objective: t.field({ type: ObjectiveEnum, description: 'What the plan is for.' }),
    ...questionFields(t),
  }),
});
