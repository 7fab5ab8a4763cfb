import type { ScenarioPoint, ScenarioRow } from '../planning/scenario/outcome.ts';
import { campaignId } from '../store/model/ids.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { IdentifiabilityType } from './curve-diagnostics.ts';
import { AppliedIncrementalityType } from './incrementality.ts';
import { IntervalType } from './interval.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

export type WithCurrency<T> = T & { readonly currencyCode: CurrencyCode };

export const LimitOriginEnum = builder.enumType('LimitOrigin', {
  description: 'Where a limit of a campaign comes from.',
  values: {
    LOCKED: { description: 'The request locks the campaign.' },
    PLANNER: { description: 'The request gives it for this campaign.' },
    DEFAULT_RANGE: { description: "The request's default limits." },
    HELD_UNIDENTIFIED: { description: 'Its curve cannot be told: held within 30 % of current.' },
    HELD_WEAK: { description: 'Its curve is weakly known: held within 50 % of current.' },
    OBSERVED_RANGE: { description: 'Nobody is sent further beyond the daily spends that were seen.' },
  } as const,
});

const ValueFromEnum = builder.enumType('ValueFrom', {
  description: 'What the revenue of a campaign is read off.',
  values: {
    REVENUE_CURVE: {
      description:
        'Its own curve of revenue: 28 or more days with revenue, and no less certain than its curve of conversions.',
    },
    CONVERSIONS_TIMES_VALUE: { description: 'Its curve of conversions, times the value of one.' },
  } as const,
});

const ReasonCodeEnum = builder.enumType('ReasonCode', {
  description: 'Why a campaign moves, or does not.',
  values: {
    RAISED: { description: 'Money brings more here than elsewhere.' },
    LOWERED: { description: 'Money brings more elsewhere.' },
    ALREADY_BALANCED: { description: 'Its marginal return equals that of the others.' },
    LOCKED: { description: 'The request locks it.' },
    HELD_UNIDENTIFIED: {
      description: 'At the limit that holds it near current, as its curve cannot be told.',
    },
    HELD_WEAK: { description: 'At the limit that holds it near current, as its curve is weakly known.' },
    AT_OBSERVED_RANGE: { description: 'At the end of the daily spends that were seen.' },
    AT_DEFAULT_LIMIT: { description: "At the scenario's default limit." },
    AT_PLANNER_LIMIT: { description: 'At a limit that the request gives for it.' },
    AT_GROUP_LIMIT: { description: 'A group that it belongs to is at its limit.' },
    SWITCHED_OFF: { description: 'It spends nothing, as the least it may run with would not pay.' },
    AT_MIN_IF_ON: { description: 'At the least that it may run with.' },
    AT_STEP: { description: 'At the best multiple of its step.' },
    AT_MARGINAL_TARGET: { description: 'At the spend at which its marginal return meets the target.' },
    LIMITED_BY_MOVES: { description: 'Not moved, as only so many campaigns or so much money may be.' },
    OWN_SPLIT: { description: "The planner's own split: nothing was sought." },
    NO_PLAN: { description: 'No plan keeps every limit.' },
  } as const,
});

const PointType = builder.objectRef<WithCurrency<ScenarioPoint>>('ScenarioPoint').implement({
  description: 'What a campaign is expected to bring a day at one spend, over the seasons of its data.',
  fields: (t) => ({
    expectedConversions: t.exposeFloat('expectedConversions', { description: 'A day, baseline included.' }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 % interval of the expected conversions.',
      resolve: ({ interval }) => interval,
    }),
    incrementalConversions: t.exposeFloat('incrementalConversions', {
      description: 'A day; what spend brings alone, baseline left out.',
    }),
    revenue: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Expected, baseline included: as `valueFrom` says. Null where it is unknown.',
      resolve: ({ revenueMicros, currencyCode }) => money(revenueMicros, currencyCode),
    }),
    marginalCpa: t.field({
      type: MoneyType,
      nullable: true,
      description: 'What one more conversion costs; null where more spend brings none.',
      resolve: ({ marginalCpaMicros, currencyCode }) => money(marginalCpaMicros, currencyCode),
    }),
    marginalRoas: t.exposeFloat('marginalRoas', {
      nullable: true,
      description: 'Revenue of one more unit of currency; null where revenue is unknown.',
    }),
  }),
});

export const LimitType = builder.objectRef<WithCurrency<ScenarioRow['lower']>>('SpendLimit').implement({
  description: 'How little or how much a campaign may spend a day, and why.',
  fields: (t) => ({
    spend: t.field({
      type: MoneyType,
      description: 'A day.',
      resolve: ({ micros, currencyCode }) => money(micros, currencyCode),
    }),
    origin: t.field({
      type: LimitOriginEnum,
      description: 'Where it comes from.',
      resolve: ({ origin }) => origin,
    }),
    sentence: t.exposeString('sentence', { description: 'The limit in words.' }),
  }),
});

const ReasonType = builder.objectRef<ScenarioRow['reason']>('ScenarioReason').implement({
  description: 'Why a campaign moves, or does not.',
  fields: (t) => ({
    code: t.field({ type: ReasonCodeEnum, description: 'For programs.', resolve: ({ code }) => code }),
    sentence: t.exposeString('sentence', { description: 'For people, with the figures.' }),
  }),
});

export const ScenarioRowType = builder.objectRef<WithCurrency<ScenarioRow>>('ScenarioRow').implement({
  description: 'One campaign of the reallocation. Amounts and outcomes are per day.',
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'The campaign as it is now; null when it is no longer there.',
      resolve: (row, _args, context) => loaded(context).campaigns.load(campaignId(row.campaignId)),
    }),
    campaignName: t.exposeString('campaignName', {
      description: 'As it was when the scenario was computed.',
    }),
    channelSlug: t.exposeString('channel', { description: 'As it was when the scenario was computed.' }),
    platform: t.exposeString('platform', { description: 'Such as `google_ads`.' }),
    current: t.field({
      type: MoneyType,
      description: 'Mean spend a day over the last 28 complete days.',
      resolve: ({ currentMicros, currencyCode }) => money(currentMicros, currencyCode),
    }),
    proposed: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Null when there is no plan.',
      resolve: ({ proposedMicros, currencyCode }) => money(proposedMicros, currencyCode),
    }),
    change: t.field({
      type: MoneyType,
      nullable: true,
      description: 'Proposed minus current.',
      resolve: ({ currentMicros, proposedMicros, currencyCode }) =>
        proposedMicros === null ? null : money(BigInt(proposedMicros) - BigInt(currentMicros), currencyCode),
    }),
    changeRatio: t.float({
      nullable: true,
      description: 'Change ÷ current: 0.25 is a quarter more. Null where current is zero.',
      resolve: ({ currentMicros, proposedMicros }) =>
        proposedMicros === null || currentMicros === '0'
          ? null
          : Number(proposedMicros) / Number(currentMicros) - 1,
    }),
    lower: t.field({
      type: LimitType,
      description: 'The least it may spend.',
      resolve: ({ lower, currencyCode }) => ({ ...lower, currencyCode }),
    }),
    upper: t.field({
      type: LimitType,
      description: 'The most it may spend.',
      resolve: ({ upper, currencyCode }) => ({ ...upper, currencyCode }),
    }),
    before: t.field({
      type: PointType,
      description: 'At the current spend.',
      resolve: ({ before, currencyCode }) => ({ ...before, currencyCode }),
    }),
    after: t.field({
      type: PointType,
      nullable: true,
      description: 'At the proposed spend; null when there is no plan.',
      resolve: ({ after, currencyCode }) => after && { ...after, currencyCode },
    }),
    reason: t.field({
      type: ReasonType,
      description: 'Why it moves, or does not.',
      resolve: ({ reason }) => reason,
    }),
    identifiability: t.field({
      type: IdentifiabilityType,
      description: 'How far its curve may be believed.',
      resolve: ({ identifiability }) => identifiability,
    }),
    valueFrom: t.field({
      type: ValueFromEnum,
      nullable: true,
      description: 'What its revenue is read off; null where that is unknown.',
      resolve: ({ valueFrom, before }) =>
        valueFrom ??
        (valueFrom === undefined && before.revenueMicros !== null ? 'CONVERSIONS_TIMES_VALUE' : null),
    }),
    incrementality: t.field({
      type: AppliedIncrementalityType,
      nullable: true,
      description:
        'What its fitted curve was multiplied by, and who says so; null where reported conversions count as they are.',
      resolve: ({ incrementality }) => incrementality ?? null,
    }),
  }),
});
