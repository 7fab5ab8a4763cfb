import type { ChangeSetItem, Expected, OpenChangeSet } from '../planning/apply/change-set-body.ts';
import { opened, stageItems } from '../planning/apply/change-set-body.ts';
import { dueAt } from '../planning/apply/due.ts';
import { findChangeSet } from '../planning/apply/read-change-set.ts';
import { campaignId, scenarioId } from '../store/model/ids.ts';
import { ApplicationType } from './application.ts';
import { ChangeSetStateEnum, ViolationType } from './apply-errors.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { encodedId } from './ids.ts';
import { IntervalType } from './interval.ts';
import { loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';
import { ScenarioNode } from './scenario.ts';
import { CountedOutcomeEnum } from './scenario-totals.ts';

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

const ItemType = builder.objectRef<ItemWithCurrency>('ChangeSetItem').implement({
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

const StageType = builder.objectRef<OpenChangeSet['body']['stages'][number]>('ChangeSetStage').implement({
  description: 'One step of a ramp.',
  fields: (t) => ({
    share: t.exposeFloat('share', { description: 'How far it goes from before to after: 1 is all of it.' }),
    afterDays: t.exposeInt('afterDays', { description: 'Days after the first stage.' }),
  }),
});

const ApprovalType = builder
  .objectRef<NonNullable<OpenChangeSet['body']['approval']>>('ChangeSetApproval')
  .implement({
    description: 'Who approved which revision.',
    fields: (t) => ({
      by: t.exposeString('by', { description: 'Who.' }),
      at: t.expose('at', { type: 'DateTime', description: 'When.' }),
      planHash: t.exposeString('planHash', { description: 'Of the revision.' }),
    }),
  });

const sum = ({ items }: OpenChangeSet['body'], side: 'beforeMicros' | 'afterMicros') =>
  items.reduce((total, item) => total + BigInt(item[side]), 0n);

export const ChangeSetNode = builder.node(builder.objectRef<OpenChangeSet>('ChangeSet'), {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { deps, viewer }) => findChangeSet(deps, viewer.workspaceId, id),
  description:
    'Budgets to be changed, from a proposal to what came of it. What is approved is one revision, by its hash.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'body' in value && 'createdAt' in value,
  fields: (t) => ({
    name: t.string({ description: 'For people.', resolve: ({ body }) => body.name }),
    state: t.field({
      type: ChangeSetStateEnum,
      description: 'Where it is in its life.',
      resolve: async (changeSet, _args, { deps }) =>
        (await import('../planning/apply/states.ts')).stateAt(changeSet, deps.now()),
    }),
    note: t.string({
      nullable: true,
      description: 'Why it is in its state.',
      resolve: ({ body }) => body.note,
    }),
    revision: t.int({ description: 'Grows with each edit.', resolve: ({ body }) => body.revision }),
    planHash: t.string({
      description: 'Of this revision: items, stages and predictions. Approval and application name it.',
      resolve: ({ body }) => body.planHash,
    }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'Of every amount.',
      resolve: ({ body }) => body.currencyCode,
    }),
    outcome: t.field({
      type: CountedOutcomeEnum,
      description: 'What is expected of it is counted in these.',
      resolve: ({ body }) => body.outcome ?? 'CONVERSIONS',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was proposed.' }),
    createdBy: t.string({ description: 'Who proposed it.', resolve: ({ body }) => body.createdBy }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until then it can be approved, or applied.',
      resolve: ({ body }) => body.expiresAt,
    }),
    scenario: t.field({
      type: ScenarioNode,
      nullable: true,
      description: 'The scenario that it was made from.',
      resolve: ({ body }, _args, { deps, viewer }) =>
        body.scenarioId === null
          ? null
          : deps.store.scenarios.get(viewer.workspaceId, scenarioId(body.scenarioId)),
    }),
    rollbackOfId: t.id({
      nullable: true,
      description: 'Global id of the change set that it undoes.',
      resolve: ({ body }) => body.rollbackOf && encodedId('ChangeSet', body.rollbackOf),
    }),
    supersededById: t.id({
      nullable: true,
      description: 'Global id of the change set that took its place.',
      resolve: ({ body }) => body.supersededBy && encodedId('ChangeSet', body.supersededBy),
    }),
    items: t.field({
      type: [ItemType],
      description: 'The budgets that change, ordered by campaign.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ body }) => body.items.map((item) => ({ ...item, currencyCode: body.currencyCode })),
    }),
    totalBefore: t.field({
      type: MoneyType,
      description: 'Of the items, a day.',
      resolve: ({ body }) => money(sum(body, 'beforeMicros'), body.currencyCode),
    }),
    totalAfter: t.field({
      type: MoneyType,
      description: 'Of the items, a day.',
      resolve: ({ body }) => money(sum(body, 'afterMicros'), body.currencyCode),
    }),
    movedRatio: t.float({
      description: 'What its next stage raises or lowers, whichever is more, of all budgets of the plan.',
      resolve: async ({ body }) => {
        const { movedRatio } = await import('../planning/apply/check-guard-rails.ts');
        return movedRatio(stageItems(body, body.nextStage), BigInt(body.planTotalMicros));
      },
    }),
    stages: t.field({
      type: [StageType],
      description: 'One, or the steps of a ramp. Each is applied by its own application.',
      resolve: ({ body }) => body.stages,
    }),
    nextStage: t.int({ description: 'From 0.', resolve: ({ body }) => body.nextStage }),
    dueAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its next stage may be applied; null: at once.',
      resolve: ({ body }) => dueAt(body),
    }),
    runsByItself: t.boolean({
      description: 'Its stages are applied by themselves when they are due.',
      resolve: ({ body }) => body.runsBy != null,
    }),
    violations: t.field({
      type: [ViolationType],
      description: 'Guard rails that it broke when it was made; a DRAFT has some.',
      resolve: ({ body }) => body.violations,
    }),
    approval: t.field({
      type: ApprovalType,
      nullable: true,
      description: 'Null until it is approved, and again after an edit.',
      resolve: ({ body }) => body.approval,
    }),
    applications: t.field({
      type: [ApplicationType],
      description: 'One for each stage that was applied, oldest first.',
      resolve: async ({ body }, _args, { deps, viewer }) => {
        const { readApplication } = await import('../planning/apply/read-application.ts');
        return Promise.all(body.applicationIds.map((id) => readApplication(deps, viewer.workspaceId, id)));
      },
    }),
  }),
});

const ChangeSetConnection = builder.connectionObject(
  { type: ChangeSetNode, name: 'ChangeSetConnection', description: 'A page of change sets.' },
  { description: 'A change set with its cursor.' },
);

builder.queryField('changeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    nullable: true,
    description: 'A change set by its global id; null when this workspace has none by that id.',
    args: { id: t.arg.globalID({ required: true, for: ChangeSetNode, description: 'Of a change set.' }) },
    resolve: (_root, { id }, { deps, viewer }) => findChangeSet(deps, viewer.workspaceId, id.id),
  }),
);

builder.queryField('changeSets', (t) =>
  t.field({
    type: ChangeSetConnection,
    description: 'The change sets of the workspace, newest first.',
    args: pageArgs,
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        const page = await deps.store.ledger.changeSets(viewer.workspaceId, pageRequest(args));
        const items = page.items.map(({ item, cursor }) => ({ item: opened(item), cursor }));
        return connectionOf({ ...page, items }, args);
      }),
  }),
);
