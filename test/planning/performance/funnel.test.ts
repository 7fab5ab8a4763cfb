import { beforeEach, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../../planning/deps.ts';
import { NO_PERFORMANCE, type PerformanceSums } from '../../../planning/metrics.ts';
import { type FunnelRequest, funnelBetween, funnelOf } from '../../../planning/performance/funnel.ts';
import { day } from '../../../store/model/day.ts';
import { channel } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, WORKSPACE } from '../workspace.ts';

const MILLION = 1_000_000n;
const SEARCH = channel('google_search');
const VIDEO = channel('google_video');

const sums = (given: Partial<PerformanceSums>): PerformanceSums => ({
  ...NO_PERFORMANCE,
  spendMicros: 1000n * MILLION,
  impressions: 100_000,
  clicks: 4_000,
  leads: 400,
  orders: 100,
  newCustomers: 60,
  salesRevenueMicros: 10_000n * MILLION,
  salesMarginMicros: 4_000n * MILLION,
  ...given,
});
const CRM = { revenueBasis: 'CRM' as const };
const of = (now: Partial<PerformanceSums>, inputs: object = {}) =>
  funnelOf(new Map([[SEARCH, sums(now)]]), new Map([[SEARCH, sums({})]]), { ...CRM, ...inputs }, CRM);

describe('the funnel', () => {
  it('goes from impressions to margin, and revenue comes of all orders', () => {
    const { steps, stages } = of({});
    expect(steps.map(({ from, to, rate }) => [from, to, rate])).toEqual([
      ['IMPRESSIONS', 'CLICKS', 0.04],
      ['CLICKS', 'LEADS', 0.1],
      ['LEADS', 'ORDERS', 0.25],
      ['ORDERS', 'NEW_CUSTOMERS', 0.6],
      ['ORDERS', 'REVENUE', 100],
      ['REVENUE', 'MARGIN', 0.4],
    ]);
    expect(stages.at(-1)).toEqual({ stage: 'MARGIN', value: 4000, norm: 4000 });
  });

  it('takes the conversions of the platforms where no CRM tells leads or orders', () => {
    const bare = {
      leads: null,
      orders: null,
      newCustomers: null,
      salesRevenueMicros: null,
      salesMarginMicros: null,
    };
    const now = sums({ ...bare, conversions: 80, revenueMicros: 8_000n * MILLION });
    const { steps, lossOf } = funnelOf(new Map([[SEARCH, now]]), new Map([[SEARCH, now]]), {}, {});
    expect(steps.map(({ to }) => to)).toEqual(['CLICKS', 'CONVERSIONS', 'REVENUE']);
    expect(lossOf).toBe('REVENUE');
  });

  it.each<[string, Partial<PerformanceSums>, string, number]>([
    [
      'half of the leads a click',
      {
        leads: 200,
        orders: 50,
        newCustomers: 30,
        salesRevenueMicros: 5_000n * MILLION,
        salesMarginMicros: 2_000n * MILLION,
      },
      'LEADS',
      2000,
    ],
    [
      'half of the orders a lead',
      {
        orders: 50,
        newCustomers: 30,
        salesRevenueMicros: 5_000n * MILLION,
        salesMarginMicros: 2_000n * MILLION,
      },
      'ORDERS',
      2000,
    ],
    ['half of the margin', { salesMarginMicros: 2_000n * MILLION }, 'MARGIN', 2000],
  ])('narrows most at %s, and says what it cost', (_what, now, to, loss) => {
    const { bottleneck } = of(now);
    expect(bottleneck).toMatchObject({ to, change: -0.5, lossMicros: BigInt(loss) * MILLION });
  });

  it('prices missing new customers at their lifetime value, and not at all without one', () => {
    const fewer = { newCustomers: 30 };
    expect(of(fewer).bottleneck).toBeNull();
    expect(of(fewer, { ltvMicros: 200n * MILLION }).bottleneck).toMatchObject({
      to: 'NEW_CUSTOMERS',
      lossMicros: 6_000n * MILLION,
    });
  });

  it('calls no step narrow that chance alone often makes so', () => {
    const { bottleneck, steps } = of({
      orders: 90,
      salesRevenueMicros: 9_000n * MILLION,
      salesMarginMicros: 3_600n * MILLION,
    });
    expect(steps[2]).toMatchObject({
      to: 'ORDERS',
      change: expect.closeTo(-0.1, 9),
      lossMicros: 400n * MILLION,
    });
    expect(bottleneck).toBeNull();
  });

  it('is not narrower because a channel that always had a low rate has grown', () => {
    const usual = new Map([
      [SEARCH, sums({ impressions: 100_000, clicks: 10_000 })],
      [VIDEO, sums({ impressions: 100_000, clicks: 1_000 })],
    ]);
    const now = new Map([
      [SEARCH, sums({ impressions: 100_000, clicks: 10_000 })],
      [VIDEO, sums({ impressions: 900_000, clicks: 9_000 })],
    ]);
    const [clicks] = funnelOf(now, usual, CRM, CRM).steps;
    expect(clicks).toMatchObject({
      rate: 0.019,
      change: expect.closeTo(0, 12),
      mixChange: expect.closeTo(-0.654545, 6),
    });
  });

  it('says nothing of a step that is new', () => {
    const [clicks] = funnelOf(new Map([[SEARCH, sums({})]]), new Map(), CRM, CRM).steps;
    expect(clicks).toMatchObject({ norm: null, change: null, lossMicros: null });
  });
});

describe('the funnel between two days', () => {
  let deps: PlanningDeps;
  const ask = (request: Partial<FunnelRequest>) =>
    funnelBetween(deps, WORKSPACE, { from: day('2026-04-01'), to: day('2026-04-30'), ...request });

  beforeEach(async () => {
    deps = testDeps();
    await addCampaign(deps, {
      id: 'brand',
      spend: steady(10, 120),
      row: (i) => (i >= 90 ? { clicks: 25, conversions: 2.5, revenueMicros: 200_000_000n } : {}),
    });
  });

  it('is set against the three months before a month, else the 91 days before', async () => {
    expect((await ask({})).norm).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect((await ask({ from: day('2026-04-02') })).norm).toEqual({ from: '2026-01-01', to: '2026-04-01' });
    const own = { from: day('2026-03-01'), to: day('2026-03-02') };
    expect((await ask({ norm: own })).norm).toEqual(own);
  });

  it('finds where the clicks went', async () => {
    const { bottleneck, currencyCode } = await ask({ margin: 0.5 });
    expect(currencyCode).toBe('EUR');
    expect(bottleneck).toMatchObject({
      from: 'IMPRESSIONS',
      to: 'CLICKS',
      change: -0.5,
      lossMicros: 3_000n * MILLION,
    });
  });
});
