import type { ChangeSetSummary, HeadedChangeSet, OpenChangeSet } from '../planning/apply/change-set-body.ts';
import { scenarioId } from '../store/model/ids.ts';
import { ApplicationType } from './application.ts';
import { ChangeSetStateEnum, ViolationType } from './apply-errors.ts';
import { builder } from './builder.ts';
import { byLargestChange, ItemConnection, ItemOrderEnum, ItemType, itemsOf } from './change-set-item.ts';
import { connectionOf, pageArgs, pageByPlace, pageComplexity, pageRequest } from './connection.ts';
import type { RequestContext } from './context.ts';
import { withGraphQLErrors } from './errors.ts';
import { encodedId } from './ids.ts';
import { MoneyType, money } from './money.ts';
import { ScenarioNode } from './scenario.ts';
import { CountedOutcomeEnum } from './scenario-totals.ts';

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

/** Whole, or as a list has it: what a list leaves out is read where it is asked for. */
type AnyChangeSet = OpenChangeSet | HeadedChangeSet;

const isWhole = (changeSet: AnyChangeSet): changeSet is OpenChangeSet => 'items' in changeSet.body;

async function bodyOf(changeSet: AnyChangeSet, { deps, viewer }: RequestContext) {
  if (isWhole(changeSet)) return changeSet.body;
  const { readChangeSet } = await import('../planning/apply/read-change-set.ts');
  return (await readChangeSet(deps, viewer.workspaceId, changeSet.id)).body;
}

async function summaryIn(changeSet: AnyChangeSet): Promise<ChangeSetSummary> {
  if (!isWhole(changeSet)) return changeSet.body.summary;
  return (await import('../planning/apply/change-set-body.ts')).summaryOf(changeSet.body);
}

async function find(id: string, { deps, viewer }: RequestContext) {
  const { findChangeSet } = await import('../planning/apply/read-change-set.ts');
  return findChangeSet(deps, viewer.workspaceId, id);
}

export const ChangeSetNode = builder.node(builder.objectRef<AnyChangeSet>('ChangeSet'), {
  id: { resolve: ({ id }) => id },
  loadOne: find,
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
      resolve: async (changeSet, _args, context) => itemsOf(await bodyOf(changeSet, context)),
    }),
    itemPage: t.field({
      type: ItemConnection,
      description: 'The budgets that change, a page at a time: for change sets of thousands.',
      args: {
        ...pageArgs,
        order: t.arg({ type: ItemOrderEnum, defaultValue: 'CAMPAIGN', description: 'What comes first.' }),
      },
      complexity: pageComplexity,
      resolve: (changeSet, { order, ...args }, context) =>
        withGraphQLErrors(async () => {
          const items = itemsOf(await bodyOf(changeSet, context));
          const sorted = order === 'LARGEST_CHANGE' ? items.sort(byLargestChange) : items;
          return connectionOf(pageByPlace(sorted, pageRequest(args)), args);
        }),
    }),
    itemCount: t.int({
      description: 'How many budgets change.',
      resolve: async (changeSet) => (await summaryIn(changeSet)).itemCount,
    }),
    raisedCount: t.int({
      description: 'How many of them are raised; the others are lowered.',
      resolve: async (changeSet) => (await summaryIn(changeSet)).raisedCount,
    }),
    expectedGain: t.float({
      description:
        'Outcomes a day that all of them together are expected to bring more; those without a prediction count as nothing.',
      resolve: async (changeSet) => (await summaryIn(changeSet)).expectedGain,
    }),
    totalBefore: t.field({
      type: MoneyType,
      description: 'Of the items, a day.',
      resolve: async (changeSet) =>
        money((await summaryIn(changeSet)).totalBeforeMicros, changeSet.body.currencyCode),
    }),
    totalAfter: t.field({
      type: MoneyType,
      description: 'Of the items, a day.',
      resolve: async (changeSet) =>
        money((await summaryIn(changeSet)).totalAfterMicros, changeSet.body.currencyCode),
    }),
    movedRatio: t.float({
      description: 'What its next stage raises or lowers, whichever is more, of all budgets of the plan.',
      resolve: async (changeSet) => (await summaryIn(changeSet)).movedRatio,
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
      resolve: async ({ body }) => (await import('../planning/apply/due.ts')).dueAt(body),
    }),
    runsByItself: t.boolean({
      description: 'Its stages are applied by themselves when they are due.',
      resolve: ({ body }) => body.runsBy != null,
    }),
    violations: t.field({
      type: [ViolationType],
      description: 'Guard rails that it broke when it was made; a DRAFT has some.',
      args: { first: t.arg.int({ description: 'At most so many. Left out: all.' }) },
      resolve: async (changeSet, { first }, context) =>
        (await bodyOf(changeSet, context)).violations.slice(
          0,
          Math.max(0, first ?? Number.POSITIVE_INFINITY),
        ),
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
    resolve: (_root, { id }, context) => find(id.id, context),
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
        const { headed } = await import('../planning/apply/change-set-body.ts');
        const items = page.items.map(({ item, cursor }) => ({ item: headed(item), cursor }));
        return connectionOf({ ...page, items }, args);
      }),
  }),
);
