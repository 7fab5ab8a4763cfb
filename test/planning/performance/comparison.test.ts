import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { comparedRange } from '../../../planning/performance/compared-range.ts';
import { performanceBetween } from '../../../planning/performance/performance-between.ts';
import type { Comparison } from '../../../planning/performance/request.ts';
import { day } from '../../../store/model/day.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from '../workspace.ts';

describe('the period that a range is compared with', () => {
  it.each<[string, string, Comparison, string, string]>([
    ['2026-01-10', '2026-01-19', 'PREVIOUS_PERIOD', '2025-12-31', '2026-01-09'],
    ['2026-03-01', '2026-03-31', 'PREVIOUS_PERIOD', '2026-02-01', '2026-02-28'],
    ['2026-01-01', '2026-03-31', 'PREVIOUS_PERIOD', '2025-10-01', '2025-12-31'],
    ['2026-03-01', '2026-03-31', 'YEAR_AGO', '2025-03-01', '2025-03-31'],
    ['2024-02-29', '2024-03-10', 'YEAR_AGO', '2023-02-28', '2023-03-10'],
  ])('%s to %s, %s: %s to %s', (from, to, comparison, first, last) => {
    expect(comparedRange({ from: day(from), to: day(to) }, comparison)).toEqual({ from: first, to: last });
  });
});

describe('performance compared with the period before', () => {
  let deps: PlanningDeps;
  const ask = (request: object = {}) =>
    performanceBetween(deps, WORKSPACE, {
      from: day('2026-02-01'),
      to: day('2026-02-28'),
      groupBy: ['CHANNEL'],
      compareWith: 'PREVIOUS_PERIOD',
      ...request,
    });

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, { id: 'brand', spend: [...steady(10, 31), ...steady(20, 28)] });
    await addCampaign(deps, { id: 'reels', channel: 'meta_social', spend: steady(30, 31) });
  });

  it('has the figures of both, also of what is over', async () => {
    const { rows, total, comparedWith } = await ask();
    expect(comparedWith).toEqual({ from: '2026-01-01', to: '2026-01-31' });
    expect(rows.map((row) => [row.channel, row.sums.spendMicros, row.before?.sums.spendMicros])).toEqual([
      ['google_search', 560_000_000n, 310_000_000n],
      ['meta_social', 0n, 930_000_000n],
    ]);
    expect(total.before?.sums.spendMicros).toBe(1_240_000_000n);
    expect(total.before?.days).toBe(31);
  });

  it('pairs days by their place, and lays what is too many on the last', async () => {
    const { rows } = await ask({ groupBy: ['DAY'] });
    expect(rows).toHaveLength(28);
    expect(rows[0]?.period?.from).toBe('2026-02-01');
    expect(rows[0]?.before?.sums.spendMicros).toBe(40_000_000n);
    expect(rows.reduce((sum, row) => sum + (row.before?.sums.spendMicros ?? 0n), 0n)).toBe(1_240_000_000n);
  });

  it.each(['WEEK', 'MONTH'] as const)('pairs each %s with the one at its place', async (grain) => {
    const { rows } = await ask({ groupBy: [grain] });
    expect(rows.every(({ period }) => period !== null && period.from >= '2026-02-01')).toBe(true);
    expect(rows.reduce((sum, row) => sum + (row.before?.sums.spendMicros ?? 0n), 0n)).toBe(1_240_000_000n);
  });

  it('is null where nobody asked for it', async () => {
    const { total, comparedWith } = await ask({ compareWith: undefined });
    expect([total.before, comparedWith]).toEqual([null, null]);
  });

  it('tells kinds of conversions apart', async () => {
    await addCampaign(deps, {
      id: 'lead-ads',
      spend: steady(5, 59),
      row: () => ({ attribution: 'Leads, 7-day click' }),
    });
    const { rows } = await ask({ groupBy: ['GOAL'] });
    expect(rows.map(({ goal }) => goal)).toEqual([null, 'Leads, 7-day click']);
  });
});

describe('costs beside media', () => {
  it('are laid on channels by what they are for and on spend, and make the full cost of a customer', async () => {
    const deps = testDeps();
    await addCampaign(deps, { id: 'brand', spend: steady(10, 31) });
    await addCampaign(deps, { id: 'reels', channel: 'meta_social', spend: steady(30, 31) });
    const cost = { workspaceId: WORKSPACE, month: '2026-01', currencyCode: 'EUR' };
    await deps.store.extraCosts.put(
      { ...cost, name: 'Agency', amountMicros: 400_000_000n, channel: null },
      null,
    );
    const ask = (request: object = {}) =>
      performanceBetween(deps, WORKSPACE, {
        from: day('2026-01-01'),
        to: day('2026-01-31'),
        groupBy: ['CHANNEL'],
        ...request,
      });
    const { rows, total } = await ask();
    expect(total.extraCostMicros).toBe(400_000_000n);
    expect(rows.map(({ extraCostMicros }) => extraCostMicros)).toEqual([100_000_000n, 300_000_000n]);
    const firstHalf = await ask({ to: day('2026-01-15') });
    expect(firstHalf.total.extraCostMicros).toBe(193_548_387n);
    const filtered = await ask({ filter: { platforms: ['google_ads'] } });
    expect(filtered.total.extraCostMicros).toBeNull();
  });
});
