import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { setCalendarEvent } from '../../../planning/evidence/calendar-events.ts';
import { fitWorkspaceMix } from '../../../planning/media-mix/fit-workspace-mix.ts';
import { mixSeries } from '../../../planning/media-mix/mix-series.ts';
import { addDays, day } from '../../../store/model/day.ts';
import { monthOf } from '../../../store/model/monthly.ts';
import type { DailyOutcomes, OutcomeKey } from '../../../store/model/outcomes.ts';
import { addCampaign, FIRST_DAY, testDeps, WORKSPACE } from '../workspace.ts';

const DAYS = 140;
const searchOn = (n: number) => 100 * (1 + 0.8 * Math.sin(n / 6));
const socialOn = (n: number) => (n % 35 < 14 ? 0 : 80 * (1 + 0.5 * Math.cos(n / 4)));
const searchBrings = (spend: number) => 30 * Math.log1p(spend / 60);
const BASELINE = 40;
const salesOn = (n: number) =>
  BASELINE + searchBrings(searchOn(n)) + 0.1 * socialOn(n) + 2 * Math.sin(n * 12.9898);

describe("a media mix of the workspace's own days", () => {
  let deps: PlanningDeps;
  beforeEach(async () => {
    deps = testDeps();
    const all = Array.from({ length: DAYS }, (_, n) => n);
    await addCampaign(deps, { id: 'a', channel: 'search', spend: all.map((n) => searchOn(n) / 2) });
    await addCampaign(deps, { id: 'b', channel: 'search', spend: all.map((n) => searchOn(n) / 2) });
    await addCampaign(deps, { id: 'c', channel: 'social', spend: all.map(socialOn), platform: 'meta_ads' });
    await addCampaign(deps, { id: 'd', channel: 'silent', spend: all.map(() => 0) });
  });

  async function report(name: string, orders: (n: number) => number, days = DAYS, currencyCode = 'EUR') {
    const key = name as OutcomeKey;
    const named = {
      campaignExternalId: null,
      campaignName: name,
      utmSource: null,
      utmMedium: null,
      utmCampaign: null,
    };
    await deps.store.outcomes.putSources(WORKSPACE, [{ workspaceId: WORKSPACE, key, ...named }]);
    const rows = Array.from(
      { length: days },
      (_, n): DailyOutcomes => ({
        workspaceId: WORKSPACE,
        key,
        date: addDays(FIRST_DAY, n),
        currencyCode,
        leads: null,
        orders: orders(n),
        newCustomers: null,
        revenueMicros: BigInt(Math.round(orders(n) * 50e6)),
        marginMicros: null,
        source: 'TEST',
        asOf: addDays(FIRST_DAY, 400),
        revision: 0,
      }),
    );
    const months = [...new Set(rows.map(({ date }) => monthOf(date)))];
    await deps.store.outcomes.replaceMonths(
      WORKSPACE,
      months.map((month) => ({ before: [], after: rows.filter(({ date }) => monthOf(date) === month) })),
    );
  }

  it('tells channels and baseline apart in all that the CRM counted, joined to a campaign or not', async () => {
    await report('a', (n) => 0.4 * salesOn(n));
    await report('(direct)', (n) => 0.6 * salesOn(n));
    await setCalendarEvent(deps, WORKSPACE, {
      name: 'Sale',
      from: addDays(FIRST_DAY, 50),
      to: addDays(FIRST_DAY, 52),
      channels: null,
      version: null,
    });
    const mix = await fitWorkspaceMix(deps, WORKSPACE, { outcome: 'SALES_ORDERS' });
    expect(mix).toMatchObject({ grain: 'DAY', currencyCode: 'EUR', notes: [] });
    expect(mix.dates).toHaveLength(DAYS);
    expect(mix.observed[7]).toBeCloseTo(salesOn(7), 9);
    expect(mix.fitted.channels.map(({ channel }) => channel)).toEqual(['search', 'social']);
    expect(mix.fitted.baseline.events.map(({ name }) => name)).toEqual(['Sale']);
    const truth = { search: 0, social: 0 };
    for (let n = 0; n < DAYS; n++) {
      truth.search += searchBrings(searchOn(n));
      truth.social += 0.1 * socialOn(n);
    }
    for (const { channel, contribution } of mix.fitted.channels) {
      const wanted = truth[channel as keyof typeof truth];
      const [low, high] = contribution.interval;
      expect(low, channel).toBeLessThan(wanted * 1.1);
      expect(high, channel).toBeGreaterThan(wanted * 0.9);
      expect(contribution.byPeriod).toHaveLength(DAYS);
    }
    expect(await fitWorkspaceMix(deps, WORKSPACE, { outcome: 'SALES_ORDERS' })).toEqual(mix);
  });

  it('leaves out days that nobody reported, and says how many', async () => {
    await report('(direct)', salesOn, DAYS - 9);
    const { observed, notes } = await fitWorkspaceMix(deps, WORKSPACE, {
      outcome: 'SALES_REVENUE',
      from: addDays(FIRST_DAY, 60),
    });
    expect(observed).toHaveLength(DAYS - 60);
    expect(observed.filter((value) => value === null)).toHaveLength(9);
    expect(notes).toContainEqual(expect.stringMatching(/^Of 9 of 80 periods the outcome is not known/));
  });

  it('sums what platforms credit to themselves, with a warning of what that means', async () => {
    const { mix, notes } = await mixSeries(deps, WORKSPACE, { outcome: 'REVENUE' });
    expect(mix.kind).toBe('MONEY');
    expect(mix.outcome[3]).toBe(4 * 400);
    expect(notes).toEqual([expect.stringContaining('two of them may count one sale')]);
  });

  it('makes whole weeks from Monday on, and none of a part', async () => {
    const { mix, grain } = await mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS', grain: 'WEEK' });
    expect(grain).toBe('WEEK');
    // 2026-01-01 is a Thursday.
    expect(mix.dates[0]).toBe('2026-01-05');
    expect(mix.dates).toHaveLength(Math.floor((DAYS - 4) / 7));
    expect(mix.outcome[0]).toBe(4 * 5 * 7);
    expect(mix.channels[0]?.spend[0]).toBeCloseTo(
      [4, 5, 6, 7, 8, 9, 10].reduce((sum, n) => sum + searchOn(n), 0),
      4,
    );
  });

  it('ends where the first platform that still runs ends, so that a missing export is no fall', async () => {
    await addCampaign(deps, { id: 'late', channel: 'search', spend: Array(DAYS + 5).fill(10) });
    await addCampaign(deps, { id: 'gone', channel: 'tv', platform: 'tv', spend: Array(20).fill(10) });
    const { mix } = await mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS' });
    expect(mix.dates.at(-1)).toBe(addDays(FIRST_DAY, DAYS - 1));
    expect(mix.channels.map(({ channel }) => channel)).toContain('tv');
  });

  it('knows no outcome of days that are still coming in', async () => {
    await addCampaign(deps, {
      id: 'young',
      channel: 'search',
      spend: Array(DAYS).fill(10),
      row: (n) => ({ incomplete: n >= DAYS - 3 }),
    });
    const { mix } = await mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS' });
    expect(mix.outcome.slice(-4).map((value) => value === null)).toEqual([false, true, true, true]);
  });

  it.each([
    ['days that are swapped', { from: day('2026-03-01'), to: day('2026-02-01') }, 'INVALID_INPUT'],
    ['days without data', { from: day('2030-01-01') }, 'INSUFFICIENT_DATA'],
    ['too few days', { from: addDays(FIRST_DAY, DAYS - 10) }, 'INSUFFICIENT_DATA'],
    ['an outcome that nobody counts', { outcome: 'SALES_LEADS' as const }, 'INSUFFICIENT_DATA'],
  ])('is refused for %s', async (_, change, code) => {
    await expect(
      fitWorkspaceMix(deps, WORKSPACE, { outcome: 'CONVERSIONS', ...change }),
    ).rejects.toMatchObject({ code });
  });

  it('is refused in several currencies, of spend or of sales', async () => {
    await report('(direct)', salesOn, DAYS, 'USD');
    await expect(mixSeries(deps, WORKSPACE, { outcome: 'SALES_REVENUE' })).rejects.toMatchObject({
      code: 'MIXED_CURRENCY',
      currencyCodes: ['EUR', 'USD'],
    });
    await addCampaign(deps, { id: 'usd', currencyCode: 'USD', spend: Array(30).fill(10) });
    await expect(mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS' })).rejects.toMatchObject({
      code: 'MIXED_CURRENCY',
    });
    const { currencyCode } = await mixSeries(deps, WORKSPACE, {
      outcome: 'CONVERSIONS',
      currencyCode: 'USD',
    });
    expect(currencyCode).toBe('USD');
  });

  it('takes weeks where days are too many for a request, and says so; asked for days, it refuses', async () => {
    const many = Array(900).fill(20);
    for (const channel of ['one', 'two', 'three'])
      await addCampaign(deps, { id: channel, channel, spend: many });
    // The other platform stopped long before.
    const { grain, notes } = await mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS' });
    expect(grain).toBe('WEEK');
    expect(notes).toContainEqual(expect.stringContaining('Weeks were fitted'));
    await expect(mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS', grain: 'DAY' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['grain'],
    });
    for (let i = 0; i < 6; i++) await addCampaign(deps, { id: `x${i}`, channel: `x${i}`, spend: many });
    await expect(mixSeries(deps, WORKSPACE, { outcome: 'CONVERSIONS' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('at most 8'),
    });
  });
});
