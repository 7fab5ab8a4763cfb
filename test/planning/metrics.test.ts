import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPerformance,
  type MetricInputs,
  NO_PERFORMANCE,
  type PerformanceRatios,
  type PerformanceSums,
  ratiosOf,
  sumPerformance,
} from '../../planning/metrics.ts';

const MILLION = 1_000_000n;

const sums = (given: Partial<PerformanceSums> = {}): PerformanceSums => ({
  spendMicros: 200n * MILLION,
  impressions: 10_000,
  clicks: 400,
  conversions: 8,
  revenueMicros: 1_000n * MILLION,
  leads: 40,
  orders: 10,
  newCustomers: 4,
  salesRevenueMicros: 900n * MILLION,
  salesMarginMicros: 360n * MILLION,
  ...given,
});

const RATIOS: readonly [keyof PerformanceRatios, number | bigint][] = [
  ['ctr', 0.04],
  ['cpcMicros', 500_000n],
  ['cpmMicros', 20n * MILLION],
  ['cr', 0.02],
  ['cpaMicros', 25n * MILLION],
  ['revenuePerConversionMicros', 125n * MILLION],
  ['roas', 5],
  ['costRevenueRatio', 0.2],
  ['romiRevenue', 4],
  ['profitMicros', 200n * MILLION],
  ['romiMargin', 1],
  ['breakEvenCpaMicros', 50n * MILLION],
  ['cplMicros', 5n * MILLION],
  ['cpoMicros', 20n * MILLION],
  ['paidCacMicros', 50n * MILLION],
  ['cacMicros', 75n * MILLION],
  ['aovMicros', 90n * MILLION],
  ['ltvMicros', 300n * MILLION],
  ['ltvToCac', 4],
  ['paybackMonths', 5],
];

const INPUTS: MetricInputs = {
  margin: 0.4,
  extraCostMicros: 100n * MILLION,
  ltvMicros: 300n * MILLION,
  monthlyMarginMicros: 15n * MILLION,
};

/** What counts the CRM's revenue of 900 and its margin of 360. */
const CRM_RATIOS: readonly [keyof PerformanceRatios, number | bigint][] = [
  ['roas', 4.5],
  ['costRevenueRatio', 200 / 900],
  ['romiRevenue', 3.5],
  ['profitMicros', 160n * MILLION],
  ['romiMargin', 0.8],
  ['aovMicros', 90n * MILLION],
  ['revenuePerConversionMicros', 125n * MILLION],
];

describe('ratios', () => {
  const expectMetric = (metric: number | bigint | null, value: number | bigint) => {
    if (typeof value === 'bigint') expect(metric).toBe(value);
    else expect(metric).toBeCloseTo(value, 12);
  };

  it.each(RATIOS)(
    '%s of 200 spent, 10,000 shown, 400 clicks, 8 conversions, 1,000 earned at 40 %% margin',
    (name, value) => expectMetric(ratiosOf(sums(), INPUTS)[name], value),
  );

  it.each(CRM_RATIOS)("%s counts the CRM's revenue and margin where it is asked to", (name, value) =>
    expectMetric(ratiosOf(sums(), { ...INPUTS, revenueBasis: 'CRM' })[name], value),
  );

  it('take the share of margin where the CRM books none', () => {
    const { profitMicros } = ratiosOf(sums({ salesMarginMicros: null }), {
      margin: 0.5,
      revenueBasis: 'CRM',
    });
    expect(profitMicros).toBe(250n * MILLION);
  });

  it('are each tried here', () => {
    const tried = new Set(RATIOS.map(([name]) => name));
    expect(
      Object.keys(ratiosOf(sums())).filter((name) => !tried.has(name as keyof PerformanceRatios)),
    ).toEqual([]);
  });

  it('tell the full cost of a customer only where the other costs are known', () => {
    const { cacMicros, paidCacMicros, ltvToCac } = ratiosOf(sums(), { ltvMicros: 1n });
    expect([cacMicros, paidCacMicros, ltvToCac]).toEqual([null, 50n * MILLION, null]);
  });

  it.each<[string, Partial<PerformanceSums>, (keyof PerformanceRatios)[]]>([
    ['no impressions', { impressions: 0 }, ['ctr', 'cpmMicros']],
    ['no clicks', { clicks: 0 }, ['cpcMicros', 'cr']],
    ['no conversions', { conversions: 0 }, ['cpaMicros', 'revenuePerConversionMicros', 'breakEvenCpaMicros']],
    ['no revenue', { revenueMicros: 0n }, ['costRevenueRatio']],
    ['no leads', { leads: 0 }, ['cplMicros']],
    ['no orders', { orders: 0 }, ['cpoMicros', 'aovMicros']],
    ['no new customers', { newCustomers: 0 }, ['paidCacMicros', 'cacMicros', 'ltvToCac', 'paybackMonths']],
    ['no spend', { spendMicros: 0n }, ['roas', 'romiRevenue', 'romiMargin']],
    ['unknown clicks', { clicks: null }, ['ctr', 'cpcMicros', 'cr']],
    [
      'unknown revenue',
      { revenueMicros: null },
      ['roas', 'costRevenueRatio', 'romiRevenue', 'profitMicros', 'romiMargin'],
    ],
  ])('are null, never zero or infinite, with %s', (_case, given, names) => {
    const ratios = ratiosOf(sums(given), INPUTS);
    for (const name of names) expect(ratios[name], name).toBeNull();
  });

  it('of margin are null when no margin is given', () => {
    const { profitMicros, romiMargin, breakEvenCpaMicros } = ratiosOf(sums());
    expect([profitMicros, romiMargin, breakEvenCpaMicros]).toEqual([null, null, null]);
  });
});

describe('sums', () => {
  it('stay unknown when no row reported the figure', () => {
    const unknown = sums({ conversions: null, revenueMicros: null });
    expect(addPerformance(unknown, unknown)).toMatchObject({ conversions: null, revenueMicros: null });
  });

  it('take the rows that did report the figure', () => {
    const added = addPerformance(sums({ conversions: null, revenueMicros: null }), sums());
    expect(added).toMatchObject({ conversions: 8, revenueMicros: 1_000n * MILLION });
  });

  it('of nothing spent nothing and know nothing', () => {
    expect(sumPerformance([])).toEqual(NO_PERFORMANCE);
  });

  it('do not depend on the order of the rows', () => {
    const figure = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null });
    const micros = fc.bigInt({ min: 0n, max: 10n ** 15n });
    const row = fc.record({
      spendMicros: micros,
      impressions: figure,
      clicks: figure,
      conversions: figure,
      revenueMicros: fc.option(micros, { nil: null }),
      leads: figure,
      orders: figure,
      newCustomers: figure,
      salesRevenueMicros: fc.option(micros, { nil: null }),
      salesMarginMicros: fc.option(micros, { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(sumPerformance(rows.toReversed())).toEqual(sumPerformance(rows));
      }),
    );
  });
});
