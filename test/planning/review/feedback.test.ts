import { beforeEach, describe, expect, it } from 'vitest';
import { applyChangeSet } from '../../../planning/apply/apply-change-set.ts';
import { approveChangeSet } from '../../../planning/apply/approve.ts';
import { proposeChangeSet } from '../../../planning/apply/propose.ts';
import { correctedCurve } from '../../../planning/curve-points.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { setIncrementality } from '../../../planning/evidence/incrementality.ts';
import { setLevelBreak } from '../../../planning/evidence/level-breaks.ts';
import { fitWorkspace } from '../../../planning/fit-workspace.ts';
import { forecastRecords } from '../../../planning/review/forecast-record.ts';
import { evaluateChangeSet, reviewChangeSet } from '../../../planning/review/review-change-set.ts';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import { addDays, day, type IsoDate } from '../../../store/model/day.ts';
import { campaignId, channel } from '../../../store/model/ids.ts';
import { aDay } from '../../store/support/records.ts';
import { ADA, applyDeps, BOB, type Clock, WIDE, WORKSPACE, withGuardRails } from '../apply/plans.ts';
import { addCampaign } from '../workspace.ts';

const FIRST = day('2026-01-01');
const HISTORY = 84;
const ROUND = 15;

const bring = (spend: number) => 3 + 2 * Math.log1p(spend / 30);

/** A day of the history. */
const dayOf = (id: string, n: number) => {
  const mean = id === 'a' ? 120 : 80;
  const spend = mean * (1 + 0.5 * Math.sin(n / 3 + (id === 'a' ? 0 : 2)));
  return { mean, spend, conversions: bring(spend) };
};

describe('reviews feed the next forecast', () => {
  let clock: Clock;
  let deps: PlanningDeps;
  let today: IsoDate;
  let level: number;

  beforeEach(async () => {
    clock = { now: new Date('2026-01-01T09:00:00Z') };
    deps = applyDeps(undefined, clock);
    await withGuardRails(deps, WIDE);
    level = 1;
    for (const id of ['a', 'b']) {
      const spend = Array.from({ length: HISTORY }, (_, n) => dayOf(id, n).spend);
      await addCampaign(deps, { id, spend, row: (n) => ({ conversions: dayOf(id, n).conversions }) });
    }
    at(addDays(FIRST, HISTORY));
  });

  function at(date: IsoDate): void {
    today = date;
    clock.now = new Date(`${date}T09:00:00Z`);
  }

  /** Spent around the budget, or a share of it, and bringing what money brings at the level of then. */
  async function daysCame(count: number, delivered = 1): Promise<void> {
    const budgets = await deps.store.ledger.budgets(WORKSPACE);
    for (const id of ['a', 'b']) {
      const campaign = await deps.store.campaigns.get(WORKSPACE, campaignId(id));
      const budget = budgets.find((one) => one.campaignId === id);
      if (!campaign) throw new Error('The campaign is there.');
      const mean = budget ? Number(budget.amountMicros) / 1e6 : dayOf(id, 0).mean;
      const rows = Array.from({ length: count }, (_, i) => {
        const date = addDays(today, i);
        const spend = delivered * mean * (1 + 0.5 * Math.sin((2 * Math.PI * i) / 7));
        return aDay(WORKSPACE, id, date, {
          conversions: level * bring(spend),
          spendMicros: BigInt(Math.round(spend * 1e6)),
          incomplete: false,
          attribution: null,
        });
      });
      await deps.store.dailyPerformance.putMany(WORKSPACE, rows);
      await deps.store.campaigns.put({ ...campaign, lastDay: addDays(today, count - 1) }, campaign.version);
    }
    at(addDays(today, count));
  }

  const plan = async () =>
    createScenario(deps, ADA, {
      name: 'Now',
      objective: 'MAX_CONVERSIONS',
      defaultLimits: { minChange: -0.1, maxChange: 0.1 },
    });

  /** Plans, applies, waits for a fortnight, and reviews. */
  async function round(key: string, delivered = 1): Promise<string> {
    const scenario = await plan();
    const { id, body } = await proposeChangeSet(deps, ADA, { scenarioId: scenario.id });
    await approveChangeSet(deps, BOB, { id, planHash: body.planHash });
    await applyChangeSet(deps, BOB, {
      id,
      planHash: body.planHash,
      idempotencyKey: key,
      executor: 'STORE',
      isAllOrNothing: true,
    });
    await daysCame(ROUND, delivered);
    await evaluateChangeSet(deps, ADA, id);
    return id;
  }

  const fitted = async () => (await fitWorkspace(deps, WORKSPACE)).campaigns;

  it('corrects nothing after one review, however far off, nor while forecasts hold', async () => {
    await round('one');
    await round('two');
    expect((await fitted()).map(({ correction }) => correction)).toEqual([null, null]);
    const [record] = await forecastRecords(deps, WORKSPACE);
    expect(record?.correction).toMatchObject({ factor: 1, spread: 0, rounds: 2 });
    expect(record?.correction?.sentence).toContain('stand as they are');
  });

  it('takes back what was promised too much again and again, and says so wherever it plans with it', async () => {
    const ids: string[] = [];
    for (const key of ['one', 'two', 'three']) {
      level *= 0.65;
      ids.unshift(await round(key));
    }
    const [a] = await fitted();
    const correction = a?.correction;
    expect(correction).toMatchObject({ channel: 'google_search', rounds: 3, checks: 3, changeSetIds: ids });
    expect(correction?.factor).toBeLessThan(0.9);
    expect(correction?.sentence).toMatch(/3 reviews of google_search, after 3 fits, found \d+ % less/);

    const curve = a && correctedCurve(a);
    expect(curve?.after.outcome).toBeCloseTo((curve?.before.outcome ?? 0) * (correction?.factor ?? 0), 9);
    expect(a?.fit.diagnostics.warnings).toContain(correction?.sentence);
    expect(a?.reported.diagnostics.warnings).not.toContain(correction?.sentence);
    const outcome = outcomeOf(await plan());
    expect(outcome.notes).toContain(correction?.sentence);
    expect(outcome.before.expectedConversions).toBeCloseTo(
      (await fitted()).reduce((sum, one) => sum + (correctedCurve(one)?.after.outcome ?? 0), 0),
      1,
    );
  });

  it('is judged on the bare fits, so that a correction that works does not undo itself', async () => {
    for (const key of ['one', 'two', 'three']) {
      level *= 0.65;
      await round(key);
    }
    const before = (await fitted())[0]?.correction;
    level *= 0.65;
    const id = await round('four');
    const [review] = (await reviewChangeSet(deps, WORKSPACE, id)).channels;
    expect(review?.predicted).toBeCloseTo((review?.uncorrected?.predicted ?? 0) * (before?.factor ?? 0), 6);
    const miss = (predicted = 0) => Math.abs((review?.actual ?? 0) / predicted - 1);
    expect(miss(review?.predicted)).toBeLessThan(miss(review?.uncorrected?.predicted));
    const after = (await fitted())[0]?.correction;
    expect(after?.factor).toBeLessThan((before?.factor ?? 0) + 0.05);
  });

  it('goes back when later reviews agree, as after a break that was recorded late', async () => {
    const falls: IsoDate[] = [];
    for (const key of ['one', 'two']) {
      level *= 0.65;
      falls.push(today);
      await round(key);
    }
    const before = (await fitted())[0]?.correction;
    expect(before?.factor).toBeLessThan(0.95);
    for (const id of ['a', 'b']) {
      for (const date of falls) {
        await setLevelBreak(deps, WORKSPACE, {
          campaignId: campaignId(id),
          date,
          reason: 'The price went up.',
          version: null,
        });
      }
    }
    for (const key of ['three', 'four', 'five']) await round(key);
    const after = (await fitted())[0]?.correction;
    expect(after?.factor ?? 1).toBeGreaterThan((before?.factor ?? 1) + 0.05);
  });

  it('learns nothing of curves from budgets that were not spent', async () => {
    for (const key of ['one', 'two', 'three']) await round(key, 0.4);
    const [record] = await forecastRecords(deps, WORKSPACE);
    expect(record?.evaluations).toBe(3);
    expect(record?.correction).toBeNull();
  });

  it('does not take incrementality for a promise too little: reviews hold against what is reported', async () => {
    await setIncrementality(deps, WORKSPACE, {
      channel: channel('google_search'),
      from: FIRST,
      multiplier: 0.5,
      source: 'A geo test.',
      version: null,
    });
    const id = await round('one');
    const [review] = (await reviewChangeSet(deps, WORKSPACE, id)).channels;
    expect(Math.abs((review?.actual ?? 0) / (review?.predicted ?? 1) - 1)).toBeLessThan(0.1);
    await round('two');
    expect((await fitted())[0]?.correction).toBeNull();
  });
});
