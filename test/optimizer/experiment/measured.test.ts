import { describe, expect, it } from 'vitest';
import { abTest } from '../../../optimizer/experiment/ab-test.ts';
import { type GeoTestInput, geoTest } from '../../../optimizer/experiment/geo-test.ts';
import { onOffTest } from '../../../optimizer/experiment/on-off-test.ts';
import { ratioOf } from '../../../optimizer/experiment/ratio-estimate.ts';
import { normalQuantile, uniformSource } from '../../../optimizer/fit/random.ts';

const closeTo = ([low, high]: readonly [number, number], digits: number) => [
  expect.closeTo(low, digits),
  expect.closeTo(high, digits),
];

describe('an A/B test of rates', () => {
  // Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, [0.0524, 0.3339]],
    [9, 10, 3, 10, [0.1705, 0.809]],
  ] as const)('has the published interval of %d/%d − %d/%d', (x, n, y, m, interval) => {
    const { difference } = abTest({
      test: { subjects: n, conversions: x },
      control: { subjects: m, conversions: y },
    });
    expect(difference.value).toBeCloseTo(x / n - y / m, 12);
    expect(difference.interval).toEqual(closeTo(interval, 4));
  });

  it('has the published ratio of the aspirin trial: 0.55, 0.43 to 0.70', () => {
    const { relative, isConclusive } = abTest({
      control: { subjects: 11_034, conversions: 189 },
      test: { subjects: 11_037, conversions: 104 },
    });
    expect(relative?.value).toBeCloseTo(0.55 - 1, 2);
    expect(relative?.interval).toEqual(closeTo([0.43 - 1, 0.7 - 1], 2));
    expect(isConclusive).toBe(true);
  });

  it('gives no ratio where nobody converted, but an interval of the difference', () => {
    const { relative, difference, isConclusive } = abTest({
      control: { subjects: 50, conversions: 0 },
      test: { subjects: 50, conversions: 1 },
    });
    expect(relative).toBeNull();
    expect(difference.interval[0]).toBeLessThan(0);
    expect(isConclusive).toBe(false);
  });

  it('tells a division that chance does not explain', () => {
    const arms = {
      control: { subjects: 5_200, conversions: 100 },
      test: { subjects: 4_800, conversions: 100 },
    };
    const uneven = abTest({ ...arms, expectedTestShare: 0.5 });
    expect(uneven.sampleRatioPValue).toBeCloseTo(6.334248366623973e-5, 12);
    expect(uneven.warnings).toHaveLength(1);
    expect(abTest({ ...arms, expectedTestShare: 0.48 }).warnings).toEqual([]);
    expect(abTest(arms).sampleRatioPValue).toBeNull();
  });

  it('is scaled to the market a day', () => {
    const { liftPerDay, difference } = abTest({
      control: { subjects: 1_000, conversions: 50 },
      test: { subjects: 1_000, conversions: 70 },
      market: { subjects: 28_000, days: 14 },
    });
    expect(liftPerDay?.value).toBeCloseTo(0.02 * 2_000, 9);
    expect(liftPerDay?.standardError).toBeCloseTo(difference.standardError * 2_000, 9);
  });
});

describe('an A/B test of means', () => {
  it("has Welch's interval", () => {
    const { difference, relative } = abTest({
      test: { subjects: 240, mean: 52.1, standardDeviation: 18.3 },
      control: { subjects: 260, mean: 49, standardDeviation: 20.2 },
    });
    // scipy.stats.ttest_ind_from_stats(equal_var=False): t = 3.1 / 1.72185 with 497.83 degrees of freedom.
    expect(difference.standardError).toBeCloseTo(1.7218477329266415, 12);
    expect(difference.interval).toEqual(closeTo([-0.28298419860919566, 6.482984198609196], 10));
    expect(relative?.value).toBeCloseTo(52.1 / 49 - 1, 12);
  });
});

/** Standard normal numbers, the same ones for the same seed. */
function normals(seed: number): () => number {
  const uniform = uniformSource(seed);
  return () => normalQuantile(Math.max(1e-12, uniform()));
}

const region = (
  name: string,
  group: 'TEST' | 'CONTROL',
  before: number,
  during: number,
  spend: readonly number[],
) => ({
  name,
  group,
  outcomeBefore: before,
  outcomeDuring: during,
  spendBefore: spend[0] ?? 0,
  spendDuring: spend[1] ?? 0,
});

const GEO: GeoTestInput = {
  regions: [
    region('a', 'TEST', 100, 130, [500, 1_000]),
    region('b', 'TEST', 200, 236, [1_000, 2_000]),
    region('c', 'TEST', 150, 171, [750, 1_500]),
    region('d', 'CONTROL', 120, 126, [600, 660]),
    region('e', 'CONTROL', 180, 177, [900, 990]),
    region('f', 'CONTROL', 90, 99, [450, 495]),
  ],
  daysDuring: 28,
};

describe('a geo test', () => {
  it('is the difference of growth, by the spread between regions, in the whole market', () => {
    const result = geoTest(GEO);
    expect(result.growthTest).toBeCloseTo(537 / 450, 12);
    expect(result.growthControl).toBeCloseTo(402 / 390, 12);
    // The jackknife worked out with numpy, leaving out one region at a time; t of scipy.stats.
    const perDay = 840 / 28;
    expect(result.liftPerDay.value).toBeCloseTo(0.1625641025641027 * perDay, 10);
    expect(result.liftPerDay.standardError).toBeCloseTo(0.0510638904349603 * perDay, 10);
    const reach = 2.7881611219719713 * 0.0510638904349603;
    expect(result.liftPerDay.interval).toEqual(
      closeTo([(0.1625641025641027 - reach) * perDay, (0.1625641025641027 + reach) * perDay], 8),
    );
    expect(result.isConclusive).toBe(true);
  });

  it('says what the market would have spent without the change and with it everywhere', () => {
    const { spendControlPerDay, spendTestPerDay, costPerIncremental, liftPerDay } = geoTest(GEO);
    // The test regions spent 2,250 before, the control regions 10 % more than before: 2,475 without the change.
    expect(spendControlPerDay).toBeCloseTo((2_475 * (840 / 450)) / 28, 9);
    expect(spendTestPerDay).toBeCloseTo((4_500 * (840 / 450)) / 28, 9);
    expect(costPerIncremental).toBeCloseTo((spendTestPerDay - spendControlPerDay) / liftPerDay.value, 9);
  });

  it('does not depend on the order or the units, and is nothing where both groups grow alike', () => {
    const scaled = geoTest({
      ...GEO,
      regions: [...GEO.regions].reverse().map((one) => ({
        ...one,
        outcomeBefore: one.outcomeBefore * 1e6,
        outcomeDuring: one.outcomeDuring * 1e6,
      })),
    });
    expect(scaled.relative.value).toBeCloseTo(geoTest(GEO).relative.value, 12);
    expect(scaled.liftPerDay.standardError / geoTest(GEO).liftPerDay.standardError).toBeCloseTo(1e6, 3);
    const alike = GEO.regions.map((one) => ({ ...one, outcomeDuring: one.outcomeBefore * 1.2 }));
    expect(geoTest({ ...GEO, regions: alike }).liftPerDay.value).toBeCloseTo(0, 12);
  });

  it.each([3, 8])(
    'holds the truth as often as it says, with %d regions an arm of very different size',
    (arm) => {
      const random = normals(7);
      const tests = Array.from({ length: 5_000 }, () => {
        const regions = Array.from({ length: 2 * arm }, (_, i) => {
          const before = 100 * Math.exp(0.8 * random());
          const growth = 1.03 * (1 + 0.08 * random()) + (i < arm ? 0.1 : 0);
          return region(String(i), i < arm ? 'TEST' : 'CONTROL', before, before * growth, [10, 10]);
        });
        const truth = (0.1 * regions.reduce((sum, { outcomeBefore }) => sum + outcomeBefore, 0)) / 28;
        const [low, high] = geoTest({ regions, daysDuring: 28 }).liftPerDay.interval;
        return low <= truth && truth <= high;
      });
      const coverage = tests.filter(Boolean).length / tests.length;
      expect(coverage).toBeGreaterThan(0.93);
      expect(coverage).toBeLessThan(0.97);
    },
  );

  it('reads a holdout, where less spend brought less, as a cost too', () => {
    const holdout = GEO.regions.map((one) =>
      one.group === 'TEST' ? { ...one, outcomeDuring: one.outcomeBefore * 0.9, spendDuring: 0 } : one,
    );
    const { liftPerDay, costPerIncremental, spendTestPerDay } = geoTest({ ...GEO, regions: holdout });
    expect(liftPerDay.value).toBeLessThan(0);
    expect(spendTestPerDay).toBe(0);
    expect(costPerIncremental).toBeGreaterThan(0);
  });

  it('warns of few regions and of one that outweighs the rest', () => {
    const lopsided = GEO.regions.map((one) =>
      one.name === 'a' ? { ...one, outcomeBefore: 1_000, outcomeDuring: 1_100 } : one,
    );
    const { warnings } = geoTest({ ...GEO, regions: lopsided });
    expect(warnings).toEqual([
      expect.stringMatching(/^Only 3 test regions/),
      expect.stringMatching(/^a is 74 % of the test regions' outcome/),
      expect.stringMatching(/^Only 3 control regions/),
    ]);
  });
});

describe('an on/off test', () => {
  const period = (isOn: boolean, outcome: number, days = 7) => ({
    isOn,
    days,
    outcome,
    spend: isOn ? 700 : 0,
  });

  it('is the difference of mean days, by the spread between periods', () => {
    const result = onOffTest({
      periods: [period(true, 77), period(false, 49), period(true, 63), period(false, 63)],
    });
    expect(result.liftPerDay.value).toBeCloseTo(10 - 8, 12);
    // Both arms: means 11 and 9, or 7 and 9, so s² = 2 and s² / n = 1.
    expect(result.liftPerDay.standardError).toBeCloseTo(Math.sqrt(2), 12);
    expect(result).toMatchObject({
      spendTestPerDay: 100,
      spendControlPerDay: 0,
      costPerIncremental: expect.closeTo(50, 9),
      isConclusive: false,
    });
    expect(result.warnings).toEqual([expect.stringMatching(/^Only 2 periods/)]);
  });

  it('warns of periods that are not whole weeks', () => {
    const periods = Array.from({ length: 10 }, (_, i) => period(i % 2 === 0, 70 + (i % 3), 10));
    expect(onOffTest({ periods }).warnings).toEqual([expect.stringMatching(/not whole weeks/)]);
  });
});

describe('a ratio over clusters of one size', () => {
  it('is the mean with its usual standard error', () => {
    const ratio = ratioOf([3, 5, 10].map((y) => ({ y, x: 1 })));
    expect(ratio.value).toBe(6);
    // s² = 13, n = 3.
    expect(ratio.variance).toBeCloseTo(13 / 3, 12);
    expect(ratio.df).toBe(2);
  });
});
