import {
  DEFAULT_CONFIDENCE,
  detectable,
  type Estimate,
  estimateOf,
  holdsZero,
  reachOf,
  welchDegrees,
} from './estimate.ts';
import { type Ratio, ratioOf } from './ratio-estimate.ts';

/** Spend switched between two levels over time, in an order that chance chose. */
export interface OnOffTestInput {
  readonly periods: readonly Period[];
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** Totals of one period at one level. */
export interface Period {
  readonly isOn: boolean;
  readonly days: number;
  readonly outcome: number;
  readonly spend: number;
}

export interface OnOffTestResult {
  readonly outcomeOnPerDay: number;
  readonly outcomeOffPerDay: number;
  /** On minus off. */
  readonly liftPerDay: Estimate;
  /** Lift ÷ outcome when off; null where that is zero. */
  readonly relative: Estimate | null;
  readonly isConclusive: boolean;
  /** The smallest lift a day that a test of this size finds four times in five. */
  readonly detectableLiftPerDay: number;
  readonly spendControlPerDay: number;
  readonly spendTestPerDay: number;
  /** Money for one more of the outcome; null where none came. */
  readonly costPerIncremental: number | null;
  readonly warnings: readonly string[];
}

/**
 * The difference between the mean day of the periods on and off. Days of one period are alike, so the error is taken by
 * the spread between periods (`ratioOf`), each of which is one draw of the design (Bojinov, Simchi-Levi and Zhao, Design
 * and Analysis of Switchback Experiments, Management Science 69, 2023). What carries over from one period into the next
 * makes the lift look smaller than it is: leave out the first days after each switch.
 */
export function onOffTest({ periods, confidence = DEFAULT_CONFIDENCE }: OnOffTestInput): OnOffTestResult {
  const on = periods.filter(({ isOn }) => isOn);
  const off = periods.filter(({ isOn }) => !isOn);
  const test = meanDay(on);
  const control = meanDay(off);
  const df = welchDegrees([test, control]);
  const reach = reachOf(confidence, df);
  const standardError = Math.sqrt(test.variance + control.variance);
  const liftPerDay = estimateOf(test.value - control.value, standardError, reach);
  const spendTestPerDay = spendPerDay(on);
  const spendControlPerDay = spendPerDay(off);
  const cost = (spendTestPerDay - spendControlPerDay) / liftPerDay.value;
  return {
    outcomeOnPerDay: test.value,
    outcomeOffPerDay: control.value,
    liftPerDay,
    relative: relativeLift(test, control, reach),
    isConclusive: !holdsZero(liftPerDay),
    detectableLiftPerDay: detectable(standardError, confidence, df),
    spendControlPerDay,
    spendTestPerDay,
    costPerIncremental: cost > 0 && Number.isFinite(cost) ? cost : null,
    warnings: warningsOn(periods, on, off),
  };
}

const meanDay = (periods: readonly Period[]): Ratio =>
  ratioOf(periods.map(({ outcome, days }) => ({ y: outcome, x: days })));

const spendPerDay = (periods: readonly Period[]): number =>
  periods.reduce((sum, { spend }) => sum + spend, 0) / periods.reduce((sum, { days }) => sum + days, 0);

function relativeLift(test: Ratio, control: Ratio, reach: number): Estimate | null {
  if (control.value === 0) return null;
  const ratio = test.value / control.value;
  const error = Math.sqrt(test.variance + ratio ** 2 * control.variance) / control.value;
  return estimateOf(ratio - 1, error, reach);
}

const FEW_PERIODS = 4;

function warningsOn(
  periods: readonly Period[],
  on: readonly Period[],
  off: readonly Period[],
): readonly string[] {
  const fewest = Math.min(on.length, off.length);
  return [
    ...(fewest < FEW_PERIODS
      ? [
          `Only ${fewest} periods of a kind: the standard error is itself uncertain. Wanted ${FEW_PERIODS} or more of each.`,
        ]
      : []),
    ...(periods.some(({ days }) => days % 7 !== 0)
      ? ['Some periods are not whole weeks, so weekdays weigh unevenly.']
      : []),
  ];
}
