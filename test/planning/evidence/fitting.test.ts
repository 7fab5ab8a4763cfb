import { beforeEach, describe, expect, it } from 'vitest';
import { baselineOf, responseAt } from '../../../optimizer/curve/evaluate.ts';
import type { ExperimentCheck } from '../../../optimizer/fit/fitted-curve.ts';
import { curvePoints, marginalAtCurrent } from '../../../planning/curve-points.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { setCalendarEvent } from '../../../planning/evidence/calendar-events.ts';
import { type ExperimentRequest, recordExperiment } from '../../../planning/evidence/experiments.ts';
import { incrementalFit } from '../../../planning/evidence/incremental-fit.ts';
import { setIncrementality } from '../../../planning/evidence/incrementality.ts';
import { setLevelBreak } from '../../../planning/evidence/level-breaks.ts';
import {
  evidenceOn,
  incrementalityInForce,
  readEvidence,
} from '../../../planning/evidence/workspace-evidence.ts';
import { type FittedCampaign, fitWorkspace } from '../../../planning/fit-workspace.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import { day } from '../../../store/model/day.ts';
import { campaignId, channel, experimentId } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, VIEWER, WORKSPACE } from '../workspace.ts';

const wavy = (level: number, days = 70) =>
  Array.from({ length: days }, (_, i) => level * (1 + 0.4 * Math.sin(i / 5)));

const LOG = { family: 'LOG', scale: 20, halfSaturation: 100, baseline: 3 } as const;
const DRAWS = [LOG, { ...LOG, scale: 22 }, { ...LOG, scale: 18 }];

const lift = (changes: Partial<ExperimentRequest> = {}): ExperimentRequest => ({
  id: experimentId('geo'),
  campaignId: campaignId('a'),
  kind: 'GEO_TEST',
  outcome: 'CONVERSIONS',
  from: day('2026-01-10'),
  to: day('2026-02-06'),
  spendControlMicros: 100_000_000n,
  spendTestMicros: 150_000_000n,
  lift: 3,
  standardError: 0.5,
  source: 'Ten regions against ten.',
  version: null,
  ...changes,
});

const multiplied = {
  channel: channel('google_search'),
  from: day('2026-01-01'),
  multiplier: 0.5,
  source: 'A geo test.',
  version: null,
};

let deps: PlanningDeps;
beforeEach(() => {
  deps = testDeps();
});

async function only(outcome: 'CONVERSIONS' | 'REVENUE' = 'CONVERSIONS'): Promise<FittedCampaign> {
  const [fitted] = (await fitWorkspace(deps, WORKSPACE, outcome)).campaigns;
  if (!fitted) throw new Error('There is a campaign with days.');
  return fitted;
}

describe('evidence', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['an experiment', () => recordExperiment(deps, VIEWER, lift())],
    [
      'a break',
      () =>
        setLevelBreak(deps, WORKSPACE, {
          campaignId: campaignId('a'),
          date: day('2026-02-01'),
          reason: 'Prices.',
          version: null,
        }),
    ],
    [
      'an event',
      () =>
        setCalendarEvent(deps, WORKSPACE, {
          name: 'Sale',
          from: day('2026-02-01'),
          to: day('2026-02-03'),
          channels: null,
          version: null,
        }),
    ],
  ])('%s has the curves fitted anew, once', async (_, add) => {
    await addCampaign(deps, { id: 'a', spend: wavy(100) });
    await fitWorkspace(deps, WORKSPACE);
    await add();
    expect((await fitWorkspace(deps, WORKSPACE)).reused).toBe(false);
    expect((await fitWorkspace(deps, WORKSPACE)).reused).toBe(true);
  });

  it('of revenue leaves the curves of conversions alone', async () => {
    await addCampaign(deps, { id: 'a', spend: wavy(100) });
    await fitWorkspace(deps, WORKSPACE);
    await fitWorkspace(deps, WORKSPACE, 'REVENUE');
    await recordExperiment(deps, VIEWER, lift({ outcome: 'REVENUE' }));
    expect((await fitWorkspace(deps, WORKSPACE)).reused).toBe(true);
    expect((await fitWorkspace(deps, WORKSPACE, 'REVENUE')).reused).toBe(false);
  });

  it('shows what a curve said of the experiment without it and with it', async () => {
    await addCampaign(deps, {
      id: 'a',
      spend: wavy(100),
      row: (i) => ({ conversions: Math.round(2 + 12 * Math.log1p((wavy(100)[i] ?? 0) / 80)) }),
    });
    const before = await only();
    expect(before.fit.calibration).toEqual([]);
    const saidOf = ({ fit }: FittedCampaign) => responseAt(fit.curve, 150) - responseAt(fit.curve, 100);
    await recordExperiment(
      deps,
      VIEWER,
      lift({ lift: 2 * saidOf(before), standardError: 0.2 * saidOf(before) }),
    );
    const after = await only();
    const [check] = after.fit.calibration;
    expect(check).toMatchObject({ id: 'geo', observed: { lift: 2 * saidOf(before) } });
    expect(check?.after.lift).toBeGreaterThan(check?.before.lift ?? Number.NaN);
    expect(saidOf(after)).toBeGreaterThan(saidOf(before));
    expect(before.move).toBeNull();
  });
});

describe('a refit', () => {
  it('that moves a curve much says why, until the next one', async () => {
    await addCampaign(deps, { id: 'a', spend: wavy(100), row: (i) => ({ conversions: 5 + (i % 3) }) });
    await only();
    await recordExperiment(deps, VIEWER, lift({ lift: 4, standardError: 0.1 }));
    const { move } = await only();
    expect(move?.share).toBeGreaterThan(0.1);
    expect(move?.sentence).toMatch(/rose by \d+ %: a new experiment \(geo\)/);
    expect((await only()).move).toEqual(move);
  });

  it('is not compared with what other code has fitted', async () => {
    await addCampaign(deps, { id: 'a', spend: wavy(100), curve: LOG });
    await recordExperiment(deps, VIEWER, lift());
    expect((await only()).move).toBeNull();
  });
});

describe('incrementality', () => {
  it('multiplies what spend brings, in the curve, its draws and its marginal returns, and leaves the baseline', async () => {
    await addCampaign(deps, { id: 'a', spend: steady(100), curve: LOG, draws: DRAWS });
    const reported = await only();
    await setIncrementality(deps, WORKSPACE, multiplied);
    const incremental = await only();

    expect(incremental.incrementality).toMatchObject({ multiplier: 0.5, source: 'A geo test.' });
    expect(reported.incrementality).toBeNull();
    expect(baselineOf(incremental.fit.curve)).toBe(3);
    expect(responseAt(incremental.fit.curve, 80)).toBeCloseTo(responseAt(reported.fit.curve, 80) / 2, 12);
    expect(incremental.fit.posterior.draws.map(({ curve }) => responseAt(curve, 80))).toEqual(
      reported.fit.posterior.draws.map(({ curve }) => responseAt(curve, 80) / 2),
    );
    const [now, then] = [marginalAtCurrent(incremental), marginalAtCurrent(reported)];
    expect(now.outcome).toBeCloseTo((then.outcome ?? 0) / 2, 12);
    expect(now.interval?.[0]).toBeCloseTo((then.interval?.[0] ?? 0) / 2, 12);
    expect(incremental.fit.diagnostics.marginalAtCurrent.interval).toEqual([0.02, 0.03]);
    expect(curvePoints(incremental, 3)[0]?.expectedOutcome).toBe(3);
  });

  it('widens draws and bands by its standard error, in the same way for all campaigns of the channel', async () => {
    // Draws that agree, so that all there is to see comes from the multiplier.
    const draws = Array.from({ length: 64 }, () => LOG);
    for (const id of ['a', 'b']) await addCampaign(deps, { id, spend: steady(100), curve: LOG, draws });
    await setIncrementality(deps, WORKSPACE, { ...multiplied, standardError: 0.1 });
    const { campaigns } = await fitWorkspace(deps, WORKSPACE);
    const [a, b] = campaigns.map(({ fit }) =>
      fit.posterior.draws.map(({ curve }) => responseAt(curve, 80) / responseAt(LOG, 80)),
    );
    const mean = (values: readonly number[] = []) => values.reduce((x, y) => x + y, 0) / values.length;
    expect(mean(a)).toBeCloseTo(0.5, 6);
    expect(Math.sqrt(mean(a?.map((value) => (value - 0.5) ** 2)))).toBeCloseTo(0.1, 2);
    expect(b).toEqual(a);
    expect(campaigns[0]?.fit.posterior.draws.every(({ curve }) => baselineOf(curve) === 3)).toBe(true);
    const [low, high] = campaigns[0]?.fit.diagnostics.marginalAtCurrent.interval ?? [];
    expect(low).toBeLessThan(0.02);
    expect(high).toBeGreaterThan(0.03);

    const scenario = await createScenario(deps, VIEWER, { name: 'Plan', objective: 'MAX_CONVERSIONS' });
    const { rows, before, notes } = outcomeOf(scenario);
    expect(notes).toContainEqual(expect.stringContaining('0.5 (standard error 0.1)'));
    const width = (interval: readonly [number, number] | null | undefined) =>
      interval ? interval[1] - interval[0] : 0;
    // Errors that are shared add up; others would make the sum's interval narrower.
    expect(width(before.interval)).toBeGreaterThan(1.9 * width(rows[0]?.before.interval));
  });

  it('needs no fit of its own, and none of it belongs to another channel', async () => {
    await addCampaign(deps, { id: 'a', spend: steady(100), curve: LOG });
    await addCampaign(deps, { id: 'b', spend: steady(100), curve: LOG, channel: 'meta_social' });
    await setIncrementality(deps, WORKSPACE, multiplied);
    const { campaigns, reused } = await fitWorkspace(deps, WORKSPACE);
    expect(reused).toBe(true);
    expect(campaigns.map(({ incrementality }) => incrementality?.multiplier ?? null)).toEqual([0.5, null]);
  });

  it.each([
    ['2025-12-31', null],
    ['2026-01-01', 0.7],
    ['2026-06-30', 0.7],
    ['2026-07-01', 0.9],
  ])('in force on %s is %s', (today, expected) => {
    const search = channel('google_search');
    const records = [
      { ...multiplied, workspaceId: WORKSPACE, multiplier: 0.7, version: 1 },
      { ...multiplied, workspaceId: WORKSPACE, multiplier: 0.9, version: 1, from: day('2026-07-01') },
      { ...multiplied, workspaceId: WORKSPACE, version: 1, channel: channel('tv') },
    ];
    expect(incrementalityInForce(records, search, day(today))?.multiplier ?? null).toBe(expected);
  });

  it('does not discount twice what an experiment measured', async () => {
    const campaign = await addCampaign(deps, { id: 'a', spend: steady(100), curve: LOG });
    await recordExperiment(deps, VIEWER, lift({ lift: 3, standardError: 0.5 }));
    const { experiments } = evidenceOn(campaign, 'CONVERSIONS', await readEvidence(deps, WORKSPACE), 0.5);
    expect(experiments).toMatchObject([
      { id: 'geo', spendControl: 100, spendTest: 150, lift: 6, standardError: 1 },
    ]);
    const figure = (value: number): ExperimentCheck['observed'] => ({
      lift: value,
      interval: [value - 1, value + 1],
    });
    const check = { id: 'geo', observed: figure(6), before: figure(8), after: figure(7) };
    const { fit } = { fit: incrementalFit({ ...(await only()).fit, calibration: [check] }, 0.5) };
    expect(fit.calibration).toEqual([
      {
        id: 'geo',
        observed: { lift: 3, interval: [2.5, 3.5] },
        before: { lift: 4, interval: [3.5, 4.5] },
        after: { lift: 3.5, interval: [3, 4] },
      },
    ]);
  });

  it('is what a scenario plans with, and it says so with the source', async () => {
    await addCampaign(deps, { id: 'a', spend: steady(100), curve: LOG });
    await addCampaign(deps, { id: 'b', spend: steady(100), curve: LOG, channel: 'meta_social' });
    const request = { name: 'Plan', objective: 'MAX_CONVERSIONS' as const };
    const before = outcomeOf(await createScenario(deps, VIEWER, request));
    await setIncrementality(deps, WORKSPACE, multiplied);
    const scenario = await createScenario(deps, VIEWER, request);
    const after = outcomeOf(scenario);
    expect(before.rows.map(({ incrementality }) => incrementality)).toEqual([null, null]);
    expect(after.rows[0]?.incrementality).toEqual({
      multiplier: 0.5,
      source: 'A geo test.',
      from: '2026-01-01',
    });
    expect(after.notes).toContainEqual(expect.stringMatching(/google_search counts at 0\.5 .* A geo test\./));
    expect(Number(after.rows[0]?.before.marginalCpaMicros)).toBeCloseTo(
      2 * Number(before.rows[0]?.before.marginalCpaMicros),
      -1,
    );
    expect(Number(after.rows[0]?.proposedMicros)).toBeLessThan(Number(after.rows[1]?.proposedMicros));
  });
});

describe('curves of revenue', () => {
  it('are fitted to revenue and kept beside those of conversions', async () => {
    await addCampaign(deps, {
      id: 'a',
      spend: wavy(100),
      row: (i) => ({
        revenueMicros: BigInt(Math.round(1e6 * (200 + 900 * Math.log1p((wavy(100)[i] ?? 0) / 80)))),
      }),
    });
    const revenue = await only('REVENUE');
    expect(revenue.outcome).toBe('REVENUE');
    expect(baselineOf(revenue.fit.curve) + responseAt(revenue.fit.curve, 100)).toBeGreaterThan(700);
    expect((await only()).outcome).toBe('CONVERSIONS');
    expect((await fitWorkspace(deps, WORKSPACE, 'REVENUE')).reused).toBe(true);
    expect((await fitWorkspace(deps, WORKSPACE)).reused).toBe(true);
  });

  it('leave out campaigns that never reported any', async () => {
    await addCampaign(deps, { id: 'leads', spend: wavy(100), row: () => ({ revenueMicros: null }) });
    expect((await fitWorkspace(deps, WORKSPACE, 'REVENUE')).campaigns).toEqual([]);
    expect((await fitWorkspace(deps, WORKSPACE)).campaigns).toHaveLength(1);
  });
});
