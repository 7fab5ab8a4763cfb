import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPerformance,
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
];

describe('ratios', () => {
  it.each(RATIOS)(
    '%s of 200 spent, 10,000 shown, 400 clicks, 8 conversions, 1,000 earned at 40 %% margin',
    (name, value) => {
      const ratio = ratiosOf(sums(), 0.4)[name];
      if (typeof value === 'bigint') expect(ratio).toBe(value);
      else expect(ratio).toBeCloseTo(value, 12);
    },
  );

  it.each<[string, Partial<PerformanceSums>, (keyof PerformanceRatios)[]]>([
    ['no impressions', { impressions: 0 }, ['ctr', 'cpmMicros']],
    ['no clicks', { clicks: 0 }, ['cpcMicros', 'cr']],
    ['no conversions', { conversions: 0 }, ['cpaMicros', 'revenuePerConversionMicros', 'breakEvenCpaMicros']],
    ['no revenue', { revenueMicros: 0n }, ['costRevenueRatio']],
    ['no spend', { spendMicros: 0n }, ['roas', 'romiRevenue', 'romiMargin']],
    ['unknown clicks', { clicks: null }, ['ctr', 'cpcMicros', 'cr']],
    [
      'unknown revenue',
      { revenueMicros: null },
      ['roas', 'costRevenueRatio', 'romiRevenue', 'profitMicros', 'romiMargin'],
    ],
  ])('are null, never zero or infinite, with %s', (_case, given, names) => {
    const ratios = ratiosOf(sums(given), 0.4);
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
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(sumPerformance(rows.toReversed())).toEqual(sumPerformance(rows));
      }),
    );
  });
});
