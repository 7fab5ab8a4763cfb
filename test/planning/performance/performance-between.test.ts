import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { InvalidInputError, MixedCurrencyError } from '../../../planning/errors.ts';
import { performanceBetween } from '../../../planning/performance/performance-between.ts';
import type { PerformanceRequest } from '../../../planning/performance/request.ts';
import { day } from '../../../store/model/day.ts';
import { campaignId, channel } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from '../workspace.ts';

const FROM = day('2026-01-01');
const TO = day('2026-02-09');

describe('performance between two days', () => {
  let deps: PlanningDeps;
  const report = (request: Partial<PerformanceRequest> = {}) =>
    performanceBetween(deps, WORKSPACE, { from: FROM, to: TO, groupBy: [], ...request });

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'brand', name: 'Brand', spend: steady(10) });
    await addCampaign(deps, { id: 'generic', name: 'Generic', spend: steady(30) });
    await addCampaign(deps, {
      id: 'reels',
      name: 'Reels',
      channel: 'meta_social',
      platform: 'meta_ads',
      spend: steady(60),
      row: (i) => ({ clicks: null, incomplete: i >= 37 }),
    });
  });

  it('is one row without dimensions, equal to the total', async () => {
    const { rows, total } = await report();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sums).toEqual(total.sums);
    expect(total.sums.spendMicros).toBe(4_000_000_000n);
    expect(total.days).toBe(40);
  });

  it.each([
    [['DAY'], 40],
    [['WEEK'], 7],
    [['MONTH'], 2],
    [['CAMPAIGN'], 3],
    [['CHANNEL'], 2],
    [['PLATFORM', 'MONTH'], 4],
    [['CAMPAIGN', 'WEEK'], 21],
  ] as const)('grouped by %s has %i rows that sum to the total', async (groupBy, count) => {
    const { rows, total } = await report({ groupBy });
    expect(rows).toHaveLength(count);
    expect(rows.reduce((sum, row) => sum + row.sums.spendMicros, 0n)).toBe(total.sums.spendMicros);
    expect(rows.reduce((sum, row) => sum + (row.shareOfSpend ?? 0), 0)).toBeCloseTo(1, 12);
  });

  it('orders rows by the dimensions as they are given', async () => {
    const { rows } = await report({ groupBy: ['CHANNEL', 'MONTH'] });
    expect(rows.map((row) => [row.channel, row.period?.from])).toEqual([
      ['google_search', '2026-01-01'],
      ['google_search', '2026-02-01'],
      ['meta_social', '2026-01-01'],
      ['meta_social', '2026-02-01'],
    ]);
  });

  it('cuts weeks from Monday to Sunday and says which the range cuts short', async () => {
    const { rows } = await report({ groupBy: ['WEEK'] });
    expect(rows[0]?.period).toEqual({ grain: 'WEEK', from: '2026-01-01', to: '2026-01-04', partial: true });
    expect(rows[1]?.period).toEqual({ grain: 'WEEK', from: '2026-01-05', to: '2026-01-11', partial: false });
  });

  it("names a campaign's channel and platform unasked", async () => {
    const { rows } = await report({ groupBy: ['CAMPAIGN'] });
    expect(rows.map((row) => [row.campaign?.name, row.channel, row.platform])).toEqual([
      ['Brand', 'google_search', 'google_ads'],
      ['Generic', 'google_search', 'google_ads'],
      ['Reels', 'meta_social', 'meta_ads'],
    ]);
  });

  it('keeps what a platform did not report unknown, and sums what others did', async () => {
    const { rows, total } = await report({ groupBy: ['CHANNEL'] });
    expect(rows[1]?.sums.clicks).toBeNull();
    expect(rows[1]?.ratios.ctr).toBeNull();
    expect(total.sums.clicks).toBe(2 * 40 * 50);
  });

  it('says through which day conversions have come in, and how many days have not', async () => {
    const { dataCompleteThrough, total } = await report();
    expect(dataCompleteThrough).toBe('2026-02-06');
    expect(total.incompleteDays).toBe(3);
  });

  it.each([
    ['campaign', { campaignIds: [campaignId('brand')] }, 400],
    ['channel', { channels: [channel('meta_social')] }, 2400],
    ['platform', { platforms: ['google_ads'] }, 1600],
    ['part of the name', { nameContains: 'GEN' }, 1200],
    ['status', { statuses: ['PAUSED'] as const }, 0],
  ])('can be narrowed by %s', async (_what, filter, spend) => {
    const { total } = await report({ filter });
    expect(total.sums.spendMicros).toBe(BigInt(spend) * 1_000_000n);
  });

  it('is empty where there is no data', async () => {
    const empty = await report({ from: day('2020-01-01'), to: day('2020-02-01') });
    expect(empty).toMatchObject({ rows: [], dataCompleteThrough: null });
  });

  it('refuses to add two currencies, and answers for one of them', async () => {
    await addCampaign(deps, { id: 'kyiv', currencyCode: 'UAH', spend: steady(1000) });
    await expect(report()).rejects.toThrow(MixedCurrencyError);
    await expect(report()).rejects.toThrow('EUR and UAH');
    expect((await report({ filter: { currencyCode: 'EUR' } })).total.sums.spendMicros).toBe(4_000_000_000n);
  });

  it.each<[string, Partial<PerformanceRequest>, string]>([
    ['a range that ends before it starts', { from: TO, to: FROM }, 'from'],
    ['a range of more than three years', { from: day('2020-01-01') }, 'to'],
    ['two lengths of time', { groupBy: ['DAY', 'MONTH'] }, 'groupBy'],
    ['a dimension twice', { groupBy: ['CHANNEL', 'CHANNEL'] }, 'groupBy'],
    ['a margin of 40', { margin: 40 }, 'margin'],
  ])('refuses %s', async (_what, request, path) => {
    const refusal = await report(request).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect(refusal).toMatchObject({ path: [path] });
  });
});
