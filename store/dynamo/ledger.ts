import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { UnprocessedItemsError } from '../errors.ts';
import { checkLedgerWrite } from '../ledger-records.ts';
import type { AuditEvent } from '../model/ledger.ts';
import { pageBounds, toPage } from '../paging.ts';
import type { LedgerRepository, LedgerWrite, PageRequest } from '../ports.ts';
import { delayMs, isThrottle, MAX_ATTEMPTS } from './backoff.ts';
import { batchGet } from './batch-get.ts';
import type { Item } from './batch-write.ts';
import * as keys from './keys.ts';
import * as documents from './ledger-documents.ts';
import * as items from './ledger-items.ts';
import { queryItems, takeAll, takeFirst } from './query.ts';
import type { TableAccess } from './table-access.ts';

export function dynamoLedger(table: TableAccess): LedgerRepository {
  const { client, tableName: TableName } = table;

  async function getItem(Key: keys.Key): Promise<unknown> {
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item ?? null;
  }

  async function newestFirst<T>(
    { partition, prefix }: { readonly partition: string; readonly prefix: string },
    page: PageRequest,
    read: (item: unknown) => T | Promise<T>,
    sortKeyOf: (record: T) => string,
  ) {
    const { first, after } = pageBounds(page, prefix);
    const found = queryItems(table, {
      condition: after === null ? 'pk = :pk' : 'pk = :pk AND sk < :after',
      values: { ':pk': partition, ...(after === null ? {} : { ':after': after }) },
      descending: true,
      limit: first + 1,
    });
    const taken = await takeFirst(found, first + 1, (item) => item);
    return toPage(await Promise.all(taken.map(read)), first, sortKeyOf);
  }

  const eventsOf: LedgerRepository['events'] = (workspace, page) =>
    newestFirst(
      { partition: keys.auditPartition(workspace), prefix: keys.AUDIT_SORT_PREFIX },
      page,
      (item) => documents.readEvent(table, workspace, item),
      ({ sequence }) => keys.auditSortKey(sequence),
    );

  async function isWrittenAlready({ workspaceId, sequence, id }: AuditEvent): Promise<boolean> {
    const item = await getItem({ pk: keys.auditPartition(workspaceId), sk: keys.auditSortKey(sequence) });
    return item !== null && items.toEvent(workspaceId, item).record.id === id;
  }

  return {
    async newestEvent(workspace) {
      return (await eventsOf(workspace, { first: 1 })).items[0]?.item ?? null;
    },

    async write(write) {
      checkLedgerWrite(write);
      const TransactItems = await actionsOf(table, write);
      let cause: unknown;
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        try {
          await client.send(new TransactWriteCommand({ TransactItems }));
          return true;
        } catch (error) {
          // An answer may be lost on its way: the event then lies there, and its id says whose it is.
          if (isOvertaken(error)) return isWrittenAlready(write.event);
          if (!isThrottle(error) && !isPassing(error)) throw error;
          cause = error;
        }
        await table.backoff.sleep(delayMs(attempt, table.backoff.random));
      }
      throw new UnprocessedItemsError('written', TransactItems.length, TransactItems.length, MAX_ATTEMPTS, {
        cause,
      });
    },

    events: eventsOf,

    async eventsFrom(workspace, sequence) {
      const found = queryItems(table, {
        condition: 'pk = :pk AND sk >= :from',
        values: { ':pk': keys.auditPartition(workspace), ':from': keys.auditSortKey(sequence) },
      });
      const taken = await takeAll(found, (item) => item);
      return Promise.all(taken.map((item) => documents.readEvent(table, workspace, item)));
    },

    async event(workspace, sequence) {
      const item = await getItem({ pk: keys.auditPartition(workspace), sk: keys.auditSortKey(sequence) });
      return item === null ? null : documents.readEvent(table, workspace, item);
    },

    async budgets(workspace) {
      const found = queryItems(table, {
        condition: 'pk = :pk',
        values: { ':pk': keys.budgetPartition(workspace) },
      });
      return takeAll(found, (item) => items.toBudget(workspace, item));
    },

    async budgetsOf(workspace, campaigns) {
      const keyOf = (campaign: (typeof campaigns)[number]) => keys.budgetKey(workspace, campaign);
      const found = await batchGet(table, campaigns.map(keyOf));
      return campaigns.map((campaign) => {
        const item = found.get(keys.keyText(keyOf(campaign)));
        return item === undefined ? null : items.toBudget(workspace, item);
      });
    },

    async changeSet(workspace, id) {
      const item = await getItem(keys.changeSetKey(workspace, id));
      return item === null ? null : documents.readChangeSet(table, workspace, item);
    },

    changeSets: (workspace, page) =>
      newestFirst(
        { partition: keys.changeSetPartition(workspace), prefix: keys.CHANGE_SET_SORT_PREFIX },
        page,
        (item) => items.toListedChangeSet(workspace, item),
        ({ id }) => keys.changeSetSortKey(id),
      ),

    async application(workspace, id) {
      const item = await getItem(keys.applicationKey(workspace, id));
      return item === null ? null : documents.readApplication(table, workspace, item);
    },

    async request(workspace, key) {
      const item = await getItem(keys.requestKey(workspace, key));
      return item === null ? null : items.toRequest(workspace, item);
    },

    async guardRails(workspace) {
      const item = await getItem(keys.guardRailsKey(workspace));
      return item === null ? null : items.toGuardRails(workspace, item);
    },
  };
}

type Actions = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Parts of what is large are written here, before the transaction that names them. */
async function actionsOf(table: TableAccess, write: LedgerWrite): Promise<Actions> {
  const { tableName: TableName } = table;
  const put = (Item: Item, expectedVersion: number | null) => ({
    Put: {
      TableName,
      Item,
      ...(expectedVersion === null
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: '#version = :expected',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':expected': expectedVersion },
          }),
    },
  });
  const { event, budgets = [], changeSets = [], application, guardRails, request } = write;
  const changeSetItems = await Promise.all(
    changeSets.map(async ({ record, expectedVersion }) =>
      put(await documents.changeSetItem(table, record), expectedVersion),
    ),
  );
  return [
    put(await documents.eventItem(table, event), null),
    ...budgets.map(({ record, expectedVersion }) => put(items.budgetToItem(record), expectedVersion)),
    ...changeSetItems,
    ...(application
      ? [put(await documents.applicationItem(table, application.record), application.expectedVersion)]
      : []),
    ...(guardRails ? [put(items.guardRailsToItem(guardRails.record), guardRails.expectedVersion)] : []),
    ...(request ? [put(items.requestToItem(request), null)] : []),
  ];
}

const reasonsOf = (error: unknown): readonly string[] =>
  error instanceof TransactionCanceledException
    ? (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
    : [];

/** Another writer has written this event, or a record, since they were read. */
const isOvertaken = (error: unknown) => reasonsOf(error).includes('ConditionalCheckFailed');

const PASSING = new Set(['None', 'TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** What another attempt may find gone. */
function isPassing(error: unknown): boolean {
  if (error instanceof Error && error.name === 'TransactionInProgressException') return true;
  const reasons = reasonsOf(error);
  return reasons.length > 0 && reasons.every((reason) => PASSING.has(reason));
}
