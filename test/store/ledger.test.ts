import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { applicationId, campaignId, changeSetId, type WorkspaceId } from '../../store/model/ids.ts';
import type { AuditEvent, CampaignBudget, ChangeSet } from '../../store/model/ledger.ts';
import type { LedgerWrite, Store } from '../../store/ports.ts';
import { describeWithDatabase } from './support/database.ts';
import { freshWorkspace } from './support/records.ts';

const anEvent = (
  workspaceId: WorkspaceId,
  sequence: number,
  changes: Partial<AuditEvent> = {},
): AuditEvent => ({
  workspaceId,
  sequence,
  id: `event-${sequence}`,
  at: '2026-11-10T09:00:00.000Z',
  actor: 'ada',
  kind: 'PROPOSED',
  changeSetId: changeSetId('cs1'),
  applicationId: null,
  body: { totals: { EUR: '1' }, notes: ['é', null] },
  previousHash: '',
  hash: `hash-${sequence}`,
  ...changes,
});

const aBudget = (
  workspaceId: WorkspaceId,
  id: string,
  changes: Partial<CampaignBudget> = {},
): CampaignBudget => ({
  workspaceId,
  campaignId: campaignId(id),
  amountMicros: 9_007_199_254_740_993n,
  currencyCode: 'EUR',
  platformBudgetId: null,
  sharedWith: [campaignId('other')],
  changes: [
    {
      at: '2026-11-10T09:00:00.000Z',
      beforeMicros: null,
      afterMicros: 5_000_000n,
      applicationId: applicationId('a1'),
    },
  ],
  version: 1,
  ...changes,
});

const aChangeSet = (workspaceId: WorkspaceId, id: string, changes: Partial<ChangeSet> = {}): ChangeSet => ({
  workspaceId,
  id: changeSetId(id),
  state: 'PROPOSED',
  createdAt: '2026-11-10T09:00:00.000Z',
  body: { items: [{ campaignId: 'c1' }] },
  version: 1,
  ...changes,
});

const fresh = <T>(record: T) => ({ record, expectedVersion: null });

function conformance(store: Store): void {
  const { ledger } = store;
  const everything = (ws: WorkspaceId): LedgerWrite => ({
    event: anEvent(ws, 1),
    budgets: [fresh(aBudget(ws, 'c2')), fresh(aBudget(ws, 'c1'))],
    changeSets: [fresh(aChangeSet(ws, 'cs1'))],
    application: fresh({
      workspaceId: ws,
      id: applicationId('a1'),
      changeSetId: changeSetId('cs1'),
      state: 'RUNNING' as const,
      body: { orders: [1, 2] },
      version: 1,
    }),
    guardRails: fresh({ workspaceId: ws, body: { killSwitch: false }, version: 1 }),
    request: { workspaceId: ws, key: 'key 1', requestHash: 'h', applicationId: applicationId('a1') },
  });

  it('reads back all that one write put down', async () => {
    const ws = freshWorkspace();
    const written = everything(ws);
    expect(await ledger.newestEvent(ws)).toBeNull();
    expect(await ledger.write(written)).toBe(true);
    expect(await ledger.newestEvent(ws)).toEqual(written.event);
    expect(await ledger.budgets(ws)).toEqual([aBudget(ws, 'c1'), aBudget(ws, 'c2')]);
    expect(await ledger.budgetsOf(ws, [campaignId('c2'), campaignId('x'), campaignId('c2')])).toEqual([
      aBudget(ws, 'c2'),
      null,
      aBudget(ws, 'c2'),
    ]);
    expect(await ledger.changeSet(ws, changeSetId('cs1'))).toEqual(aChangeSet(ws, 'cs1'));
    expect(await ledger.application(ws, applicationId('a1'))).toEqual(written.application?.record);
    expect(await ledger.request(ws, 'key 1')).toEqual(written.request);
    expect(await ledger.guardRails(ws)).toEqual(written.guardRails?.record);
  });

  it('takes an event once, and says yes to whoever sends it again', async () => {
    const ws = freshWorkspace();
    expect(await ledger.write(everything(ws))).toBe(true);
    expect(await ledger.write(everything(ws))).toBe(true);
    expect(await ledger.write({ event: anEvent(ws, 1, { id: 'someone else' }) })).toBe(false);
    expect((await ledger.eventsFrom(ws, 1)).map(({ id }) => id)).toEqual(['event-1']);
  });

  it.each<[string, (ws: WorkspaceId) => Omit<LedgerWrite, 'event'>]>([
    ['a budget that should be new', (ws) => ({ budgets: [fresh(aBudget(ws, 'c1'))] })],
    [
      'a budget of another version',
      (ws) => ({ budgets: [{ record: aBudget(ws, 'c1', { version: 8 }), expectedVersion: 7 }] }),
    ],
    [
      'a budget that is not there',
      (ws) => ({ budgets: [{ record: aBudget(ws, 'c9', { version: 2 }), expectedVersion: 1 }] }),
    ],
    [
      'a change set of another version',
      (ws) => ({ changeSets: [{ record: aChangeSet(ws, 'cs1'), expectedVersion: 2 }] }),
    ],
    [
      'a key that was used',
      (ws) => ({
        request: { workspaceId: ws, key: 'key 1', requestHash: 'x', applicationId: applicationId('a2') },
      }),
    ],
  ])('writes nothing at all with %s', async (_what, records) => {
    const ws = freshWorkspace();
    await ledger.write(everything(ws));
    const more = records(ws);
    const write = {
      ...more,
      event: anEvent(ws, 2),
      budgets: [fresh(aBudget(ws, 'c5')), ...(more.budgets ?? [])],
    };
    expect(await ledger.write(write)).toBe(false);
    expect(await ledger.newestEvent(ws)).toEqual(anEvent(ws, 1));
    expect(await ledger.budgetsOf(ws, [campaignId('c5')])).toEqual([null]);
    expect(await ledger.budgets(ws)).toHaveLength(2);
  });

  it('lets one of twenty racing writers have a sequence', async () => {
    const ws = freshWorkspace();
    const race = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        ledger.write({
          event: anEvent(ws, 1, { id: `e${i}` }),
          budgets: [fresh(aBudget(ws, `c${i}`))],
        }),
      ),
    );
    expect(race.filter((isWritten) => isWritten)).toHaveLength(1);
    expect(await ledger.budgets(ws)).toHaveLength(1);
  });

  it('writes 99 budgets with their event, and refuses more before it writes any', async () => {
    const ws = freshWorkspace();
    const budgets = Array.from({ length: 100 }, (_, i) => fresh(aBudget(ws, `c${i}`)));
    await expect(ledger.write({ event: anEvent(ws, 1), budgets })).rejects.toMatchObject({
      code: 'TRANSACTION_TOO_LARGE',
    });
    expect(await ledger.budgets(ws)).toEqual([]);
    expect(await ledger.write({ event: anEvent(ws, 1), budgets: budgets.slice(1) })).toBe(true);
    expect(await ledger.budgets(ws)).toHaveLength(99);
  });

  it('lists events and change sets newest first, and reads events on from one', async () => {
    const ws = freshWorkspace();
    for (let sequence = 1; sequence <= 12; sequence++) {
      const id = String(sequence).padStart(3, '0');
      await ledger.write({ event: anEvent(ws, sequence), changeSets: [fresh(aChangeSet(ws, id))] });
    }
    const first = await ledger.events(ws, { first: 5 });
    expect(first.items.map(({ item }) => item.sequence)).toEqual([12, 11, 10, 9, 8]);
    const next = await ledger.events(ws, { first: 10, after: first.items.at(-1)?.cursor });
    expect(next.items.map(({ item }) => item.sequence)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(next.hasNextPage).toBe(false);
    expect((await ledger.eventsFrom(ws, 10)).map(({ sequence }) => sequence)).toEqual([10, 11, 12]);
    const changeSets = await ledger.changeSets(ws, { first: 2 });
    expect(changeSets.items.map(({ item }) => item.id)).toEqual(['012', '011']);
    expect(changeSets.hasNextPage).toBe(true);
  });

  it('shows nothing to another workspace, and takes no record of one', async () => {
    const own = freshWorkspace('ac');
    const other = `${own}me` as WorkspaceId;
    await ledger.write(everything(other));
    expect(await ledger.newestEvent(own)).toBeNull();
    expect(await ledger.eventsFrom(own, 0)).toEqual([]);
    expect(await ledger.budgets(own)).toEqual([]);
    expect(await ledger.budgetsOf(own, [campaignId('c1')])).toEqual([null]);
    expect(await ledger.changeSet(own, changeSetId('cs1'))).toBeNull();
    expect((await ledger.changeSets(own, { first: 5 })).items).toEqual([]);
    expect(await ledger.application(own, applicationId('a1'))).toBeNull();
    expect(await ledger.request(own, 'key 1')).toBeNull();
    expect(await ledger.guardRails(own)).toBeNull();
    const mixed = { event: anEvent(own, 1), budgets: [fresh(aBudget(other, 'c9'))] };
    await expect(ledger.write(mixed)).rejects.toMatchObject({ code: 'WORKSPACE_MISMATCH' });
  });
}

describe('the ledger in memory', () => conformance(createMemoryStore()));

await describeWithDatabase('the ledger in DynamoDB', conformance);
