import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { changeSetId, type WorkspaceId } from '../../store/model/ids.ts';
import type { Attention, ChangeSet } from '../../store/model/ledger.ts';
import type { Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { freshWorkspace } from './support/records.ts';

const END = '2099-01-01T00:00:00.000Z';

/** Writes a change set as the next event of the workspace's ledger. */
async function write(
  { ledger }: Store,
  workspaceId: WorkspaceId,
  id: string,
  attention: Attention | undefined,
  version = 1,
): Promise<void> {
  const newest = await ledger.newestEvent(workspaceId);
  const sequence = (newest?.sequence ?? 0) + 1;
  const record: ChangeSet = {
    workspaceId,
    id: changeSetId(id),
    state: 'SCHEDULED',
    createdAt: '2026-11-10T09:00:00.000Z',
    attention,
    body: {},
    version,
  };
  const event = {
    workspaceId,
    sequence,
    id: `${id}-${version}`,
    at: record.createdAt,
    actor: 'ada',
    kind: 'SCHEDULED',
    changeSetId: record.id,
    applicationId: null,
    body: {},
    previousHash: '',
    hash: '',
  };
  const isWritten = await ledger.write({
    event,
    changeSets: [{ record, expectedVersion: version === 1 ? null : version - 1 }],
  });
  expect(isWritten).toBe(true);
}

const conformance = (store: Store) => {
  const { agenda, ledger } = store;
  /** The table is shared by tests, so each looks at its own workspaces. */
  const dueOf = async (own: readonly WorkspaceId[], kind: Attention['kind'], until: string) =>
    (await agenda.dueChangeSets(kind, until, 1000))
      .filter(({ workspaceId }) => own.includes(workspaceId))
      .map(({ workspaceId, id }) => [workspaceId, id]);

  it('finds what is due in every workspace, the longest waiting first, and nothing that is not', async () => {
    const [one, two] = [freshWorkspace(), freshWorkspace()];
    await write(store, one, 'noon', { kind: 'APPLY', at: '2026-11-10T12:00:00.000Z' });
    await write(store, one, 'evening', { kind: 'APPLY', at: '2026-11-10T18:00:00.000Z' });
    await write(store, two, 'morning', { kind: 'APPLY', at: '2026-11-10T08:00:00.000Z' });
    await write(store, two, 'expiring', { kind: 'EXPIRE', at: '2026-11-10T08:00:00.000Z' });
    await write(store, two, 'waiting for people', undefined);
    expect(await dueOf([one, two], 'APPLY', '2026-11-10T12:00:00.000Z')).toEqual([
      [two, 'morning'],
      [one, 'noon'],
    ]);
    expect(await dueOf([one, two], 'EXPIRE', END)).toEqual([[two, 'expiring']]);
    expect(await agenda.dueChangeSets('APPLY', END, 1)).toHaveLength(1);
  });

  it('forgets a change set with the write that ends its waiting', async () => {
    const own = freshWorkspace();
    const attention: Attention = { kind: 'APPLY', at: '2026-11-10T12:00:00.000Z' };
    await write(store, own, 'cs1', attention);
    expect(await ledger.changeSet(own, changeSetId('cs1'))).toMatchObject({ attention });
    await write(store, own, 'cs1', undefined, 2);
    expect(await dueOf([own], 'APPLY', END)).toEqual([]);
    expect((await ledger.changeSet(own, changeSetId('cs1')))?.attention).toBeUndefined();
  });

  it('knows each workspace once, until it is removed', async () => {
    const [one, two] = [freshWorkspace(), freshWorkspace()];
    const known = async () => (await agenda.workspaces()).filter((id) => id === one || id === two);
    await agenda.addWorkspace(one);
    await agenda.addWorkspace(two);
    await agenda.addWorkspace(one);
    expect(await known()).toEqual([one, two].sort());
    await agenda.removeWorkspace(one);
    expect(await known()).toEqual([two]);
  });
};

describe('the agenda in memory', () => conformance(createMemoryStore()));

await describeWithDatabase('the agenda in DynamoDB', conformance);
