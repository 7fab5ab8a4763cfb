import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { UnprocessedItemsError } from '../errors.ts';
import { MAX_ATTEMPTS, sendUntilProcessed } from './backoff.ts';
import { chunksOf } from './chunks.ts';
import { type Key, keyText } from './keys.ts';
import type { TableAccess } from './table-access.ts';

/** BatchWriteItem takes at most 25 items. */
const CHUNK = 25;
/** Enough to fill one connection pool's round trips without driving a table into throttling. */
const LANES = 8;

export type Item = Key & Readonly<Record<string, unknown>>;

/**
 * Puts all the items, in no particular order; of two with the same key the later one stays. Throws
 * `UnprocessedItemsError` naming how many were not written when the table keeps refusing.
 */
export async function batchPut(table: TableAccess, items: readonly Item[]): Promise<void> {
  // One batch may not name a key twice.
  const distinct = [...new Map(items.map((item) => [keyText(item), item])).values()];
  await inBatches(table, 'written', distinct, (requests) => putOnce(table, requests));
}

/**
 * Sends all the requests in batches, several at a time; `sendOnce` answers with those that were left unprocessed. Throws
 * `UnprocessedItemsError` naming how many were not `done` when the table keeps refusing; what was done stays done.
 */
export async function inBatches<Request>(
  { backoff }: Pick<TableAccess, 'backoff'>,
  done: 'written' | 'deleted',
  requests: readonly Request[],
  sendOnce: (requests: readonly Request[]) => Promise<readonly Request[]>,
): Promise<void> {
  const waiting = chunksOf(requests, CHUNK);
  let unwritten = 0;
  let cause: unknown;
  let stopped = false;

  async function lane(): Promise<void> {
    while (!stopped) {
      const chunk = waiting.shift();
      if (chunk === undefined) return;
      try {
        const left = await sendUntilProcessed(chunk, sendOnce, backoff);
        if (left.requests.length === 0) continue;
        unwritten += left.requests.length;
        cause = left.cause;
        stopped = true;
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const failed = lanes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  const remaining = waiting.reduce((sum, chunk) => sum + chunk.length, unwritten);
  if (remaining > 0) {
    throw new UnprocessedItemsError(done, remaining, requests.length, MAX_ATTEMPTS, { cause });
  }
}

async function putOnce({ client, tableName }: TableAccess, items: readonly Item[]): Promise<readonly Item[]> {
  const answer = await client.send(
    new BatchWriteCommand({
      RequestItems: { [tableName]: items.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );
  const unprocessed = answer.UnprocessedItems?.[tableName] ?? [];
  // The requests were puts of such items; the answer repeats some of them.
  return unprocessed.map(({ PutRequest }) => PutRequest?.Item as Item);
}
