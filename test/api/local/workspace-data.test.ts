import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  countWorkspace,
  deleteWorkspace,
  exportWorkspace,
  manifestPath,
  restoreWorkspace,
} from '../../../api/local/workspace-data.ts';
import { createDocumentClient } from '../../../store/dynamo/client.ts';
import { createDynamoStore } from '../../../store/dynamo/dynamo-store.ts';
import { ensureTable } from '../../../store/dynamo/ensure-table.ts';
import { systemBackoff, type TableAccess } from '../../../store/dynamo/table-access.ts';
import { workspaceItems } from '../../../store/dynamo/workspace-items.ts';
import { workspaceId } from '../../../store/model/ids.ts';
import { describeWithEmulator } from '../../store/support/database.ts';
import { seedBoth, seedOwner } from '../isolation/seed.ts';
import { type Ask, createWorld } from '../isolation/world.ts';

/** One name begins with the other, so that a prefix that is cut too short would show. */
const OWNER = workspaceId('acme');
const NEIGHBOUR = workspaceId('acme2');
const NOW = new Date('2026-11-02T09:00:00Z');

await describeWithEmulator('the data of a workspace', (endpoint) => {
  let folder: string;
  let table: TableAccess;
  let owner: Ask;
  const file = (name: string) => join(folder, name);
  const linesOf = async (name: string) => (await readFile(file(name), 'utf8')).trim().split('\n').sort();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'equimarginal-'));
    const client = createDocumentClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    table = { client, tableName: 'equimarginal-workspaces', backoff: systemBackoff };
    await ensureTable(table);
    const world = createWorld(createDynamoStore(table));
    owner = world.client(OWNER);
    await seedOwner(owner, () => {
      world.clock.now = NOW;
    });
    await seedBoth(world.client(NEIGHBOUR), ['Shared', 'Zebra'], 3);
  });

  afterAll(async () => {
    table.client.destroy();
    await rm(folder, { recursive: true });
  });

  it('goes out whole, is deleted without a trace and a neighbour untouched, and comes back the same', async () => {
    const exported = await exportWorkspace(table, OWNER, file('before.jsonl'), NOW);
    await exportWorkspace(table, NEIGHBOUR, file('neighbour.jsonl'), NOW);
    // Of everything that the API keeps there is something; the counts are those of the seed.
    expect(exported.kinds).toMatchObject({
      CAMPAIGN: 3,
      C: 180,
      SCENARIO: 2,
      EXPERIMENT: 1,
      EVENT: 1,
      BREAK: 1,
      INCREMENTALITY: 1,
      GOAL: 1,
      ECONOMICS: 1,
      COST: 1,
      RATE: 80,
      BUDGET: 3,
      CHANGESET: 3,
      APPLICATION: 1,
      REQUEST: 1,
      POLICY: 1,
      IMPORT: 1,
    });
    expect(Object.values(exported.kinds).reduce((sum, count) => sum + count)).toBe(exported.items);

    expect(await deleteWorkspace(table, OWNER)).toBe(exported.items);
    expect(await countWorkspace(table, OWNER)).toEqual({});
    expect((await owner('campaigns')).answer).toMatchObject({ edges: [] });
    await exportWorkspace(table, NEIGHBOUR, file('neighbour-after.jsonl'), NOW);
    expect(await linesOf('neighbour-after.jsonl')).toEqual(await linesOf('neighbour.jsonl'));

    await restoreWorkspace(table, OWNER, file('before.jsonl'));
    await exportWorkspace(table, OWNER, file('after.jsonl'), NOW);
    expect(await linesOf('after.jsonl')).toEqual(await linesOf('before.jsonl'));
  });

  it('is deleted completely by a second run when the first was cut short', async () => {
    const { items } = await exportWorkspace(table, OWNER, file('cut.jsonl'), NOW);
    let batches = 0;
    const dying: TableAccess = {
      ...table,
      client: new Proxy(table.client, {
        get(client, name) {
          if (name !== 'send') return Reflect.get(client, name);
          return (command: Parameters<typeof client.send>[0]) => {
            const isWrite = command.constructor.name.includes('BatchWrite');
            if (isWrite && ++batches > 2) throw new Error('The line went dead.');
            return client.send(command);
          };
        },
      }),
    };
    await expect(deleteWorkspace(dying, OWNER)).rejects.toThrow('The line went dead.');
    expect(await deleteWorkspace(table, OWNER)).toBe(items - 50);
    for await (const page of workspaceItems(table, OWNER)) expect(page).toEqual([]);
    await restoreWorkspace(table, OWNER, file('cut.jsonl'));
  });

  it('comes back only into an empty workspace, from a whole file of its own', async () => {
    await exportWorkspace(table, OWNER, file('whole.jsonl'), NOW);
    await expect(restoreWorkspace(table, OWNER, file('whole.jsonl'))).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
    await expect(restoreWorkspace(table, NEIGHBOUR, file('whole.jsonl'))).rejects.toThrow(
      'is of the workspace acme; wanted acme2',
    );
    const manifest = JSON.parse(await readFile(manifestPath(file('whole.jsonl')), 'utf8'));
    await writeFile(
      manifestPath(file('whole.jsonl')),
      JSON.stringify({ ...manifest, tableVersion: manifest.tableVersion + 1 }),
    );
    await expect(restoreWorkspace(table, OWNER, file('whole.jsonl'))).rejects.toThrow('table version');
    await writeFile(manifestPath(file('whole.jsonl')), JSON.stringify(manifest));
    await appendFile(file('whole.jsonl'), '\n');
    await expect(restoreWorkspace(table, OWNER, file('whole.jsonl'))).rejects.toThrow(
      'is not what its manifest says',
    );
    await expect(restoreWorkspace(table, OWNER, file('none.jsonl'))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  it('is asked for by its right name', async () => {
    const nobody = workspaceId('nobody');
    await expect(exportWorkspace(table, nobody, file('nobody.jsonl'), NOW)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await expect(readFile(file('nobody.jsonl'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is never written over a file that is there', async () => {
    await writeFile(file('taken.jsonl'), 'mine');
    await expect(exportWorkspace(table, NEIGHBOUR, file('taken.jsonl'), NOW)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    expect(await readFile(file('taken.jsonl'), 'utf8')).toBe('mine');
  });
});
