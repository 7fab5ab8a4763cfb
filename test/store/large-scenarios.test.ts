import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import type { Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { aScenario, freshWorkspace } from './support/records.ts';

/** Text that hardly compresses, the same each time. */
const noise = (bytes: number): string =>
  Array.from({ length: Math.ceil(bytes / 43) }, (_, i) =>
    createHash('sha256').update(String(i)).digest('base64url'),
  ).join('');

/** What a plan for 10,000 campaigns looks like: a hash for each, and more than a megabyte of answer. */
const LARGE = {
  dataHashes: Object.fromEntries(
    Array.from({ length: 10_000 }, (_, i) => [
      `google_ads:-:${1_000_000 + i}`,
      createHash('sha256').update(String(i)).digest('base64url'),
    ]),
  ),
  result: { status: 'OPTIMAL', rows: noise(1_500_000) },
};

function scenariosLargerThanAnItem(store: Store): void {
  it('comes back whole, alone and in a list', async () => {
    const workspace = freshWorkspace();
    const large = aScenario(workspace, 's-2', LARGE);
    await store.scenarios.create(aScenario(workspace, 's-1'));
    await store.scenarios.create(large);
    expect(await store.scenarios.get(workspace, large.id)).toEqual(large);
    const { items } = await store.scenarios.list(workspace, { first: 2 });
    expect(items.map(({ item }) => item)).toEqual([large, aScenario(workspace, 's-1')]);
  });

  it('grows out of its item and back into it, version by version', async () => {
    const workspace = freshWorkspace();
    const queued = aScenario(workspace, 's-1', { state: 'QUEUED', result: null });
    await store.scenarios.create(queued);
    const done = await store.scenarios.put({ ...queued, ...LARGE, state: 'DONE' });
    expect(await store.scenarios.get(workspace, queued.id)).toEqual(done);
    const renamed = await store.scenarios.put({ ...done, name: 'Another name' });
    expect(await store.scenarios.get(workspace, queued.id)).toEqual(renamed);
    const small = await store.scenarios.put({ ...renamed, dataHashes: {}, result: { status: 'OPTIMAL' } });
    expect(await store.scenarios.get(workspace, queued.id)).toEqual(small);
  });

  it('is handed to a writer who was overtaken', async () => {
    const workspace = freshWorkspace();
    const first = aScenario(workspace, 's-1');
    await store.scenarios.create(first);
    const winner = await store.scenarios.put({ ...first, ...LARGE });
    await expect(store.scenarios.put({ ...first, name: 'Too late' })).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      current: winner,
    });
  });
}

describe('a scenario larger than an item, in memory', () => scenariosLargerThanAnItem(createMemoryStore()));
await describeWithDatabase('a scenario larger than an item, in DynamoDB', scenariosLargerThanAnItem);
