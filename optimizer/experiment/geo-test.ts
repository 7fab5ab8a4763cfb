import {
  DEFAULT_CONFIDENCE,
  detectable,
  type Estimate,
  estimateOf,
  holdsZero,
  reachOf,
  scaledBy,
  welchDegrees,
} from './estimate.ts';
import { type Ratio, ratioOf } from './ratio-estimate.ts';

/** Regions in which spend was changed, and regions in which it was not, before and during the test. */
export interface GeoTestInput {
  readonly regions: readonly Region[];
  /** Length of the test. */
  readonly daysDuring: number;
  /** Outcome of the whole market before the test. Default: that of all the regions given. */
  readonly marketOutcomeBefore?: number | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** Totals of one region over all days before the test, and over all days of it. */
export interface Region {
  readonly name: string;
  readonly group: 'TEST' | 'CONTROL';
  readonly outcomeBefore: number;
  readonly outcomeDuring: number;
  readonly spendBefore: number;
  readonly spendDuring: number;
}

export interface GeoTestResult {
  /** Outcome during ÷ before. */
  readonly growthTest: number;
  readonly growthControl: number;
  /** What the test regions had beyond the growth of the control regions, ÷ what they would have had. */
  readonly relative: Estimate;
  readonly isConclusive: boolean;
  /** In the whole market, had all of it been treated as the test regions were. */
  readonly liftPerDay: Estimate;
  /** The smallest lift a day that a test of this size finds four times in five. */
  readonly detectableLiftPerDay: number;
  /** A day, in the whole market: without the change, and with it everywhere. */
  readonly spendControlPerDay: number;
  readonly spendTestPerDay: number;
  /** Money for one more of the outcome; null where none came. */
  readonly costPerIncremental: number | null;
  readonly warnings: readonly string[];
}

/**
 * Difference in differences over regions, in proportions: without the change, the test regions would have grown as the
 * control regions did. Regions differ in size by far more than in growth, so growth is what is compared:
 *
 *   effect = Σ during ÷ Σ before (test)  −  Σ during ÷ Σ before (control)
 *
 * with the error of each by the spread between its regions (`ratioOf`), as in geo experiments that collapse each region
 * to one period before and one during (Bertrand, Duflo and Mullainathan, Quarterly Journal of Economics 119, 2004;
 * Vaver and Koehler, Measuring Ad Effectiveness Using Geo Experiments, 2011). The effect times the market's outcome
 * before is the lift in the whole market.
 */
export function geoTest(input: GeoTestInput): GeoTestResult {
  const { regions, daysDuring, confidence = DEFAULT_CONFIDENCE } = input;
  const test = regions.filter(({ group }) => group === 'TEST');
  const control = regions.filter(({ group }) => group === 'CONTROL');
  const growthTest = growth(test);
  const growthControl = growth(control);
  const df = welchDegrees([growthTest, growthControl]);
  const standardError = Math.sqrt(growthTest.variance + growthControl.variance);
  const effect = estimateOf(growthTest.value - growthControl.value, standardError, reachOf(confidence, df));

  const market = input.marketOutcomeBefore ?? total(regions, 'outcomeBefore');
  const liftPerDay = scaledBy(effect, market / daysDuring);
  // Spend is scaled to the market as outcome is.
  const perMarketDay = market / total(test, 'outcomeBefore') / daysDuring;
  const spendTestPerDay = total(test, 'spendDuring') * perMarketDay;
  const spendControlPerDay = spendWithoutChange(test, control) * perMarketDay;
  const spentMore = spendTestPerDay - spendControlPerDay;
  const cost = spentMore / liftPerDay.value;
  return {
    growthTest: growthTest.value,
    growthControl: growthControl.value,
    relative: relativeEffect(growthTest, growthControl, reachOf(confidence, df)),
    isConclusive: !holdsZero(effect),
    liftPerDay,
    detectableLiftPerDay: detectable(standardError, confidence, df) * (market / daysDuring),
    spendControlPerDay,
    spendTestPerDay,
    costPerIncremental: cost > 0 && Number.isFinite(cost) ? cost : null,
    warnings: warningsOn(test, control),
  };
}

type Total = 'outcomeBefore' | 'outcomeDuring' | 'spendBefore' | 'spendDuring';

const total = (regions: readonly Region[], key: Total) =>
  regions.reduce((sum, region) => sum + region[key], 0);

const growth = (regions: readonly Region[]): Ratio =>
  ratioOf(regions.map(({ outcomeBefore, outcomeDuring }) => ({ x: outcomeBefore, y: outcomeDuring })));

/** Effect ÷ growth of the control, by the delta method. */
function relativeEffect(test: Ratio, control: Ratio, reach: number): Estimate {
  const ratio = test.value / control.value;
  const error = Math.sqrt(test.variance + ratio ** 2 * control.variance) / control.value;
  return estimateOf(ratio - 1, error, reach);
}

/** What the test regions would have spent: what they did before, changed as in the control regions. */
function spendWithoutChange(test: readonly Region[], control: readonly Region[]): number {
  const before = total(control, 'spendBefore');
  const change = before > 0 ? total(control, 'spendDuring') / before : 0;
  return total(test, 'spendBefore') * change;
}

const FEW_REGIONS = 5;

function warningsOn(test: readonly Region[], control: readonly Region[]): readonly string[] {
  return [['test', test] as const, ['control', control] as const].flatMap(([name, regions]) => {
    const largest = regions.reduce((a, b) => (b.outcomeBefore > a.outcomeBefore ? b : a));
    const share = largest.outcomeBefore / total(regions, 'outcomeBefore');
    return [
      ...(regions.length < FEW_REGIONS
        ? [
            `Only ${regions.length} ${name} regions: the standard error is itself uncertain. Wanted ${FEW_REGIONS} or more.`,
          ]
        : []),
      ...(share > 0.5
        ? [
            `${largest.name} is ${Math.round(100 * share)} % of the ${name} regions' outcome, so the result is mostly its own.`,
          ]
        : []),
    ];
  });
}
