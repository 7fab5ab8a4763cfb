import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { applicationId, changeSetId, type WorkspaceId } from '../../store/model/ids.ts';
import type { Application, AuditEvent, ChangeSet } from '../../store/model/ledger.ts';
import type { Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { freshWorkspace } from './support/records.ts';

/** Text that hardly compresses, the same each time. */
const noise = (bytes: number): string =>
  Array.from({ length: Math.ceil(bytes / 43) }, (_, i) =>
    createHash('sha256').update(String(i)).digest('base64url'),
  ).join('');

const aChangeSet = (workspaceId: WorkspaceId, id: string, bulkBytes: number, version = 1): ChangeSet => ({
  workspaceId,
  id: changeSetId(id),
  state: 'PROPOSED',
  createdAt: '2026-11-10T09:00:00.000Z',
  attention: { kind: 'EXPIRE', at: `2026-11-1${version}T09:00:00.000Z` },
  body: { name: id, version },
  bulk: { items: noise(bulkBytes) },
  version,
});

const anApplication = (workspaceId: WorkspaceId, bytes: number): Application => ({
  workspaceId,
  id: applicationId('a1'),
  changeSetId: changeSetId('cs1'),
  state: 'RUNNING',
  body: { orders: noise(bytes) },
  version: 1,
});

const anEvent = (workspaceId: WorkspaceId, sequence: number, bytes: number, id = 'e'): AuditEvent => ({
  workspaceId,
  sequence,
  id: `${id}${sequence}`,
  at: '2026-11-10T09:00:00.000Z',
  actor: 'ada',
  kind: 'APPLYING',
  changeSetId: changeSetId('cs1'),
  applicationId: null,
  body: { orders: noise(bytes) },
  previousHash: '',
  hash: `hash-${sequence}`,
});

const listed = ({ bulk: _bulk, ...rest }: ChangeSet) => rest;

function recordsLargerThanAnItem({ ledger, agenda }: Store): void {
  it.each([
    ['small', 100],
    ['larger than what stays in an item', 100_000],
    ['of several items', 1_500_000],
  ])('a change set, an application and an event come back whole: %s', async (_what, bytes) => {
    const ws = freshWorkspace();
    const changeSet = aChangeSet(ws, 'cs1', bytes);
    const application = anApplication(ws, bytes);
    const event = anEvent(ws, 1, bytes);
    const isWritten = await ledger.write({
      event,
      changeSets: [{ record: changeSet, expectedVersion: null }],
      application: { record: application, expectedVersion: null },
    });
    expect(isWritten).toBe(true);
    expect(await ledger.changeSet(ws, changeSet.id)).toEqual(changeSet);
    expect(await ledger.application(ws, application.id)).toEqual(application);
    expect(await ledger.event(ws, 1)).toEqual(event);
    expect(await ledger.newestEvent(ws)).toEqual(event);
    expect(await ledger.eventsFrom(ws, 1)).toEqual([event]);
    expect((await ledger.events(ws, { first: 5 })).items.map(({ item }) => item)).toEqual([event]);
  });

  it('a list of change sets leaves out what grows with campaigns', async () => {
    const ws = freshWorkspace();
    const [small, large] = [aChangeSet(ws, 'cs1', 100), aChangeSet(ws, 'cs2', 500_000)];
    const bare = listed(aChangeSet(ws, 'cs3', 100));
    for (const [i, record] of [small, large, bare].entries()) {
      const changeSets = [{ record, expectedVersion: null }];
      await ledger.write({ event: anEvent(ws, i + 1, 10), changeSets });
    }
    const { items } = await ledger.changeSets(ws, { first: 5 });
    expect(items.map(({ item }) => item)).toEqual([bare, listed(large), listed(small)]);
    expect(await ledger.changeSet(ws, bare.id)).toEqual(bare);
    const due = await agenda.dueChangeSets('EXPIRE', '2026-11-11T09:00:00.000Z', 100);
    expect(due.filter(({ workspaceId }) => workspaceId === ws)).toHaveLength(3);
  });

  it('a change set grows out of its item and back into it, version by version', async () => {
    const ws = freshWorkspace();
    for (const [index, bytes] of [100, 900_000, 800_000, 100].entries()) {
      const record = aChangeSet(ws, 'cs1', bytes, index + 1);
      const write = {
        event: anEvent(ws, index + 1, 10),
        changeSets: [{ record, expectedVersion: index === 0 ? null : index }],
      };
      expect(await ledger.write(write)).toBe(true);
      expect(await ledger.changeSet(ws, record.id)).toEqual(record);
    }
  });

  it('what a writer wrote who was overtaken is never seen', async () => {
    const ws = freshWorkspace();
    const first = aChangeSet(ws, 'cs1', 600_000);
    await ledger.write({
      event: anEvent(ws, 1, 700_000),
      changeSets: [{ record: first, expectedVersion: null }],
    });
    const late = { record: aChangeSet(ws, 'cs1', 900_000, 2), expectedVersion: 7 };
    expect(await ledger.write({ event: anEvent(ws, 2, 800_000), changeSets: [late] })).toBe(false);
    expect(await ledger.write({ event: anEvent(ws, 1, 800_000, 'other') })).toBe(false);
    expect(await ledger.changeSet(ws, first.id)).toEqual(first);
    expect(await ledger.eventsFrom(ws, 1)).toEqual([anEvent(ws, 1, 700_000)]);
  });
}

describe('ledger records larger than an item, in memory', () => recordsLargerThanAnItem(createMemoryStore()));
await describeWithDatabase('ledger records larger than an item, in DynamoDB', recordsLargerThanAnItem);
