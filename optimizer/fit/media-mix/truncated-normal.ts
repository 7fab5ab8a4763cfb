import { normalQuantile } from '../random.ts';

/** log Φ(z). Series by Abramowitz and Stegun 26.2.17 (error below 7.5e-8), and its tail's expansion far below 0. */
export function logNormalCdf(z: number): number {
  if (z < -5) {
    const square = z * z;
    return -0.5 * square - Math.log(-z * Math.sqrt(2 * Math.PI)) + Math.log1p(-1 / square + 3 / square ** 2);
  }
  const upper = upperTail(Math.abs(z));
  return z < 0 ? Math.log(upper) : Math.log1p(-upper);
}

function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * series;
}

/** A number from Normal(mean, sd²) given that it is not negative; far in the tail an exponential one. */
export function drawNonNegative(mean: number, sd: number, random: () => number): number {
  const z = mean / sd;
  const u = Math.min(1 - 1e-12, Math.max(1e-12, random()));
  if (z < -5) return (sd * -Math.log(u)) / -z;
  const below = Math.exp(logNormalCdf(-z));
  return Math.max(0, mean + sd * normalQuantile(Math.min(1 - 1e-12, below + u * (1 - below))));
}
