import { describe, expect, it } from 'vitest';
import { firstBrokenEvent } from '../../../planning/apply/ledger-state.ts';
import { readChangeSet } from '../../../planning/apply/read-change-set.ts';
import { resumeRunning } from '../../../planning/apply/resume-running.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import type { LedgerRepository, LedgerWrite, Store } from '../../../store/ports.ts';
import {
  ADA,
  addCampaigns,
  applyDeps,
  applying,
  approved,
  BOB,
  budgetsOf,
  type Move,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

class Killed extends Error {}

/** The process dies at its `deadly`th write: before it happens, or after it and before anyone is told. */
function dyingAt(store: Store, deadly: number, isWritten: boolean) {
  let writes = 0;
  const write = async (given: LedgerWrite) => {
    writes += 1;
    if (writes < deadly) return store.ledger.write(given);
    // Whatever the process would do after its death does not happen.
    if (writes === deadly && isWritten) await store.ledger.write(given);
    throw new Killed();
  };
  const ledger: LedgerRepository = { ...store.ledger, write };
  return { store: { ...store, ledger }, writes: () => writes };
}

/** Half of the campaigns give, half take. */
const movesOf = (count: number): readonly Move[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `c${String(i).padStart(3, '0')}`,
    from: 100,
    to: i % 2 === 0 ? 90 : 110,
  }));

const CAP = (count: number) => [{ currencyCode: 'EUR', micros: String(count * 100 * 1_000_000) }];

async function readyToApply(count: number, cap?: typeof CAP) {
  const store = createMemoryStore();
  const deps = applyDeps(store);
  const moves = movesOf(count);
  await withGuardRails(deps, { ...WIDE, ...(cap && { dailyCaps: cap(count) }) });
  await addCampaigns(deps, moves);
  return { store, deps, moves, changeSet: await approved(deps, moves) };
}

/** Begin, one step for each 99 budgets, end. */
const WRITES = { 99: 3, 100: 4, 199: 5 } as const;

const KILLS = Object.entries(WRITES).flatMap(([count, writes]) =>
  Array.from({ length: writes }, (_, i) => [Number(count), i + 1] as const).flatMap(([n, at]) => [
    { count: n, at, isWritten: false },
    { count: n, at, isWritten: true },
  ]),
);

async function expectAppliedOnce({ deps, moves, changeSet }: Awaited<ReturnType<typeof readyToApply>>) {
  expect(await budgetsOf(deps)).toEqual(Object.fromEntries(moves.map(({ id, to }) => [id, to])));
  const events = await deps.store.ledger.eventsFrom(WORKSPACE, 1);
  const written = events
    .filter(({ kind, changeSetId }) => kind === 'BUDGETS_WRITTEN' && changeSetId === changeSet.id)
    .flatMap(({ body }) => (body as { results: { campaignId: string; status: string }[] }).results);
  expect(written.map(({ campaignId }) => campaignId).sort()).toEqual(moves.map(({ id }) => id));
  expect(new Set(written.map(({ status }) => status))).toEqual(new Set(['APPLIED']));
  const budgets = await deps.store.ledger.budgets(WORKSPACE);
  expect(budgets.every(({ changes }) => changes.filter((change) => change.applicationId).length === 1)).toBe(
    true,
  );
  expect(events.filter(({ kind }) => kind === 'APPLIED')).toHaveLength(1);
  expect(firstBrokenEvent(events)).toBeNull();
  expect((await readChangeSet(deps, WORKSPACE, changeSet.id)).state).toBe('APPLIED');
}

describe('an application that is killed', () => {
  it.each(Object.entries(WRITES))('of %s budgets writes %s times in all', async (count, writes) => {
    const ready = await readyToApply(Number(count));
    const counting = dyingAt(ready.store, Number.POSITIVE_INFINITY, false);
    await applying({ ...ready.deps, store: counting.store }, ready.changeSet, 'key');
    expect(counting.writes()).toBe(writes);
    await expectAppliedOnce(ready);
  });

  it.each(KILLS)(
    'at write $at of $count budgets (written: $isWritten) is taken to its end by a repetition',
    async ({ count, at, isWritten }) => {
      const ready = await readyToApply(count);
      const dying = dyingAt(ready.store, at, isWritten);
      const dead = applying({ ...ready.deps, store: dying.store }, ready.changeSet, 'key');
      await expect(dead).rejects.toBeInstanceOf(Killed);
      // A new process: nothing but the store is left.
      const restarted = applyDeps(ready.store, undefined, 'RE');
      const application = await applying(restarted, ready.changeSet, 'key');
      expect(application.state).toBe('DONE');
      expect(new Set(application.body.results.map(({ status }) => status))).toEqual(new Set(['APPLIED']));
      await expectAppliedOnce({ ...ready, deps: restarted });
      expect(await applying(restarted, ready.changeSet, 'key')).toEqual(application);
    },
  );

  it.each(KILLS.filter(({ at, isWritten }) => at > 1 || isWritten))(
    'at write $at of $count budgets (written: $isWritten) is taken to its end by whoever comes next',
    async ({ count, at, isWritten }) => {
      const ready = await readyToApply(count);
      const dying = dyingAt(ready.store, at, isWritten);
      await expect(
        applying({ ...ready.deps, store: dying.store }, ready.changeSet, 'key'),
      ).rejects.toBeInstanceOf(Killed);
      await resumeRunning(applyDeps(ready.store, undefined, 'RE'), ADA);
      await expectAppliedOnce(ready);
    },
  );

  it('again and again, at every write, still applies once', async () => {
    const ready = await readyToApply(199);
    for (let death = 0; death < 20; death++) {
      const dying = dyingAt(ready.store, 1, death % 2 === 0);
      const deps = { ...applyDeps(ready.store, undefined, `D${death}-`), store: dying.store };
      await applying(deps, ready.changeSet, 'key').catch((error) => expect(error).toBeInstanceOf(Killed));
    }
    await expectAppliedOnce(ready);
  });

  it('leaves the account within its daily cap at every write', async () => {
    const ready = await readyToApply(199, CAP);
    const totals: bigint[] = [];
    const observed: Store = {
      ...ready.store,
      ledger: {
        ...ready.store.ledger,
        async write(given) {
          const isWritten = await ready.store.ledger.write(given);
          const budgets = await ready.store.ledger.budgets(WORKSPACE);
          totals.push(budgets.reduce((sum, { amountMicros }) => sum + amountMicros, 0n));
          return isWritten;
        },
      },
    };
    for (let deadly = 1; deadly <= 5; deadly++) {
      const dying = dyingAt(observed, deadly, true);
      const deps = { ...applyDeps(ready.store, undefined, `D${deadly}-`), store: dying.store };
      await applying(deps, ready.changeSet, 'key').catch(() => {});
    }
    await expectAppliedOnce(ready);
    expect(totals.length).toBeGreaterThan(4);
    expect(totals.every((total) => total <= 19_900_000_000n)).toBe(true);
    expect(Math.min(...totals.map(Number))).toBeLessThan(19_900_000_000);
  });

  it('goes on under a new actor, and the log says who began and who went on', async () => {
    const ready = await readyToApply(100);
    const dying = dyingAt(ready.store, 2, false);
    await applying({ ...ready.deps, store: dying.store }, ready.changeSet, 'key').catch(() => {});
    await resumeRunning(applyDeps(ready.store, undefined, 'RE'), ADA);
    const events = await ready.store.ledger.eventsFrom(WORKSPACE, 1);
    const told = events.map(({ kind, actor }) => `${kind} ${actor}`);
    expect(told.slice(-4)).toEqual([
      `APPLYING ${BOB.subject}`,
      `BUDGETS_WRITTEN ${ADA.subject}`,
      `BUDGETS_WRITTEN ${ADA.subject}`,
      `APPLIED ${ADA.subject}`,
    ]);
  });
});
