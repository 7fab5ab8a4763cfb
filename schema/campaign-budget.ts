import { BusyError } from '../planning/apply/errors.ts';
import { InvalidInputError } from '../planning/errors.ts';
import type { BudgetChange, CampaignBudget } from '../store/model/ledger.ts';
import { parseDecimalToMicros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { connectionOf, pageArgs, pageComplexity, pageOf, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { campaignIdIn, encodedId } from './ids.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

const BudgetChangeType = builder
  .objectRef<BudgetChange & { readonly currencyCode: string }>('BudgetChange')
  .implement({
    description: 'One change of a budget.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', description: 'When it was put down.' }),
      before: t.field({
        type: MoneyType,
        nullable: true,
        description: 'Null where no budget was known before.',
        resolve: ({ beforeMicros, currencyCode }) => money(beforeMicros, currencyCode),
      }),
      after: t.field({
        type: MoneyType,
        description: 'A day.',
        resolve: ({ afterMicros, currencyCode }) => money(afterMicros, currencyCode),
      }),
      applicationId: t.id({
        nullable: true,
        description: 'The application that did it; null where it was found so on the platform.',
        resolve: ({ applicationId }) => applicationId && encodedId('Application', applicationId),
      }),
    }),
  });

const CampaignBudgetType = builder.objectRef<CampaignBudget>('CampaignBudget').implement({
  description: 'What a campaign may spend a day, as far as it is known here.',
  fields: (t) => ({
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'Whose budget it is; null when it is no longer there.',
      resolve: ({ campaignId }, _args, context) => loaded(context).campaigns.load(campaignId),
    }),
    amount: t.field({
      type: MoneyType,
      description: 'A day.',
      resolve: ({ amountMicros, currencyCode }) => money(amountMicros, currencyCode),
    }),
    platformBudgetId: t.exposeString('platformBudgetId', {
      nullable: true,
      description: 'What the platform calls the budget; with Meta, the ad set that holds it.',
    }),
    sharedWithCampaignIds: t.idList({
      description: 'Global ids of other campaigns that spend from it.',
      resolve: ({ sharedWith }) => sharedWith.map((id) => encodedId('Campaign', id)),
    }),
    changes: t.field({
      type: [BudgetChangeType],
      description: 'Its latest changes, newest first, at most 20.',
      resolve: ({ changes, currencyCode }) => changes.map((change) => ({ ...change, currencyCode })),
    }),
    version: t.exposeInt('version', { description: 'Grows by one at each change.' }),
  }),
});

const CampaignBudgetConnection = builder.connectionObject(
  {
    type: CampaignBudgetType,
    name: 'CampaignBudgetConnection',
    description: 'A page of campaign budgets.',
  },
  { description: 'A campaign budget with its cursor.' },
);

builder.queryField('campaignBudgets', (t) =>
  t.field({
    type: CampaignBudgetConnection,
    description: 'The daily budgets that are known, ordered by campaign.',
    args: pageArgs,
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        const all = [...(await deps.store.ledger.budgets(viewer.workspaceId))];
        all.sort((a, b) => (a.campaignId < b.campaignId ? -1 : 1));
        return connectionOf(
          pageOf(all, ({ campaignId }) => campaignId, pageRequest(args)),
          args,
        );
      }),
  }),
);

const FoundBudgetInput = builder.inputType('FoundBudgetInput', {
  description: 'A daily budget as the platform has it.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id of the campaign.' }),
    amount: t.field({ type: 'Decimal', required: true, description: "A day, in the campaign's currency." }),
    platformBudgetId: t.string({
      description: 'What the platform calls the budget; needed for Google Ads requests.',
    }),
    sharedWithCampaignIds: t.idList({
      description: 'Global ids of other campaigns that spend from it. They have no budget of their own.',
    }),
  }),
});

builder.mutationField('recordCampaignBudgets', (t) =>
  t.field({
    type: [CampaignBudgetType],
    description:
      'Puts down what daily budgets the platforms have, at most 1000. Plans start from them and are compared with them before anything is written. Needs the scope `apply`.',
    skipTypeScopes: true,
    authScopes: { apply: true },
    args: {
      budgets: t.arg({ type: [FoundBudgetInput], required: true, description: 'What was found.' }),
    },
    complexity: ({ budgets }) => ({ field: 20, multiplier: Math.max(1, Math.min(budgets.length, 100)) }),
    errors: {
      types: [InvalidInputError, BusyError],
      union: { description: 'The budgets as they are kept, or why they are not.' },
      result: { description: 'They are kept.' },
      dataField: { name: 'budgets', description: 'As they are kept.' },
    },
    resolve: async (_root, { budgets }, { deps, viewer }) => {
      const { recordCampaignBudgets } = await import('../planning/apply/record-budgets.ts');
      const recorded = await recordCampaignBudgets(
        deps,
        viewer,
        budgets.map(({ campaignId, amount, platformBudgetId, sharedWithCampaignIds }, i) => ({
          campaignId: campaignIdIn(campaignId, ['budgets', String(i), 'campaignId']),
          // A `Decimal` is a plain decimal by the time it gets here.
          amountMicros: parseDecimalToMicros(amount) ?? 0n,
          platformBudgetId,
          sharedWith: sharedWithCampaignIds?.map((id) =>
            campaignIdIn(id, ['budgets', String(i), 'sharedWithCampaignIds']),
          ),
        })),
      );
      return [...recorded];
    },
  }),
);
