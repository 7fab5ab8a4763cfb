import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { UnprocessedItemsError } from '../errors.ts';
import { MAX_ATTEMPTS, sendUntilProcessed } from './backoff.ts';
import { chunksOf } from './chunks.ts';
import { type Key, keyText } from './keys.ts';
import type { TableAccess } from './table-access.ts';

/** BatchGetItem takes at most 100 keys. */
const CHUNK = 100;

/** The items that exist, by `keyText`. Keys may repeat. Throws `UnprocessedItemsError` under lasting throttling. */
export async function batchGet(
  table: TableAccess,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, unknown>> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const found = new Map<string, unknown>();
  for (const chunk of chunksOf(distinct, CHUNK)) {
    const left = await sendUntilProcessed(
      chunk,
      (requests) => getOnce(table, requests, found),
      table.backoff,
    );
    if (left.requests.length > 0) {
      throw new UnprocessedItemsError('read', left.requests.length, distinct.length, MAX_ATTEMPTS, {
        cause: left.cause,
      });
    }
  }
  return found;
}

async function getOnce(
  { client, tableName }: TableAccess,
  keys: readonly Key[],
  found: Map<string, unknown>,
): Promise<readonly Key[]> {
  const answer = await client.send(
    new BatchGetCommand({ RequestItems: { [tableName]: { Keys: [...keys], ConsistentRead: true } } }),
  );
  // Every item of the table has its key, and an unprocessed key is one of those asked for.
  for (const item of answer.Responses?.[tableName] ?? []) found.set(keyText(item as Key), item);
  return (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
}
