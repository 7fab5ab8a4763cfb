import { describe, expect, it } from 'vitest';
import type { OpenedExport } from '../../../../planning/import/parsed-export.ts';
import { isLoadable, loadExport } from '../../../../planning/import/pipeline/load-export.ts';
import { createMemoryStore } from '../../../../store/memory/memory-store.ts';
import type { MonthChange, Store } from '../../../../store/ports.ts';
import { anOutcome, aRow, daysFrom, everythingIn, opened, recomputedSums, WORKSPACE } from './exports.ts';

class Killed extends Error {}

/** A process that is ended at its n-th write: before it, after it, or when half of it is done. */
function killedAt(store: Store, nth: number, when: 'BEFORE' | 'HALFWAY' | 'AFTER') {
  let writes = 0;
  async function write<T>(all: () => Promise<T>, half: () => Promise<unknown>): Promise<T> {
    writes += 1;
    if (writes !== nth) return all();
    if (when === 'HALFWAY') await half();
    if (when === 'AFTER') await all();
    throw new Killed();
  }
  const halfOf = <T>(list: readonly T[]) => list.slice(0, Math.ceil(list.length / 2));
  const ledger = <Day>(repository: {
    replaceMonths(
      workspace: typeof WORKSPACE,
      changes: readonly MonthChange<Day>[],
    ): Promise<readonly MonthChange<Day>[]>;
  }) => ({
    replaceMonths: (workspace: typeof WORKSPACE, changes: readonly MonthChange<Day>[]) =>
      write(
        () => repository.replaceMonths(workspace, changes),
        () => repository.replaceMonths(workspace, halfOf(changes)),
      ),
  });
  const killing: Store = {
    ...store,
    campaigns: {
      ...store.campaigns,
      put: (campaign, version) =>
        write(
          () => store.campaigns.put(campaign, version),
          async () => {},
        ),
    },
    dailyPerformance: { ...store.dailyPerformance, ...ledger(store.dailyPerformance) },
    outcomes: {
      ...store.outcomes,
      ...ledger(store.outcomes),
      putSources: (workspace, sources) =>
        write(
          () => store.outcomes.putSources(workspace, sources),
          () => store.outcomes.putSources(workspace, halfOf(sources)),
        ),
    },
  };
  return { killing, wasKilled: () => writes >= nth };
}

async function load(store: Store, file: OpenedExport): Promise<void> {
  if (!isLoadable(file)) throw new Error('The test needs an export that can be loaded.');
  await loadExport(store, WORKSPACE, file, { write: true, bufferedRows: 10 });
}

const DAYS = daysFrom('2026-08-20', 25);
const earlier = opened(
  '2026-09-05',
  ['1', '2'].flatMap((campaign) => DAYS.slice(0, 17).map((date) => aRow(campaign, date))),
);
const later = opened(
  '2026-09-13',
  DAYS.flatMap((date) => ['1', '2', '3'].map((campaign) => aRow(campaign, date, { conversions: 7 }))),
);
const crm = opened(
  '2026-09-13',
  DAYS.flatMap((date) => ['Campaign 1', 'unheard of'].map((name) => anOutcome(name, date))),
);

describe.each([
  ['a restating export', later],
  ['the outcomes of a CRM', crm],
])('an import of %s that is killed and run again', (_, file) => {
  it.each(['BEFORE', 'HALFWAY', 'AFTER'] as const)(
    '%s any of its writes, ends as one clean run',
    async (when) => {
      const clean = createMemoryStore();
      await load(clean, earlier);
      await load(clean, file);
      const wanted = await everythingIn(clean);

      let points = 0;
      for (let nth = 1; ; nth += 1) {
        const store = createMemoryStore();
        await load(store, earlier);
        const { killing, wasKilled } = killedAt(store, nth, when);
        const outcome = await load(killing, file).catch((error: unknown) => error);
        if (!wasKilled()) break;
        expect(outcome).toBeInstanceOf(Killed);
        expect((await everythingIn(store)).sums).toEqual(await recomputedSums(store));
        await load(store, file);
        expect(await everythingIn(store)).toEqual(wanted);
        points += 1;
      }
      expect(points).toBeGreaterThan(7);
    },
  );
});

describe('two imports at the same time', () => {
  it('end as if one had come after the other, whoever is the faster', async () => {
    const clean = createMemoryStore();
    await load(clean, earlier);
    await load(clean, later);
    const store = createMemoryStore();
    await Promise.all([load(store, later), load(store, earlier), load(store, later)]);
    expect(await everythingIn(store)).toEqual(await everythingIn(clean));
  });

  it('never lets an older export that is slow overwrite a newer one', async () => {
    const store = createMemoryStore();
    let isOvertaken = false;
    const slow: Store = {
      ...store,
      dailyPerformance: {
        ...store.dailyPerformance,
        replaceMonths: async (workspace, changes) => {
          if (!isOvertaken) {
            isOvertaken = true;
            await load(store, later);
          }
          return store.dailyPerformance.replaceMonths(workspace, changes);
        },
      },
    };
    await load(slow, earlier);
    const { days } = await everythingIn(store);
    expect(new Set(days.map(({ conversions }) => conversions))).toEqual(new Set([7]));
  });
});
