import type { ChangeSetItem, Expected, OpenChangeSet } from '../planning/apply/change-set-body.ts';
import { campaignId } from '../store/model/ids.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { encodedId } from './ids.ts';
import { IntervalType } from './interval.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

const PredictionType = builder.objectRef<Expected>('BudgetPrediction').implement({
  description:
    'What a campaign is expected to bring a day at a budget, spent in full. Kept from the proposal on.',
  fields: (t) => ({
    conversions: t.exposeFloat('conversions', { description: 'A day, baseline included.' }),
    interval: t.field({
      type: IntervalType,
      nullable: true,
      description: '80 %.',
      resolve: ({ interval }) => interval,
    }),
  }),
});

type ItemWithCurrency = ChangeSetItem & { readonly currencyCode: string };

export const ItemType = builder.objectRef<ItemWithCurrency>('ChangeSetItem').implement({
  description: 'One budget that a change set changes.',
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'The campaign as it is now; null when it is no longer there.',
      resolve: (item, _args, context) => loaded(context).campaigns.load(campaignId(item.campaignId)),
    }),
    campaignId: t.id({
      description: 'Global id of the campaign.',
      resolve: (item) => encodedId('Campaign', item.campaignId),
    }),
    campaignName: t.exposeString('campaignName', { description: 'As it was when it was proposed.' }),
    channel: t.exposeString('channel', { description: 'As it was when it was proposed.' }),
    platform: t.exposeString('platform', { description: 'Such as `google_ads`.' }),
    sharedWithCampaignIds: t.idList({
      description: 'Global ids of other campaigns that spend from the same budget.',
      resolve: ({ sharedWith }) => sharedWith.map((id) => encodedId('Campaign', id)),
    }),
    isBudgetKnown: t.exposeBoolean('isBudgetKnown', {
      description: 'False where no budget was on record: `before` is then the mean spend.',
    }),
    before: t.field({
      type: MoneyType,
      description: 'A day, as the plan saw it. Another amount found at the time of applying is drift.',
      resolve: ({ beforeMicros, currencyCode }) => money(beforeMicros, currencyCode),
    }),
    after: t.field({
      type: MoneyType,
      description: 'A day.',
      resolve: ({ afterMicros, currencyCode }) => money(afterMicros, currencyCode),
    }),
    change: t.field({
      type: MoneyType,
      description: 'After minus before.',
      resolve: ({ beforeMicros, afterMicros, currencyCode }) =>
        money(BigInt(afterMicros) - BigInt(beforeMicros), currencyCode),
    }),
    changeRatio: t.float({
      nullable: true,
      description: 'Change ÷ before; null where before is zero.',
      resolve: ({ beforeMicros, afterMicros }) =>
        beforeMicros === '0' ? null : Number(afterMicros) / Number(beforeMicros) - 1,
    }),
    expectedBefore: t.field({
      type: PredictionType,
      nullable: true,
      description: 'Without the change; null where nothing can be said.',
      resolve: ({ expected }) => expected?.before ?? null,
    }),
    expectedAfter: t.field({
      type: PredictionType,
      nullable: true,
      description: 'With the change; null where nothing can be said.',
      resolve: ({ expected }) => expected?.after ?? null,
    }),
    reasonCode: t.exposeString('reasonCode', {
      description: "The scenario's ReasonCode, EDITED or ROLLBACK.",
    }),
    reason: t.exposeString('reason', { description: 'For people.' }),
  }),
});

export const ItemConnection = builder.connectionObject(
  { type: ItemType, name: 'ChangeSetItemConnection', description: 'A page of the budgets of a change set.' },
  { description: 'One budget with its cursor.' },
);

export const ItemOrderEnum = builder.enumType('ChangeSetItemOrder', {
  description: 'In which order the budgets of a change set come.',
  values: {
    CAMPAIGN: { description: 'By the id of the campaign.' },
    LARGEST_CHANGE: { description: 'The largest raise or cut first.' },
  } as const,
});

export const itemsOf = ({ items, currencyCode }: OpenChangeSet['body']): ItemWithCurrency[] =>
  items.map((item) => ({ ...item, currencyCode }));

export function byLargestChange(a: ItemWithCurrency, b: ItemWithCurrency): number {
  const size = ({ beforeMicros, afterMicros }: ItemWithCurrency) =>
    Math.abs(Number(afterMicros) - Number(beforeMicros));
  return size(b) - size(a);
}
