import { describe, expect, it } from 'vitest';
import { delayMs } from '../../store/dynamo/backoff.ts';
import { batchGet } from '../../store/dynamo/batch-get.ts';
import { batchPut, type Item } from '../../store/dynamo/batch-write.ts';
import type { Key } from '../../store/dynamo/keys.ts';
import { fakeClient, recordedBackoff, throttled } from './support/fake-client.ts';

const tableName = 'table';
const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, i) => ({ pk: 'p', sk: `${i}`, i }));

type WriteInput = { RequestItems: { table: { PutRequest: { Item: Item } }[] } };

/** A table that takes `accepts` items of each batch and leaves the others unprocessed. */
function tableThatAccepts(accepts: (attempt: number, offered: number) => number) {
  const written = new Map<string, Item>();
  const sizes: number[] = [];
  const client = fakeClient((input) => {
    const requests = (input as WriteInput).RequestItems.table;
    const count = accepts(sizes.length, requests.length);
    sizes.push(requests.length);
    for (const { PutRequest } of requests.slice(0, count)) written.set(PutRequest.Item.sk, PutRequest.Item);
    const left = requests.slice(count);
    return left.length === 0 ? {} : { UnprocessedItems: { table: left } };
  });
  return { client, written, sizes };
}

describe('a batch of writes', () => {
  it('goes out in batches of 25', async () => {
    const { client, written, sizes } = tableThatAccepts((_, offered) => offered);
    const { backoff, waits } = recordedBackoff();
    await batchPut({ client, tableName, backoff }, items(61));
    expect(sizes).toEqual([25, 25, 11]);
    expect([...written.values()]).toEqual(items(61));
    expect(waits).toEqual([]);
  });

  it('sends again what was left unprocessed, and only that, after growing waits', async () => {
    const { client, written, sizes } = tableThatAccepts(() => 10);
    const { backoff, waits } = recordedBackoff();
    await batchPut({ client, tableName, backoff }, items(25));
    expect(sizes).toEqual([25, 15, 5]);
    expect(written.size).toBe(25);
    expect(waits).toEqual([50, 100]);
  });

  it('gives up with the number of items that remain', async () => {
    const { client, written } = tableThatAccepts((_, offered) => (offered > 3 ? offered - 3 : 0));
    const { backoff, waits } = recordedBackoff();
    const put = batchPut({ client, tableName, backoff }, items(25));
    await expect(put).rejects.toMatchObject({ code: 'UNPROCESSED_ITEMS', remaining: 3 });
    await expect(put).rejects.toThrow(/^3 of 25 items were still not written after 9 attempts/);
    expect(written.size).toBe(22);
    expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000]);
  });

  it('counts what it has not even tried, once a batch is given up', async () => {
    const { client, written } = tableThatAccepts(() => 0);
    const { backoff } = recordedBackoff();
    const put = batchPut({ client, tableName, backoff }, items(1_000));
    await expect(put).rejects.toMatchObject({ remaining: 1_000 });
    expect(written.size).toBe(0);
  });

  it('treats a batch refused as a whole like one left unprocessed', async () => {
    let attempts = 0;
    const client = fakeClient(() => {
      attempts += 1;
      if (attempts < 3) throw throttled('ProvisionedThroughputExceededException');
      return {};
    });
    const { backoff, waits } = recordedBackoff();
    await batchPut({ client, tableName, backoff }, items(5));
    expect([attempts, waits]).toEqual([3, [50, 100]]);
  });

  it('names the throttle as the cause when it gives up', async () => {
    const error = throttled();
    const client = fakeClient(() => {
      throw error;
    });
    const put = batchPut({ client, tableName, backoff: recordedBackoff().backoff }, items(5));
    await expect(put).rejects.toMatchObject({ remaining: 5, cause: error });
  });

  it('fails at once with any other error, and stops sending', async () => {
    let attempts = 0;
    const client = fakeClient(() => {
      attempts += 1;
      throw new Error('no such table');
    });
    const put = batchPut({ client, tableName, backoff: recordedBackoff().backoff }, items(10_000));
    await expect(put).rejects.toThrow('no such table');
    expect(attempts).toBeLessThanOrEqual(8);
  });

  it('puts the later of two items with one key, since a batch may not name a key twice', async () => {
    const { client, written, sizes } = tableThatAccepts((_, offered) => offered);
    const twice = [
      { pk: 'p', sk: '1', value: 'earlier' },
      { pk: 'p', sk: '1', value: 'later' },
    ];
    await batchPut({ client, tableName, backoff: recordedBackoff().backoff }, twice);
    expect(sizes).toEqual([1]);
    expect(written.get('1')).toEqual(twice[1]);
  });
});

describe('a batch of reads', () => {
  type ReadInput = { RequestItems: { table: { Keys: Key[] } } };

  it('asks again for the keys left unprocessed', async () => {
    const sizes: number[] = [];
    const client = fakeClient((input) => {
      const { Keys } = (input as ReadInput).RequestItems.table;
      sizes.push(Keys.length);
      const left = Keys.slice(60);
      return {
        Responses: { table: Keys.slice(0, 60) },
        ...(left.length === 0 ? {} : { UnprocessedKeys: { table: { Keys: left } } }),
      };
    });
    const { backoff, waits } = recordedBackoff();
    const found = await batchGet({ client, tableName, backoff }, items(130));
    expect(found.size).toBe(130);
    expect(sizes).toEqual([100, 40, 30]);
    expect(waits).toEqual([50]);
  });

  it('gives up with the number of keys that remain', async () => {
    const client = fakeClient(() => {
      throw throttled();
    });
    const get = batchGet({ client, tableName, backoff: recordedBackoff().backoff }, items(7));
    await expect(get).rejects.toThrow(/^7 of 7 items were still not read/);
  });
});

describe('the wait before a retry', () => {
  it('is anything from nothing to a cap that doubles up to five seconds', () => {
    expect([0, 1, 6, 7, 30].map((attempt) => delayMs(attempt, () => 1))).toEqual([50, 100, 3200, 5000, 5000]);
    expect(delayMs(3, () => 0)).toBe(0);
    expect(delayMs(3, () => 0.25)).toBe(100);
  });
});
