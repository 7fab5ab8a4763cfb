import { InsufficientDataError, InvalidInputError, MixedCurrencyError } from '../planning/errors.ts';
import { createScenario } from '../planning/scenario/create-scenario.ts';
import type { ScenarioRequest } from '../planning/scenario/request.ts';
import { type Micros, parseDecimalToMicros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { campaignIdIn, channelIn } from './ids.ts';
import { forgetLoaded } from './loaders.ts';
import { ObjectiveEnum, ScenarioNode } from './scenario.ts';

const BudgetInput = builder.inputType('BudgetInput', {
  description: 'What the total has to meet, in units of currency a day. Any of these together.',
  fields: (t) => ({
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

const CreateScenarioInput = builder.inputType('CreateScenarioInput', {
  description: 'What a planner asks.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'For people, 1 to 200 characters.' }),
    objective: t.field({
      type: ObjectiveEnum,
      required: true,
      description: 'What to make as large as possible.',
    }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'Plans the campaigns that spend in it. Needed where the workspace has several.',
    }),
    budget: t.field({ type: BudgetInput, description: 'Default: equal to the current total.' }),
    margin: t.float({
      description: 'Gross margin as a share of revenue, 0 to 1, for MAX_PROFIT. Default 1.',
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
  }),
});

builder.mutationField('createScenario', (t) =>
  t.field({
    type: ScenarioNode,
    description:
      'Solves for the best reallocation, stores the question with its answer, and returns it. A question that no plan can meet comes back as a scenario of status INFEASIBLE with its explanation.',
    args: { input: t.arg({ type: CreateScenarioInput, required: true, description: 'What to plan.' }) },
    complexity: { field: 50, multiplier: 1 },
    errors: {
      types: [InvalidInputError, MixedCurrencyError, InsufficientDataError],
      union: { description: 'A scenario, or why there is none.' },
      result: { description: 'The scenario was computed and stored.' },
      dataField: { name: 'scenario', description: 'The stored scenario.' },
    },
    resolve: async (_root, { input }, context) => {
      const scenario = await createScenario(context.deps, context.viewer, requestOf(input));
      forgetLoaded(context);
      return scenario;
    },
  }),
);

function requestOf(input: typeof CreateScenarioInput.$inferInput): ScenarioRequest {
  const { name, objective, currencyCode, budget, margin, defaultLimits, campaigns, groups } = input;
  return {
    name,
    objective,
    currencyCode: currencyCode ?? undefined,
    budget: budget
      ? {
          equalMicros: microsIn(budget.equal, ['budget', 'equal']),
          atMostMicros: microsIn(budget.atMost, ['budget', 'atMost']),
          atLeastMicros: microsIn(budget.atLeast, ['budget', 'atLeast']),
        }
      : undefined,
    margin: margin ?? undefined,
    defaultLimits: {
      minChange: defaultLimits?.minChange ?? undefined,
      maxChange: defaultLimits?.maxChange ?? undefined,
    },
    campaigns: (campaigns ?? []).map((campaign, i) => {
      const path = ['campaigns', String(i)];
      return {
        campaignId: campaignIdIn(campaign.campaignId, [...path, 'campaignId']),
        minMicros: microsIn(campaign.min, [...path, 'min']),
        maxMicros: microsIn(campaign.max, [...path, 'max']),
        minChange: campaign.minChange ?? undefined,
        maxChange: campaign.maxChange ?? undefined,
        locked: campaign.locked ?? undefined,
        valuePerConversionMicros: microsIn(campaign.valuePerConversion, [...path, 'valuePerConversion']),
        margin: campaign.margin ?? undefined,
      };
    }),
    groups: (groups ?? []).map((group, i) => {
      const path = ['groups', String(i)];
      return {
        name: group.name,
        campaignIds: group.campaignIds?.map((id, j) => campaignIdIn(id, [...path, 'campaignIds', String(j)])),
        channels: group.channels?.map((slug, j) => channelIn(slug, [...path, 'channels', String(j)])),
        minMicros: microsIn(group.min, [...path, 'min']),
        maxMicros: microsIn(group.max, [...path, 'max']),
        minShare: group.minShare ?? undefined,
        maxShare: group.maxShare ?? undefined,
      };
    }),
  };
}

function microsIn(decimal: string | null | undefined, path: readonly string[]): Micros | undefined {
  if (decimal === null || decimal === undefined) return undefined;
  const micros = parseDecimalToMicros(decimal);
  if (micros !== null) return micros;
  throw new InvalidInputError(
    path,
    `${JSON.stringify(decimal)} is not an amount; wanted a decimal such as "1234.50".`,
  );
}
