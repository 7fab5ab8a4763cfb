import { describe, expect, it } from 'vitest';
import { firstBrokenEvent } from '../../../planning/apply/ledger-state.ts';
import { readChangeSet } from '../../../planning/apply/read-change-set.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import type { LedgerRepository, Store } from '../../../store/ports.ts';
import {
  addCampaigns,
  applyDeps,
  applying,
  approved,
  budgetsOf,
  type Move,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from './plans.ts';

const ROUNDS = Array.from({ length: 50 }, (_, round) => round);

/** Mulberry32: the same interleaving for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each call of the ledger waits for a few turns of the loop, before and after, as a network would. */
function delayed(store: Store, random: () => number): Store {
  const wait = async () => {
    for (let turns = Math.floor(random() * 4); turns > 0; turns--) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const slowly = new Proxy(store.ledger, {
    get:
      (ledger, name: keyof LedgerRepository) =>
      async (...args: never[]) => {
        await wait();
        const answer = await (ledger[name] as (...args: never[]) => Promise<unknown>)(...args);
        await wait();
        return answer;
      },
  });
  return { ...store, ledger: slowly };
}

/** The sum of all budgets after each write. */
function observed(store: Store) {
  const totals: number[] = [];
  const ledger: LedgerRepository = {
    ...store.ledger,
    async write(given) {
      const isWritten = await store.ledger.write(given);
      const budgets = await store.ledger.budgets(WORKSPACE);
      totals.push(budgets.reduce((sum, { amountMicros }) => sum + Number(amountMicros), 0) / 1e6);
      return isWritten;
    },
  };
  return { store: { ...store, ledger }, totals };
}

async function prepared(round: number, count: number, cap: number) {
  const { store, totals } = observed(createMemoryStore());
  const deps = applyDeps(store);
  await withGuardRails(deps, { ...WIDE, dailyCaps: [{ currencyCode: 'EUR', micros: `${cap}000000` }] });
  await addCampaigns(
    deps,
    Array.from({ length: count }, (_, i) => ({ id: `c${String(i).padStart(3, '0')}`, from: 100, to: 100 })),
  );
  totals.length = 0;
  const random = randomOf(round + 1);
  const client = (name: string) => applyDeps(delayed(store, random), undefined, name);
  return { deps, totals, clients: [client('A-'), client('B-')] as const };
}

const movesOf = (from: number, count: number, change: (i: number) => number): readonly Move[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `c${String(from + i).padStart(3, '0')}`,
    from: 100,
    to: 100 + change(i),
  }));

async function logHolds(deps: ReturnType<typeof applyDeps>) {
  const events = await deps.store.ledger.eventsFrom(WORKSPACE, 1);
  expect(firstBrokenEvent(events)).toBeNull();
  return events;
}

describe('two clients at once', () => {
  it.each(ROUNDS)(
    'apply the same change set under one key: once, with one answer (round %i)',
    async (round) => {
      const { deps, totals, clients } = await prepared(round, 6, 600);
      const changeSet = await approved(
        deps,
        movesOf(0, 6, (i) => (i % 2 === 0 ? -10 : 10)),
      );
      const [a, b] = await Promise.all(clients.map((client) => applying(client, changeSet, 'key')));
      expect(a).toEqual(b);
      const events = await logHolds(deps);
      expect(events.filter(({ kind }) => kind === 'BUDGETS_WRITTEN')).toHaveLength(1);
      expect(Math.max(...totals)).toBeLessThanOrEqual(600);
    },
  );

  it.each(ROUNDS)('apply the same change set under two keys: one of them (round %i)', async (round) => {
    const { deps, clients } = await prepared(round, 6, 600);
    const changeSet = await approved(
      deps,
      movesOf(0, 6, (i) => (i % 2 === 0 ? -10 : 10)),
    );
    const outcomes = await Promise.allSettled(
      clients.map((client, i) => applying(client, changeSet, `key-${i}`)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'WRONG_STATE' },
    });
    const events = await logHolds(deps);
    expect(events.filter(({ kind }) => kind === 'BUDGETS_WRITTEN')).toHaveLength(1);
  });

  it.each(ROUNDS)('apply overlapping change sets: one wins what both want (round %i)', async (round) => {
    const { deps, totals, clients } = await prepared(round, 12, 1200);
    const first = await approved(
      deps,
      movesOf(0, 8, (i) => (i % 2 === 0 ? -10 : 10)),
    );
    const second = await approved(
      deps,
      movesOf(4, 8, (i) => (i % 2 === 0 ? 20 : -20)),
    );
    const outcomes = await Promise.allSettled([
      applying(clients[0], first, 'first'),
      applying(clients[1], second, 'second'),
    ]);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes[1 - winner]).toMatchObject({ status: 'rejected', reason: { code: 'STALE' } });
    const won = winner === 0 ? first : second;
    const budgets = await budgetsOf(deps);
    for (const { campaignId, afterMicros } of won.body.items) {
      expect(budgets[campaignId]).toBe(Number(afterMicros) / 1e6);
    }
    expect(Object.values(budgets).reduce((sum, budget) => sum + budget, 0)).toBe(1200);
    expect(Math.max(...totals)).toBeLessThanOrEqual(1200);
    const lost = winner === 0 ? second : first;
    expect((await readChangeSet(deps, WORKSPACE, lost.id)).state).toBe('STALE');
    await logHolds(deps);
  });

  it.each(ROUNDS.slice(0, 4))(
    'apply two chains side by side: one after the other, never over the cap (round %i)',
    async (round) => {
      const { deps, totals, clients } = await prepared(round, 200, 20_000);
      const first = await approved(
        deps,
        movesOf(0, 100, (i) => (i % 2 === 0 ? -10 : 10)),
      );
      const second = await approved(
        deps,
        movesOf(100, 100, (i) => (i % 2 === 0 ? -30 : 30)),
      );
      await Promise.all([applying(clients[0], first, 'first'), applying(clients[1], second, 'second')]);
      expect(Math.max(...totals)).toBeLessThanOrEqual(20_000);
      const wanted = [...first.body.items, ...second.body.items].map(
        ({ campaignId, afterMicros }) => [campaignId, Number(afterMicros) / 1e6] as const,
      );
      expect(await budgetsOf(deps)).toEqual(Object.fromEntries(wanted));
      await logHolds(deps);
    },
  );

  it.each(ROUNDS)('raise up to a cap that has room for one of them (round %i)', async (round) => {
    const { deps, totals, clients } = await prepared(round, 4, 450);
    const first = await approved(
      deps,
      movesOf(0, 2, () => 20),
    );
    const second = await approved(
      deps,
      movesOf(2, 2, () => 20),
    );
    const outcomes = await Promise.allSettled([
      applying(clients[0], first, 'first'),
      applying(clients[1], second, 'second'),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'GUARD_RAIL', violations: [{ rail: 'DAILY_CAP' }] },
    });
    expect(totals.at(-1)).toBe(440);
    expect(Math.max(...totals)).toBeLessThanOrEqual(450);
  });

  it('gets the same answer for the same key after ten minutes, after a day and after a restart', async () => {
    const store = createMemoryStore();
    const clock = { now: new Date('2026-11-10T09:00:00Z') };
    const deps = applyDeps(store, clock);
    await withGuardRails(deps, WIDE);
    const moves = movesOf(0, 3, () => 10);
    await addCampaigns(deps, moves);
    const changeSet = await approved(deps, moves);
    const answer = await applying(deps, changeSet, 'key');
    for (const later of ['2026-11-10T09:10:01Z', '2026-11-11T09:00:01Z', '2027-11-11T09:00:00Z']) {
      clock.now = new Date(later);
      expect(await applying(applyDeps(store, clock, 'RE'), changeSet, 'key')).toEqual(answer);
    }
    await expect(applying(deps, changeSet, 'key', { executor: 'SCRIPT' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(
      (await store.ledger.eventsFrom(WORKSPACE, 1)).filter(({ kind }) => kind === 'APPLIED'),
    ).toHaveLength(1);
  });
});
