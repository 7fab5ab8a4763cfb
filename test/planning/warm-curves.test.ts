import { describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { setLevelBreak } from '../../planning/evidence/level-breaks.ts';
import { fitWorkspace, type WorkspaceFit } from '../../planning/fit-workspace.ts';
import type { OpenedExport } from '../../planning/import/parsed-export.ts';
import { isLoadable, loadExport } from '../../planning/import/pipeline/load-export.ts';
import { createScenario } from '../../planning/scenario/create-scenario.ts';
import { stalenessOf } from '../../planning/scenario/staleness.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { addDays } from '../../store/model/day.ts';
import { campaignId } from '../../store/model/ids.ts';
import type { Store } from '../../store/ports.ts';
import { anOutcome, aRow, daysFrom, WORKSPACE as IMPORTED, opened } from './import/pipeline/exports.ts';
import { addCampaign, FIRST_DAY, testDeps, VIEWER, WORKSPACE } from './workspace.ts';

const wavy = (level: number, days = 70) =>
  Array.from({ length: days }, (_, i) => level * (1 + 0.4 * Math.sin(i / 5)));

/** The store, and how often days and months of a campaign or source were read from it. */
function counted(store: Store) {
  const reads = { days: 0, months: 0 };
  const counting: Store = {
    ...store,
    dailyPerformance: {
      ...store.dailyPerformance,
      ofCampaign: (...asked) => {
        reads.days += 1;
        return store.dailyPerformance.ofCampaign(...asked);
      },
      hashesOfMonth: (...asked) => {
        reads.months += 1;
        return store.dailyPerformance.hashesOfMonth(...asked);
      },
    },
    outcomes: {
      ...store.outcomes,
      ofSource: (...asked) => {
        reads.days += 1;
        return store.outcomes.ofSource(...asked);
      },
    },
  };
  const readSince = () => {
    const since = { ...reads };
    reads.days = 0;
    reads.months = 0;
    return since;
  };
  return { counting, readSince };
}

async function workspaceOfTwo() {
  const bare = testDeps();
  const { counting, readSince } = counted(bare.store);
  const deps: PlanningDeps = { ...bare, store: counting };
  await addCampaign(deps, { id: 'a', spend: wavy(100) });
  await addCampaign(deps, { id: 'b', spend: wavy(50) });
  readSince();
  return { deps, readSince };
}

describe('reading curves whose data stayed', () => {
  it('reads a few items a month and no day, for curves and scenarios alike', async () => {
    const { deps, readSince } = await workspaceOfTwo();
    const first = await fitWorkspace(deps, WORKSPACE);
    expect(readSince()).toEqual({ days: 2, months: 3 });
    const second = await fitWorkspace(deps, WORKSPACE);
    expect(readSince()).toEqual({ days: 0, months: 3 });
    expect(second).toEqual({ ...first, reused: true, fitMs: 0 });
    const scenario = await createScenario(deps, VIEWER, { name: 'Autumn', objective: 'MAX_CONVERSIONS' });
    expect(readSince().days).toBe(0);
    expect((await stalenessOf(deps, scenario)).isStale).toBe(false);
    expect(readSince().days).toBe(0);
  });

  it('reads the days once more when something of them changed that no curve follows from', async () => {
    const { deps, readSince } = await workspaceOfTwo();
    const first = await fitWorkspace(deps, WORKSPACE);
    const [row] = await deps.store.dailyPerformance.ofCampaign(WORKSPACE, campaignId('a'));
    if (!row) throw new Error('The campaign has days.');
    await deps.store.dailyPerformance.putMany(WORKSPACE, [{ ...row, clicks: 7 }]);
    readSince();
    const second = await fitWorkspace(deps, WORKSPACE);
    expect(second).toEqual({ ...first, reused: true, fitMs: 0 });
    expect(readSince().days).toBe(2);
    expect(await fitWorkspace(deps, WORKSPACE)).toEqual(second);
    expect(readSince().days).toBe(0);
  });

  it.each<[what: string, change: (deps: PlanningDeps) => Promise<unknown>]>([
    [
      'a restated day',
      async ({ store }) => {
        const [row] = await store.dailyPerformance.ofCampaign(WORKSPACE, campaignId('b'));
        if (row) await store.dailyPerformance.putMany(WORKSPACE, [{ ...row, conversions: 9 }]);
      },
    ],
    ['a new campaign', (deps) => addCampaign(deps, { id: 'c', spend: wavy(20) })],
    [
      'a level break',
      (deps) =>
        setLevelBreak(deps, WORKSPACE, {
          campaignId: campaignId('a'),
          date: addDays(FIRST_DAY, 30),
          reason: 'A new price.',
          version: null,
        }),
    ],
  ])('fits anew after %s', async (_, change) => {
    const { deps } = await workspaceOfTwo();
    await fitWorkspace(deps, WORKSPACE);
    await change(deps);
    expect((await fitWorkspace(deps, WORKSPACE)).reused).toBe(false);
    expect((await fitWorkspace(deps, WORKSPACE)).reused).toBe(true);
  });

  it.each<[what: string, hide: (store: Store) => Store]>([
    [
      'curves that were stored by an older version',
      (store) => ({
        ...store,
        curves: {
          ...store.curves,
          all: async (...asked) => (await store.curves.all(...asked)).map(({ basis: _, ...curve }) => curve),
        },
      }),
    ],
    [
      'curves of which not all were written',
      (store) => ({
        ...store,
        curves: { ...store.curves, all: async (...asked) => (await store.curves.all(...asked)).slice(1) },
      }),
    ],
    [
      'months that carry no hash',
      (store) => ({
        ...store,
        dailyPerformance: {
          ...store.dailyPerformance,
          hashesOfMonth: async (...asked) =>
            (await store.dailyPerformance.hashesOfMonth(...asked)).map((month) => ({
              ...month,
              daysHash: null,
            })),
        },
      }),
    ],
  ])('reads the days where it finds %s', async (_, hide) => {
    const { deps, readSince } = await workspaceOfTwo();
    const first = await fitWorkspace(deps, WORKSPACE);
    readSince();
    const { campaigns } = await fitWorkspace({ ...deps, store: hide(deps.store) }, WORKSPACE);
    expect(readSince().days).toBe(2);
    expect(campaigns.map(({ fit, current }) => [fit.curve, current])).toEqual(
      first.campaigns.map(({ fit, current }) => [fit.curve, current]),
    );
  });
});

describe('curves after an import', () => {
  const DAYS = daysFrom('2026-07-20', 45);
  const spend = (i: number) => BigInt(10_000_000 + 1_000_000 * (i % 11));
  const earlier = opened(
    '2026-08-28',
    ['1', '2'].flatMap((campaign) =>
      DAYS.slice(0, 35).map((date, i) =>
        aRow(campaign, date, { spendMicros: spend(i), conversions: 3 + (i % 5) }),
      ),
    ),
  );
  const later = opened(
    '2026-09-03',
    DAYS.flatMap((date, i) =>
      ['1', '2', '3'].map((campaign) =>
        aRow(campaign, date, { spendMicros: spend(i), conversions: 4 + (i % 5), clicks: 60 }),
      ),
    ),
  );
  const crm = opened(
    '2026-09-03',
    DAYS.flatMap((date, i) =>
      ['Campaign 1', 'Campaign 3'].map((name) => anOutcome(name, date, { leads: 3 + (i % 4) })),
    ),
  );

  async function load(store: Store, file: OpenedExport, interrupted = false): Promise<void> {
    if (!isLoadable(file)) throw new Error('The test needs an export that can be loaded.');
    const options = { write: true, bufferedRows: 40 };
    if (!interrupted) return void (await loadExport(store, IMPORTED, file, options));
    const { rowsDone } = await loadExport(store, IMPORTED, file, { ...options, isOver: () => true });
    await fitAll(store);
    await loadExport(store, IMPORTED, file, { ...options, rowsDone });
  }

  const depsOf = (store: Store): PlanningDeps => ({ ...testDeps(), store });
  const withoutHistory = ({ campaigns }: WorkspaceFit) =>
    campaigns.map(({ move: _, fit, campaign, ...rest }) => ({
      campaign: campaign.id,
      ...rest,
      curve: fit.curve,
      draws: fit.posterior.draws.length,
    }));
  const fitAll = async (store: Store) => ({
    conversions: withoutHistory(await fitWorkspace(depsOf(store), IMPORTED)),
    leads: withoutHistory(await fitWorkspace(depsOf(store), IMPORTED, 'LEADS')),
  });

  it.each<[what: string, steps: readonly [OpenedExport, isInterrupted: boolean][]]>([
    [
      'files one after the other',
      [
        [earlier, false],
        [later, false],
        [crm, false],
      ],
    ],
    [
      'the CRM first',
      [
        [crm, false],
        [earlier, false],
        [later, false],
      ],
    ],
    [
      'imports that were cut short and gone on with',
      [
        [earlier, true],
        [later, true],
        [crm, true],
      ],
    ],
    [
      'an older export after the newer one, and again',
      [
        [later, false],
        [earlier, false],
        [crm, false],
        [crm, false],
      ],
    ],
  ])('are those of the days that are there: %s', async (_, steps) => {
    const clean = createMemoryStore();
    for (const file of [earlier, later, crm]) await load(clean, file);
    const store = createMemoryStore();
    for (const [file, isInterrupted] of steps) {
      await load(store, file, isInterrupted);
      await fitAll(store);
    }
    const wanted = await fitAll(clean);
    expect(wanted.conversions).toHaveLength(3);
    expect(wanted.leads).toHaveLength(2);
    expect(await fitAll(store)).toEqual(wanted);
  });
});
