import { beforeEach, describe, expect, it } from 'vitest';
import { readChangeSet } from '../../../planning/apply/read-change-set.ts';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { bandOf, uncorrectedBandOf } from '../../../planning/review/band.ts';
import { forecastRecords } from '../../../planning/review/forecast-record.ts';
import { evaluateChangeSet, reviewChangeSet } from '../../../planning/review/review-change-set.ts';
import { addDays, day } from '../../../store/model/day.ts';
import { campaignId } from '../../../store/model/ids.ts';
import { aDay } from '../../store/support/records.ts';
import {
  ADA,
  addCampaigns,
  applyDeps,
  applying,
  approved,
  type Clock,
  type Move,
  WIDE,
  WORKSPACE,
  withGuardRails,
} from '../apply/plans.ts';

/** By the plan, each brings a tenth of what it spends: 110 and 90 a day. */
const MOVES: readonly Move[] = [
  { id: 'a', from: 1000, to: 1100, channel: 'search' },
  { id: 'b', from: 1000, to: 900, channel: 'social' },
];
const APPLIED = day('2026-11-10');

describe('a review', () => {
  let clock: Clock;
  let deps: PlanningDeps;
  beforeEach(async () => {
    clock = { now: new Date('2026-11-10T09:00:00Z') };
    deps = applyDeps(undefined, clock);
    await withGuardRails(deps, WIDE);
    await addCampaigns(deps, MOVES);
  });

  /** So many days after the application, with these conversions a day. */
  async function daysCame(conversions: Record<string, number>, days: number, from = APPLIED) {
    for (const { id, to } of MOVES) {
      const campaign = await deps.store.campaigns.get(WORKSPACE, campaignId(id));
      if (campaign) {
        const lastDay = addDays(from, days);
        await deps.store.campaigns.put({ ...campaign, lastDay }, campaign.version);
      }
      await deps.store.dailyPerformance.putMany(
        WORKSPACE,
        Array.from({ length: days }, (_, i) =>
          aDay(WORKSPACE, id, addDays(from, i + 1), {
            conversions: conversions[id] ?? 0,
            spendMicros: BigInt(to) * 1_000_000n,
            incomplete: false,
          }),
        ),
      );
    }
  }

  const applied = async (key: string, moves = MOVES) => {
    const changeSet = await approved(deps, moves);
    await applying(deps, changeSet, key);
    return changeSet.id;
  };

  it('is refused before there is anything to review', async () => {
    const { id } = await approved(deps, MOVES);
    await expect(reviewChangeSet(deps, WORKSPACE, id)).rejects.toMatchObject({ code: 'WRONG_STATE' });
  });

  it('holds what came against what was predicted, campaign by campaign and in total', async () => {
    const id = await applied('key');
    await daysCame({ a: 110, b: 60 }, 14);
    const review = await reviewChangeSet(deps, WORKSPACE, id);
    expect(review).toMatchObject({ state: 'COMPLETE', from: '2026-11-11', to: '2026-11-24', days: 14 });
    const [a, b] = review.campaigns;
    expect(a).toMatchObject({ predicted: 1540, actual: 1540, isInside: true, deliveredRatio: 1 });
    expect(b).toMatchObject({ predicted: 1260, actual: 840, isInside: false });
    expect(review.channels.map(({ channel, isInside }) => [channel, isInside])).toEqual([
      ['google_search', false],
    ]);
    expect(review.wape).toBeCloseTo(420 / 2380, 12);
    expect(review.bias).toBeCloseTo(420 / 2380, 12);
    expect(review.coverage).toBe(0.5);
  });

  it('goes on measuring until two weeks are complete, and is then kept for good', async () => {
    const id = await applied('key');
    await daysCame({ a: 110, b: 90 }, 5);
    expect((await evaluateChangeSet(deps, ADA, id)).state).toBe('MEASURING');
    expect((await reviewChangeSet(deps, WORKSPACE, id)).days).toBe(5);
    await daysCame({ a: 110, b: 90 }, 20);
    expect((await evaluateChangeSet(deps, ADA, id)).state).toBe('EVALUATED');
    const kept = await reviewChangeSet(deps, WORKSPACE, id);
    await daysCame({ a: 0, b: 0 }, 20);
    expect(await reviewChangeSet(deps, WORKSPACE, id)).toEqual(kept);
    expect(await evaluateChangeSet(deps, ADA, id)).toMatchObject({ state: 'EVALUATED' });
  });

  it('suggests to roll back when less came than the band allows, and does nothing itself', async () => {
    const id = await applied('key');
    await daysCame({ a: 50, b: 50 }, 14);
    expect((await reviewChangeSet(deps, WORKSPACE, id)).isRollbackSuggested).toBe(true);
    expect((await readChangeSet(deps, WORKSPACE, id)).state).toBe('APPLIED');
    await daysCame({ a: 200, b: 200 }, 14);
    expect((await reviewChangeSet(deps, WORKSPACE, id)).isRollbackSuggested).toBe(false);
  });

  it('flags a channel after two misses in a row, and suggests an experiment', async () => {
    const first = await applied('one');
    await daysCame({ a: 50, b: 50 }, 14);
    await evaluateChangeSet(deps, ADA, first);
    expect(await forecastRecords(deps, WORKSPACE)).toMatchObject([
      { channel: 'google_search', evaluations: 1, missesInARow: 1, isFlagged: false, suggestion: null },
    ]);
    clock.now = new Date('2026-12-10T09:00:00Z');
    const second = await applied('two', [
      { id: 'a', from: 1100, to: 1200 },
      { id: 'b', from: 900, to: 950 },
    ]);
    await daysCame({ a: 50, b: 50 }, 14, day('2026-12-10'));
    await evaluateChangeSet(deps, ADA, second);
    const [record] = await forecastRecords(deps, WORKSPACE);
    expect(record).toMatchObject({ evaluations: 2, missesInARow: 2, isFlagged: true, coverage: 0 });
    expect(record?.suggestion).toContain('experiment');
    expect(record?.bias).toBeGreaterThan(0);
  });
});

describe('a band', () => {
  const expected = { conversions: 10, interval: [9, 11] as [number, number] };

  it('is of the whole window, and as wide as the doubt of the curve and chance together', () => {
    const { predicted, interval } = bandOf([{ expected, actual: 140 }], 14);
    expect(predicted).toBe(140);
    const reach = Math.hypot(14, 1.2815515655446004 * Math.sqrt(140));
    expect(interval?.[0]).toBeCloseTo(140 - reach, 9);
    expect(interval?.[1]).toBeCloseTo(140 + reach, 9);
  });

  it('of several is narrower than all of them side by side', () => {
    const one = bandOf([{ expected, actual: 0 }], 14).interval ?? [0, 0];
    const four = bandOf(Array(4).fill({ expected, actual: 0 }), 14).interval ?? [0, 0];
    expect(four[1] - four[0]).toBeCloseTo(2 * (one[1] - one[0]), 9);
  });

  it('holds what is reported, as reviews corrected it, and the error that a channel shares', () => {
    const forecast = {
      uncorrected: { conversions: 20, interval: [20, 20] as [number, number] },
      factor: 0.9,
      spread: 0.1,
    };
    const one = { expected, forecast, channel: 'search', actual: 0 };
    const { predicted, interval } = bandOf([one], 10);
    expect(predicted).toBeCloseTo(180, 9);
    const reach = 1.2815515655446004 * Math.hypot(18, Math.sqrt(180));
    expect(interval?.[0]).toBeCloseTo(180 - reach, 9);
    // Within a channel errors add, between channels their squares do.
    const reachOf = (second: string) =>
      1.2815515655446004 * Math.hypot(second === 'search' ? 36 : Math.hypot(18, 18), Math.sqrt(360));
    for (const second of ['search', 'social']) {
      const both = bandOf([one, { ...one, channel: second }], 10);
      expect(both.interval?.[1], second).toBeCloseTo(360 + reachOf(second), 9);
    }
    expect(uncorrectedBandOf([one], 10)).toMatchObject({ predicted: 200 });
  });

  it('is not judged without an interval', () => {
    expect(bandOf([{ expected: { conversions: 10, interval: null }, actual: 1 }], 7)).toMatchObject({
      interval: null,
      isInside: null,
    });
  });
});
