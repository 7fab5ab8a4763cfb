import { studentQuantile } from './distributions.ts';

/** A figure with how far it may be off. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
  /** At the confidence that was asked for. */
  readonly interval: readonly [number, number];
}

/** Every interval is two-sided at this confidence unless another is asked for. */
export const DEFAULT_CONFIDENCE = 0.95;

/** The effect that an experiment is said to be able to detect is found this often where it is real. */
export const DEFAULT_POWER = 0.8;

/** How many standard errors a two-sided interval reaches. */
export const reachOf = (confidence: number, df = Number.POSITIVE_INFINITY): number =>
  studentQuantile((1 + confidence) / 2, df);

export const estimateOf = (value: number, standardError: number, reach: number): Estimate => ({
  value,
  standardError,
  interval: [value - reach * standardError, value + reach * standardError],
});

export const scaledBy = ({ value, standardError, interval }: Estimate, factor: number): Estimate => ({
  value: value * factor,
  standardError: standardError * Math.abs(factor),
  interval:
    factor < 0 ? [interval[1] * factor, interval[0] * factor] : [interval[0] * factor, interval[1] * factor],
});

export const holdsZero = ({ interval: [low, high] }: Estimate): boolean => low <= 0 && high >= 0;

/**
 * The smallest effect that is found with the wanted power, in the units of the standard error: the sum of the two
 * quantiles (Bloom, Minimum detectable effects, Evaluation Review 19, 1995).
 */
export const detectable = (
  standardError: number,
  confidence: number,
  df = Number.POSITIVE_INFINITY,
  power = DEFAULT_POWER,
): number => (reachOf(confidence, df) + studentQuantile(power, df)) * standardError;

/**
 * Degrees of freedom of a difference of two independent estimates (Welch 1947, Satterthwaite 1946). Each has its
 * variance and its own degrees of freedom.
 */
export function welchDegrees(arms: readonly { readonly variance: number; readonly df: number }[]): number {
  const total = arms.reduce((sum, { variance }) => sum + variance, 0);
  const spread = arms.reduce((sum, { variance, df }) => sum + variance ** 2 / df, 0);
  return spread > 0 ? total ** 2 / spread : Math.min(...arms.map(({ df }) => df));
}
