import { InvalidInputError } from '../planning/errors.ts';
import type { Goal, GoalScope } from '../store/model/goal.ts';
import { type Micros, parseDecimalToMicros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { ChannelNode } from './channel.ts';
import {
  EVIDENCE_COMPLEXITY,
  EVIDENCE_ERRORS,
  EVIDENCE_LIST_COMPLEXITY,
  recordedVersion,
  removal,
  removedVersionField,
  versionField,
} from './evidence-mutation.ts';
import { RevenueBasisEnum } from './figures.ts';
import { campaignIdIn, channelIn } from './ids.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

const GoalScopeEnum = builder.enumType('GoalScope', {
  description: 'What a goal is for.',
  values: {
    ACCOUNT: { description: 'Every campaign together.' },
    CHANNEL: { description: 'The campaigns of one channel.' },
    CAMPAIGN: { description: 'One campaign.' },
  } as const,
});

export const GoalType = builder.objectRef<Goal>('Goal').implement({
  description: 'What is wanted of one calendar month. Of spend, conversions and CPA two say the third.',
  fields: (t) => {
    const amount = (description: string, of: (goal: Goal) => Micros | null) =>
      t.field({
        type: MoneyType,
        nullable: true,
        description,
        resolve: (goal) => money(of(goal), goal.currencyCode),
      });
    return {
      month: t.expose('month', { type: 'Month', description: 'The month.' }),
      scope: t.field({
        type: GoalScopeEnum,
        description: 'What it is for.',
        resolve: ({ scope }) => scope.kind,
      }),
      channel: t.field({
        type: ChannelNode,
        nullable: true,
        description: 'The channel it is for.',
        resolve: async ({ scope }, _args, context) =>
          scope.kind === 'CHANNEL' ? ((await loaded(context).channels()).get(scope.channel) ?? null) : null,
      }),
      campaign: t.field({
        type: CampaignNode,
        nullable: true,
        description: 'The campaign it is for.',
        resolve: ({ scope }, _args, context) =>
          scope.kind === 'CAMPAIGN' ? loaded(context).campaigns.load(scope.campaignId) : null,
      }),
      revenueBasis: t.field({
        type: RevenueBasisEnum,
        description: 'Whose revenue counts. Under CRM a conversion is an order.',
        resolve: ({ revenueBasis }) => revenueBasis,
      }),
      spend: amount('To be spent.', ({ spendMicros }) => spendMicros),
      conversions: t.exposeFloat('conversions', { nullable: true, description: 'To be brought.' }),
      revenue: amount('To be brought.', ({ revenueMicros }) => revenueMicros),
      cpa: amount('Spend ÷ conversions.', ({ cpaMicros }) => cpaMicros),
      cpc: amount('Spend ÷ clicks.', ({ cpcMicros }) => cpcMicros),
      roas: t.exposeFloat('roas', { nullable: true, description: 'Revenue ÷ spend.' }),
      romi: t.exposeFloat('romi', { nullable: true, description: '(margin − spend) ÷ spend.' }),
      version: t.exposeInt('version', recordedVersion),
    };
  },
});

const SetGoalInput = builder.inputType('SetGoalInput', {
  description:
    'What is wanted of a month. Month, channel and campaign name it; without both it is for the account.',
  fields: (t) => ({
    month: t.field({ type: 'Month', required: true, description: 'The month.' }),
    channel: t.string({ description: 'Slug of the channel it is for.' }),
    campaignId: t.id({ description: 'Global id of the campaign it is for.' }),
    currencyCode: t.field({ type: 'CurrencyCode', required: true, description: 'Of its amounts.' }),
    revenueBasis: t.field({
      type: RevenueBasisEnum,
      defaultValue: 'PLATFORM',
      description: 'Whose revenue counts. Under CRM a conversion is an order.',
    }),
    spend: t.field({ type: 'Decimal', description: 'To be spent.' }),
    conversions: t.float({ description: 'To be brought.' }),
    revenue: t.field({ type: 'Decimal', description: 'To be brought.' }),
    cpa: t.field({ type: 'Decimal', description: 'Spend ÷ conversions.' }),
    cpc: t.field({
      type: 'Decimal',
      description:
        'Spend ÷ clicks, so that a deviation can be told apart into price and conversion rate. Default: what a click cost in the 91 days before the month.',
    }),
    roas: t.float({ description: 'Revenue ÷ spend.' }),
    romi: t.float({ description: '(margin − spend) ÷ spend, as 0.5 for 50 %.' }),
    version: t.int(versionField),
  }),
});

function scopeOf(channel: string | null | undefined, campaignId: string | null | undefined): GoalScope {
  if (channel && campaignId) {
    throw new InvalidInputError(
      ['channel'],
      'A goal is for a channel or for a campaign. Leave one of them out.',
    );
  }
  if (channel) return { kind: 'CHANNEL', channel: channelIn(channel, ['channel']) };
  if (campaignId) return { kind: 'CAMPAIGN', campaignId: campaignIdIn(campaignId, ['campaignId']) };
  return { kind: 'ACCOUNT' };
}

/** A `Decimal` is a plain decimal by the time it gets here. */
const microsOrNull = (decimal: string | null | undefined) =>
  decimal ? (parseDecimalToMicros(decimal) ?? 0n) : null;

builder.queryField('goals', (t) =>
  t.field({
    type: [GoalType],
    description: "A month's goals: the account's first, then those of campaigns and channels.",
    args: { month: t.arg({ type: 'Month', required: true, description: 'The month.' }) },
    complexity: EVIDENCE_LIST_COMPLEXITY,
    resolve: (_root, { month }, { deps, viewer }) => deps.store.goals.ofMonth(month).all(viewer.workspaceId),
  }),
);

builder.mutationField('setGoal', (t) =>
  t.field({
    type: GoalType,
    description: 'Keeps what is wanted of a month.',
    args: { input: t.arg({ type: SetGoalInput, required: true, description: 'The goal.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'The goal as it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'goal', description: 'As it is kept.' },
    },
    resolve: async (_root, { input }, { deps, viewer }) =>
      (await import('../planning/goals/set-goal.ts')).setGoal(deps, viewer.workspaceId, {
        month: input.month,
        scope: scopeOf(input.channel, input.campaignId),
        currencyCode: input.currencyCode,
        revenueBasis: input.revenueBasis ?? 'PLATFORM',
        spendMicros: microsOrNull(input.spend),
        conversions: input.conversions ?? null,
        revenueMicros: microsOrNull(input.revenue),
        cpaMicros: microsOrNull(input.cpa),
        cpcMicros: microsOrNull(input.cpc),
        roas: input.roas ?? null,
        romi: input.romi ?? null,
        version: input.version ?? null,
      }),
  }),
);

builder.mutationField('removeGoal', (t) =>
  t.field({
    type: GoalType,
    description: 'Takes a goal back.',
    args: {
      month: t.arg({ type: 'Month', required: true, description: 'Its month.' }),
      channel: t.arg.string({ description: 'Slug of the channel it is for.' }),
      campaignId: t.arg.id({ description: 'Global id of the campaign it is for.' }),
      version: t.arg.int(removedVersionField),
    },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('goal'),
    resolve: async (_root, { month, channel, campaignId, version }, { deps, viewer }) =>
      (await import('../planning/goals/set-goal.ts')).removeGoal(
        deps,
        viewer.workspaceId,
        { month, scope: scopeOf(channel, campaignId) },
        version,
      ),
  }),
);
