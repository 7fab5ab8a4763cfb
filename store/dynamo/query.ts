import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { TableAccess } from './table-access.ts';

export interface KeyRange {
  readonly index?: string;
  /** Such as `#pk = :pk AND sk > :after`, with the attribute names as they are. */
  readonly condition: string;
  readonly values: Readonly<Record<string, string>>;
  readonly descending?: boolean;
  /** Items that are probably enough: a page size, not a limit. */
  readonly limit?: number;
}

/**
 * The items of one partition, in order, fetched page by page as they are taken. Reads of the table are strongly
 * consistent, since a use case reads what it has just written; an index cannot be.
 */
export async function* queryItems(table: TableAccess, range: KeyRange): AsyncGenerator<unknown> {
  const input: QueryCommandInput = {
    TableName: table.tableName,
    KeyConditionExpression: range.condition,
    ExpressionAttributeValues: range.values,
    ScanIndexForward: !range.descending,
    ...(range.index === undefined ? { ConsistentRead: true } : { IndexName: range.index }),
    ...(range.limit === undefined ? {} : { Limit: range.limit }),
  };
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const answer = await table.client.send(
      new QueryCommand(start === undefined ? input : { ...input, ExclusiveStartKey: start }),
    );
    yield* answer.Items ?? [];
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
}

/** The first `count` values that `read` makes of the items, those it makes null of left out. */
export async function takeFirst<T>(
  items: AsyncIterable<unknown>,
  count: number,
  read: (item: unknown) => T | null,
): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    const value = read(item);
    if (value !== null) taken.push(value);
    if (taken.length >= count) break;
  }
  return taken;
}

export const takeAll = <T>(
  items: AsyncIterable<unknown>,
  read: (item: unknown) => T,
): Promise<readonly T[]> => takeFirst(items, Number.POSITIVE_INFINITY, read);
