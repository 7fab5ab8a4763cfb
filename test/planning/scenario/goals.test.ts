import { beforeEach, describe, expect, it } from 'vitest';
import { responseAt } from '../../../optimizer/curve/evaluate.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { InsufficientDataError, InvalidInputError } from '../../../planning/errors.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import type { ScenarioOutcome } from '../../../planning/scenario/outcome.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import type { ScenarioRequest } from '../../../planning/scenario/request.ts';
import { campaignId } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, VIEWER } from '../workspace.ts';

const log = (scale: number) => ({ family: 'LOG', scale, halfSaturation: 100, baseline: 1 }) as const;
const seenTo900 = (current: number) => [...steady(900, 20), ...steady(current, 28)];
const micros = (units: number) => BigInt(Math.round(units * 1e6));
const units = (text: string | null | undefined) => Number(text) / 1e6;
const named = (id: string) => campaignId(id);

/** Each conversion is worth 80: the days of the fixtures bring 5 conversions and 400 of revenue. */
const CURVES = { a: log(30), b: log(15), c: log(10), d: log(6) } as const;
const CURRENT = { a: 100, b: 200.01, c: 133.33, d: 66.67 } as const;

const WIDE = { minChange: -1, maxChange: 3 };

describe('what a planner may ask for', () => {
  let deps: PlanningDeps;
  const answer = async (request: Partial<ScenarioRequest>): Promise<ScenarioOutcome> =>
    outcomeOf(
      await createScenario(deps, VIEWER, {
        name: 'May',
        objective: 'MAX_CONVERSIONS',
        defaultLimits: WIDE,
        ...request,
      }),
    );
  const proposed = (outcome: ScenarioOutcome) =>
    Object.fromEntries(outcome.rows.map((row) => [row.campaignId, units(row.proposedMicros)]));
  const moved = (outcome: ScenarioOutcome) =>
    outcome.rows.filter((row) => row.proposedMicros !== row.currentMicros).map((row) => row.campaignId);
  /** What spend brings alone, from the curves themselves. */
  const conversions = (outcome: ScenarioOutcome) =>
    Object.entries(CURVES).reduce(
      (total, [id, curve]) => total + responseAt(curve, proposed(outcome)[id] ?? 0),
      0,
    );
  const total = (outcome: ScenarioOutcome) => units(outcome.after?.spendMicros);
  const isKept = (outcome: ScenarioOutcome) =>
    expect(outcome.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });

  beforeEach(async () => {
    deps = testDeps();
    for (const id of ['a', 'b', 'c', 'd'] as const) {
      await addCampaign(deps, {
        id,
        name: `Campaign ${id}`,
        spend: seenTo900(CURRENT[id]),
        curve: CURVES[id],
      });
    }
  });

  it('the least spend for an outcome: to the cent no more than it takes', async () => {
    const outcome = await answer({ objective: 'MIN_SPEND', floors: { conversionsAtLeast: 40 } });
    expect(outcome.status).toBe('OPTIMAL');
    expect(conversions(outcome)).toBeGreaterThanOrEqual(40 - 1e-9);
    expect(total(outcome)).toBeLessThan(500);
    expect(outcome.lowerBound).toBeLessThanOrEqual(outcome.objectiveValue ?? 0);
    expect(outcome.upperBound).toBeNull();
    expect(outcome.gain?.objective).toBeCloseTo(500.01 - total(outcome), 6);
    isKept(outcome);
  });

  it.each<[string, ScenarioRequest['floors']]>([
    ['revenue', { revenueAtLeastMicros: micros(3_000) }],
    ['profit', { profitAtLeastMicros: micros(2_800) }],
    ['conversions and revenue', { conversionsAtLeast: 40, revenueAtLeastMicros: micros(3_100) }],
  ])('the least spend for a floor on %s', async (_what, floors) => {
    const outcome = await answer({ objective: 'MIN_SPEND', floors });
    expect(outcome.status).toBe('OPTIMAL');
    expect(outcome.relativeGap).toBeLessThan(1e-4);
    isKept(outcome);
  });

  it('the highest ROI, in a range of budgets', async () => {
    const outcome = await answer({
      objective: 'MAX_ROI',
      margin: 0.5,
      budget: { atLeastMicros: micros(300), atMostMicros: micros(600) },
    });
    expect(outcome.status).toBe('OPTIMAL');
    expect(outcome.objectiveValue).toBeCloseTo((conversions(outcome) * 80 * 0.5) / total(outcome) - 1, 9);
    expect(outcome.objectiveValue).toBeGreaterThan(outcome.currentValue);
    expect(total(outcome)).toBe(300);
  });

  it.each([
    ['a free budget', { free: true }],
    ['a budget at most', { atMostMicros: micros(900) }],
  ])('a target CPA that holds exactly, with %s', async (_what, budget) => {
    const outcome = await answer({ budget, targets: { cpaAtMostMicros: micros(9.5) } });
    expect(outcome.status).toBe('OPTIMAL');
    expect(total(outcome) / conversions(outcome)).toBeLessThanOrEqual(9.5 + 1e-9);
    expect(total(outcome) / conversions(outcome)).toBeGreaterThan(9.499);
    expect(units(outcome.after?.incrementalCpaMicros)).toBeCloseTo(9.5, 3);
    expect(outcome.bindingConstraints.map(({ kind }) => kind)).toContain('CPA');
    isKept(outcome);
  });

  it('a target ROAS that holds exactly', async () => {
    const outcome = await answer({ budget: { free: true }, targets: { roasAtLeast: 8 } });
    expect(outcome.after?.incrementalRoas).toBeCloseTo(8, 3);
    isKept(outcome);
  });

  it('a target for the marginal CPA of each campaign', async () => {
    const outcome = await answer({
      budget: { free: true },
      targets: { marginalCpaAtMostMicros: micros(15) },
    });
    // The next conversion of LOG(scale, 100) costs (100 + x) / scale.
    expect(proposed(outcome)).toEqual({ a: 350, b: 125, c: 50, d: 0 });
    expect(outcome.rows[0]?.reason.code).toBe('AT_MARGINAL_TARGET');
    isKept(outcome);
  });

  it('budgets in whole steps, and a campaign that runs with enough or not at all', async () => {
    const outcome = await answer({
      budget: { equalMicros: micros(500) },
      campaigns: [
        { campaignId: named('a'), stepMicros: micros(25) },
        { campaignId: named('b'), stepMicros: micros(10) },
        { campaignId: named('d'), minIfOnMicros: micros(90) },
      ],
    });
    const spends = proposed(outcome);
    expect((spends.a ?? 1) % 25).toBe(0);
    expect((spends.b ?? 1) % 10).toBe(0);
    expect(spends.d).toBe(0);
    expect(outcome.rows[3]?.reason).toMatchObject({ code: 'SWITCHED_OFF' });
    expect(total(outcome)).toBe(500);
    isKept(outcome);
  });

  it.each([1, 2, 3, 4])('at most %i moved campaigns: the others stay to the cent', async (unitsMoved) => {
    const outcome = await answer({ limits: { unitsMoved } });
    expect(moved(outcome).length).toBeLessThanOrEqual(unitsMoved);
    expect(outcome.after?.spendMicros).toBe(outcome.before.spendMicros);
    for (const row of outcome.rows) {
      if (!moved(outcome).includes(row.campaignId)) expect(row.proposedMicros).toBe(row.currentMicros);
    }
    isKept(outcome);
  });

  it.each([17.77, 60, 111.11])('at most %d a day of money moved', async (most) => {
    const outcome = await answer({ limits: { totalMovedMicros: micros(most) } });
    const changes = outcome.rows.map((row) => Math.abs(units(row.proposedMicros) - units(row.currentMicros)));
    const change = changes.reduce((sum, amount) => sum + amount, 0) / 2;
    expect(change).toBeLessThanOrEqual(most + 1e-9);
    expect(change).toBeGreaterThan(most - 0.05);
    isKept(outcome);
  });

  it('answers to questions, in money and of campaigns', async () => {
    const { answers } = await answer({
      defaultLimits: { minChange: -0.2, maxChange: 0.2 },
      targets: { cpaAtMostMicros: micros(20) },
      questions: {
        frontier: { fromMicros: micros(400), toMicros: micros(600), points: 5 },
        constraintCosts: true,
        widerRoom: 2,
        fewestMoves: 0.9,
      },
    });
    expect(answers?.frontier?.points.map(({ budgetMicros }) => units(budgetMicros))).toEqual([
      400, 450, 500, 550, 600,
    ]);
    const values = answers?.frontier?.points.map(({ objectiveValue }) => objectiveValue ?? 0) ?? [];
    expect([...values].sort((x, y) => x - y)).toEqual(values);
    expect(answers?.frontier?.targets).toHaveLength(1);
    expect(answers?.constraintCosts?.[0]).toMatchObject({ campaignId: expect.any(String) });
    expect(answers?.widerRoom?.gain).toBeGreaterThan(0);
    const moves = answers?.fewestMoves;
    const changed = moves?.spends.filter(({ currentMicros, spendMicros }) => currentMicros !== spendMicros);
    expect(changed).toHaveLength(moves?.campaignsMoved ?? -1);
    expect(moves?.shareOfGain).toBeGreaterThanOrEqual(0.9 - 1e-9);
  });

  it('uncertainty and risk, where the fits know them', async () => {
    const draws = (scale: number, spread: number) =>
      Array.from({ length: 20 }, (_, k) => log(scale * (1 + (spread * (((k * 7) % 20) - 9.5)) / 10)));
    await addCampaign(deps, {
      id: 'e',
      name: 'Sure',
      spend: seenTo900(150),
      curve: log(20),
      draws: draws(20, 0.02),
    });
    await addCampaign(deps, {
      id: 'f',
      name: 'Unsure',
      spend: seenTo900(150),
      curve: log(20),
      draws: draws(20, 0.9),
    });
    const mean = await answer({ uncertainty: true });
    const averse = await answer({ risk: { aversion: 0.8, tail: 0.2 } });
    expect(mean.uncertainty).toMatchObject({ draws: 20, probabilityTargetsMet: null });
    expect(mean.uncertainty?.shares).toHaveLength(6);
    expect(proposed(mean).e).toBeCloseTo(proposed(mean).f ?? 0, 0);
    expect(proposed(averse).f).toBeLessThan((proposed(averse).e ?? 0) - 1);
    expect(mean.notes.join()).toContain('carry no draws: Campaign a, Campaign b');
    expect((await answer({})).uncertainty).toBeNull();
    isKept(averse);
  });

  it.each<[string, Partial<ScenarioRequest>, string]>([
    ['least spend without a floor', { objective: 'MIN_SPEND' }, 'floors'],
    ['a floor of another objective', { floors: { conversionsAtLeast: 5 } }, 'floors'],
    ['a target of nothing', { targets: { cpaAtMostMicros: 0n } }, 'targets.cpaAtMost'],
    ['half a campaign', { limits: { unitsMoved: 1.5 } }, 'limits.unitsMoved'],
    ['parts of a cent', { limits: { totalMovedMicros: 1n } }, 'limits.totalMoved'],
    [
      'a step of nothing',
      { campaigns: [{ campaignId: campaignId('a'), stepMicros: 0n }] },
      'campaigns.0.step',
    ],
    ['a budget both free and not', { budget: { free: true, equalMicros: 1n } }, 'budget.free'],
    ['more aversion than there is', { risk: { aversion: 2 } }, 'risk.aversion'],
    ['narrower room', { questions: { widerRoom: 0.5 } }, 'questions.widerRoom'],
    [
      'a frontier that goes down',
      { questions: { frontier: { fromMicros: 2n, toMicros: 1n, points: 3 } } },
      'questions.frontier.from',
    ],
  ])('refuses %s', async (_what, request, path) => {
    const refusal = await answer(request).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect((refusal as InvalidInputError).path.join('.')).toBe(path);
  });

  it('refuses to count revenue that nobody reported', async () => {
    await addCampaign(deps, {
      id: 'silent',
      spend: seenTo900(100),
      curve: log(10),
      row: () => ({ revenueMicros: null }),
    });
    await expect(answer({ targets: { roasAtLeast: 3 } })).rejects.toBeInstanceOf(InsufficientDataError);
    expect((await answer({ targets: { cpaAtMostMicros: micros(20) } })).after).not.toBeNull();
  });
});
