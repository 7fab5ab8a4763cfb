import type {
  EXECUTORS,
  ITEM_STATUSES,
  ItemResult,
  OpenApplication,
  Order,
} from '../planning/apply/application-body.ts';
import type { Artefact } from '../planning/apply/executors/executor.ts';
import type { RenderingKind } from '../planning/apply/executors/executors.ts';
import { toldBy } from '../planning/statements.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArgs, pageByPlace, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { encodedId } from './ids.ts';
import { MoneyType, money } from './money.ts';
import { StatementType } from './statement.ts';

const EXECUTOR_TEXTS: Readonly<Record<(typeof EXECUTORS)[number], string>> = {
  STORE: "Sets the campaign budgets that are kept here; scripts of one's own may follow them.",
  GOOGLE_ADS_EDITOR_FILE: 'Files for Google Ads Editor.',
  META_BULK_FILE: "Files for Meta Ads Manager's bulk import.",
  YANDEX_COMMANDER_FILE: 'Files for Yandex.Direct Commander.',
  GOOGLE_ADS_REQUESTS: 'Bodies of MutateCampaignBudgets.',
  META_REQUESTS: 'Form posts for campaigns and ad sets.',
  YANDEX_DIRECT_REQUESTS: 'Bodies of campaigns.update.',
  WEBHOOK: "A signed request to the workspace's webhook.",
  SCRIPT: 'Nothing is prepared: a script reads the items, executes them, and reports.',
};

const described = <Name extends string>(texts: Readonly<Record<Name, string>>) =>
  Object.fromEntries(
    Object.entries(texts).map(([name, description]) => [name, { description }]),
  ) as unknown as Record<Name, { description: string }>;

export const ExecutorEnum = builder.enumType('Executor', {
  description: 'Who puts approved budgets where they belong. All but STORE are followed by reportApplied.',
  values: described(EXECUTOR_TEXTS),
});

const STATUS_TEXTS: Readonly<Record<(typeof ITEM_STATUSES)[number], string>> = {
  PENDING: 'Nothing is known yet.',
  APPLIED: 'The budget is what the plan wanted, and was seen to be.',
  DRIFTED: 'The budget was not what the plan saw, so it was left alone.',
  CAP_REACHED: 'There was no room for it under the daily cap.',
  UNSUPPORTED: 'The executor cannot put it into its form.',
  FAILED: 'It was tried, and the budget is not what the plan wanted.',
  NOT_WRITTEN: 'It was not tried.',
};

const ItemStatusEnum = builder.enumType('ApplicationItemStatus', {
  description: 'What became of one budget.',
  values: described(STATUS_TEXTS),
});

interface Item {
  readonly order: Order;
  readonly result: ItemResult;
  readonly currencyCode: string;
}

const ApplicationItemType = builder.objectRef<Item>('ApplicationItem').implement({
  description: 'One budget of an application.',
  fields: (t) => ({
    campaignId: t.id({
      description: 'Global id of the campaign.',
      resolve: ({ order }) => encodedId('Campaign', order.campaignId),
    }),
    before: t.field({
      type: MoneyType,
      description: 'A day, as the plan saw it.',
      resolve: ({ order, currencyCode }) => money(order.beforeMicros, currencyCode),
    }),
    after: t.field({
      type: MoneyType,
      description: 'A day, as the plan wants it.',
      resolve: ({ order, currencyCode }) => money(order.afterMicros, currencyCode),
    }),
    status: t.field({
      type: ItemStatusEnum,
      description: 'What became of it.',
      resolve: ({ result }) => result.status,
    }),
    observedBefore: t.field({
      type: MoneyType,
      nullable: true,
      description: 'What was there just before; null where nobody looked.',
      resolve: ({ result, currencyCode }) => money(result.observedBeforeMicros, currencyCode),
    }),
    observedAfter: t.field({
      type: MoneyType,
      nullable: true,
      description: 'What was there afterwards; null where nobody looked.',
      resolve: ({ result, currencyCode }) => money(result.observedAfterMicros, currencyCode),
    }),
    requestId: t.string({
      nullable: true,
      description: "The platform's id of the request that did it.",
      resolve: ({ result }) => result.requestId,
    }),
    message: t.string({
      nullable: true,
      description: 'Why it is not applied.',
      resolve: ({ result }) => result.message,
    }),
    statement: t.field({
      type: StatementType,
      nullable: true,
      description: 'The message with its code and figures; a code is null where others wrote it.',
      resolve: ({ result }) => (result.message === null ? null : toldBy(result.message, result)),
    }),
  }),
});

const ItemConnection = builder.connectionObject(
  {
    type: ApplicationItemType,
    name: 'ApplicationItemConnection',
    description: 'A page of the budgets of an application.',
  },
  { description: 'One budget with its cursor.' },
);

const itemsOf = ({ orders, results, currencyCode }: OpenApplication['body']): Item[] =>
  orders.flatMap((order, i) => {
    const result = results[i];
    return result === undefined ? [] : [{ order, result, currencyCode }];
  });

interface StatusCount {
  readonly status: (typeof ITEM_STATUSES)[number];
  readonly count: number;
}

const StatusCountType = builder.objectRef<StatusCount>('ApplicationStatusCount').implement({
  description: 'What became of how many budgets.',
  fields: (t) => ({
    status: t.field({ type: ItemStatusEnum, description: 'What.', resolve: ({ status }) => status }),
    count: t.exposeInt('count', { description: 'Of how many.' }),
  }),
});

const ArtefactType = builder.objectRef<Artefact>('ExecutionArtefact').implement({
  description:
    'A file or a request, ready to be handed to a platform. Use them in their order: decreases first.',
  fields: (t) => ({
    name: t.exposeString('name', { description: "The file's name." }),
    mediaType: t.exposeString('mediaType', { description: 'Such as `text/csv`.' }),
    campaignIds: t.idList({
      description: 'Global ids of the campaigns in it.',
      resolve: ({ campaignIds }) => campaignIds.map((id) => encodedId('Campaign', id)),
    }),
    content: t.exposeString('content', {
      description: 'The text. A request is JSON: method, url, body or form.',
    }),
  }),
});

const DeliveryType = builder
  .objectRef<NonNullable<OpenApplication['body']['delivery']>>('WebhookDelivery')
  .implement({
    description: 'How the webhook took it.',
    fields: (t) => ({
      attempts: t.exposeInt('attempts', { description: 'How often it was sent.' }),
      isDelivered: t.exposeBoolean('isDelivered', {
        description: 'It was taken. Applying again under the same key sends it again where it was not.',
      }),
      message: t.exposeString('message', { description: 'What was answered last.' }),
    }),
  });

export const ApplicationType = builder.objectRef<OpenApplication>('Application').implement({
  description: 'One attempt to put a change set, or a stage of it, where it belongs.',
  fields: (t) => ({
    id: t.id({ description: 'Global id.', resolve: ({ id }) => encodedId('Application', id) }),
    isDone: t.boolean({
      description: 'Every item is settled; it never changes again.',
      resolve: ({ state }) => state === 'DONE',
    }),
    executor: t.field({
      type: ExecutorEnum,
      description: 'Who executes.',
      resolve: ({ body }) => body.executor,
    }),
    stage: t.int({ description: 'Of the ramp, from 0.', resolve: ({ body }) => body.stage }),
    planHash: t.string({
      description: 'Of the revision that is applied.',
      resolve: ({ body }) => body.planHash,
    }),
    idempotencyKey: t.string({
      description: 'Under which it was asked for.',
      resolve: ({ body }) => body.idempotencyKey,
    }),
    startedAt: t.field({
      type: 'DateTime',
      description: 'When it began.',
      resolve: ({ body }) => body.startedAt,
    }),
    startedBy: t.string({ description: 'Who began it.', resolve: ({ body }) => body.startedBy }),
    finishedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last item was settled.',
      resolve: ({ body }) => body.finishedAt,
    }),
    items: t.field({
      type: [ApplicationItemType],
      description: 'In the order of execution: decreases first.',
      complexity: { field: 1, multiplier: 20 },
      resolve: ({ body }) => itemsOf(body),
    }),
    itemPage: t.field({
      type: ItemConnection,
      description: 'In the order of execution, a page at a time: for applications of thousands.',
      args: pageArgs,
      complexity: pageComplexity,
      resolve: ({ body }, args) =>
        withGraphQLErrors(async () => connectionOf(pageByPlace(itemsOf(body), pageRequest(args)), args)),
    }),
    counts: t.field({
      type: [StatusCountType],
      description: 'How many items have which status, those that none has left out.',
      resolve: async ({ body: { results } }) => {
        const { countsOf } = await import('../planning/apply/finish.ts');
        return Object.entries(countsOf(results)).map(([status, count]) => ({
          // It counts by status.
          status: status as StatusCount['status'],
          count,
        }));
      },
    }),
    artefacts: t.field({
      type: [ArtefactType],
      description: 'Files or requests of executors that prepare them; empty for the others.',
      resolve: async (application, _args, { deps, viewer }) => {
        const { executor } = application.body;
        if (executor === 'STORE' || executor === 'WEBHOOK') return [];
        const { RENDERINGS } = await import('../planning/apply/executors/executors.ts');
        const { orderOf } = await import('../planning/apply/resume.ts');
        const kind: RenderingKind = executor;
        return [...RENDERINGS[kind](await orderOf(deps, viewer, application)).artefacts];
      },
    }),
    delivery: t.field({
      type: DeliveryType,
      nullable: true,
      description: 'Of the webhook; null for other executors.',
      resolve: ({ body }) => body.delivery,
    }),
  }),
});
