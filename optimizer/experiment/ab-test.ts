import { normalCdf } from './distributions.ts';
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

/** People (or visits, households) divided by chance; each arm says how many there were and what they did. */
export interface AbTestInput {
  readonly control: Arm;
  readonly test: Arm;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
  /** The share of subjects that was to go to the test, to tell whether the division worked. */
  readonly expectedTestShare?: number | undefined;
  /** For the lift a day in the whole market: all its subjects, and the days that the test ran. */
  readonly market?: { readonly subjects: number; readonly days: number } | undefined;
}

export type Arm = RateArm | MeanArm;

/** How many of the subjects converted, once at the most. */
export interface RateArm {
  readonly subjects: number;
  readonly conversions: number;
}

/** A figure of each subject, such as revenue, zeros included. */
export interface MeanArm {
  readonly subjects: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface AbTestResult {
  /** Rate or mean of the arm. */
  readonly control: number;
  readonly test: number;
  /** Test minus control, per subject. */
  readonly difference: Estimate;
  /** Difference ÷ control; null where the control is zero or a rate is. */
  readonly relative: Estimate | null;
  /** The interval of the difference leaves zero out. */
  readonly isConclusive: boolean;
  /** The smallest difference that a test of this size finds four times in five. */
  readonly detectableDifference: number;
  /** How likely a division at least as uneven is by chance alone; below 0.001 something is wrong with it. */
  readonly sampleRatioPValue: number | null;
  /** Outcome a day in the whole market; null where no market was given. */
  readonly liftPerDay: Estimate | null;
  readonly warnings: readonly string[];
}

/** Both arms are rates, or both are means. */
export function abTest(input: AbTestInput): AbTestResult {
  const { control, test, confidence = DEFAULT_CONFIDENCE, market } = input;
  const compared =
    'conversions' in control && 'conversions' in test
      ? compareRates(control, test, confidence)
      : compareMeans(control as MeanArm, test as MeanArm, confidence);
  const { difference } = compared;
  const sampleRatioPValue = sampleRatio(input);
  const isUneven = sampleRatioPValue !== null && sampleRatioPValue < UNEVEN;
  return {
    ...compared,
    isConclusive: !holdsZero(difference),
    sampleRatioPValue,
    liftPerDay: market ? scaledBy(difference, market.subjects / market.days) : null,
    warnings: isUneven
      ? [
          `${test.subjects} of ${control.subjects + test.subjects} subjects are in the test, which chance does not explain: find out what divided them before trusting any figure.`,
        ]
      : [],
  };
}

type Compared = Pick<AbTestResult, 'control' | 'test' | 'difference' | 'relative' | 'detectableDifference'>;

/**
 * Rates: the interval of the difference by Newcombe's hybrid of Wilson's (Newcombe, Statistics in Medicine 17, 1998,
 * method 10), which holds for few conversions too; that of the ratio on the logarithm (Katz et al., Biometrics 34,
 * 1978).
 */
function compareRates(control: RateArm, test: RateArm, confidence: number): Compared {
  const z = reachOf(confidence);
  const [p, q] = [control.conversions / control.subjects, test.conversions / test.subjects];
  const variance = (rate: number, { subjects }: RateArm) => (rate * (1 - rate)) / subjects;
  const standardError = Math.sqrt(variance(p, control) + variance(q, test));
  const [pLow, pHigh] = wilson(control, z);
  const [qLow, qHigh] = wilson(test, z);
  const difference: Estimate = {
    value: q - p,
    standardError,
    interval: [q - p - Math.hypot(q - qLow, pHigh - p), q - p + Math.hypot(qHigh - q, p - pLow)],
  };
  return {
    control: p,
    test: q,
    difference,
    relative: p > 0 && q > 0 ? relativeRate(p, q, control, test, z) : null,
    detectableDifference: detectable(standardError, confidence),
  };
}

function relativeRate(p: number, q: number, control: RateArm, test: RateArm, z: number): Estimate {
  const logError = Math.sqrt(
    1 / control.conversions - 1 / control.subjects + 1 / test.conversions - 1 / test.subjects,
  );
  const ratio = q / p;
  return {
    value: ratio - 1,
    standardError: ratio * logError,
    interval: [ratio * Math.exp(-z * logError) - 1, ratio * Math.exp(z * logError) - 1],
  };
}

/** Wilson's score interval of a rate (Wilson, JASA 22, 1927). */
function wilson({ subjects: n, conversions }: RateArm, z: number): readonly [number, number] {
  const rate = conversions / n;
  const centre = rate + (z * z) / (2 * n);
  const reach = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return [(centre - reach) / scale, (centre + reach) / scale];
}

/** Means: Welch's interval; that of the ratio by the delta method, arms independent. */
function compareMeans(control: MeanArm, test: MeanArm, confidence: number): Compared {
  const variance = ({ standardDeviation, subjects }: MeanArm) => standardDeviation ** 2 / subjects;
  const arms = [control, test].map((arm) => ({ variance: variance(arm), df: arm.subjects - 1 }));
  const df = welchDegrees(arms);
  const reach = reachOf(confidence, df);
  const standardError = Math.sqrt(variance(control) + variance(test));
  const ratio = test.mean / control.mean;
  const ratioError = Math.sqrt(variance(test) + ratio ** 2 * variance(control)) / Math.abs(control.mean);
  return {
    control: control.mean,
    test: test.mean,
    difference: estimateOf(test.mean - control.mean, standardError, reach),
    relative: control.mean === 0 ? null : estimateOf(ratio - 1, ratioError, reach),
    detectableDifference: detectable(standardError, confidence, df),
  };
}

const UNEVEN = 0.001;

/** χ² with one degree of freedom. */
function sampleRatio({ control, test, expectedTestShare: share }: AbTestInput): number | null {
  if (share === undefined) return null;
  const all = control.subjects + test.subjects;
  const z = (test.subjects - share * all) / Math.sqrt(all * share * (1 - share));
  return 2 * normalCdf(-Math.abs(z));
}
