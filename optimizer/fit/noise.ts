/** Var y = perMean·μ + perSquare·μ²: over-dispersed counts, a constant coefficient of variation, or both. */
export interface Noise {
  readonly perMean: number;
  readonly perSquare: number;
}

/** In units of the mean outcome: keeps the weight of days without spend finite. */
const MEAN_FLOOR = 0.03;
/** Data are never taken to be more exact than this coefficient of variation. */
const EXACTNESS = 0.003;
const HUBER = 2.8;

export function varianceAt(noise: Noise, mu: number): number {
  const m = Math.max(mu, MEAN_FLOOR);
  return noise.perMean * m + (noise.perSquare + EXACTNESS ** 2) * m * m;
}

/**
 * Both variance parts by non-negative weighted least squares on squared residuals, those of outliers cut off.
 *
 * @param parameters how many parameters the mean has used up
 */
export function estimateNoise(y: Float64Array, mu: Float64Array, parameters: number): Noise {
  const n = y.length;
  if (n < 3) return { perMean: 0.1, perSquare: 0 };
  const correction = n / Math.max(n - parameters, n / 3);
  const standard = y.map((value, i) => Math.abs(value - mu[i]!) / Math.sqrt(Math.max(mu[i]!, MEAN_FLOOR)));
  standard.sort();
  const robust = 1.4826 * standard[Math.floor(n / 2)]!;
  const plain = Math.sqrt(standard.reduce((sum, r) => sum + r * r, 0) / n);
  let noise: Noise = { perMean: Math.max(robust, 0.3 * plain) ** 2, perSquare: 0 };
  for (let round = 0; round < 4; round++) {
    let s11 = 0;
    let s12 = 0;
    let s22 = 0;
    let b1 = 0;
    let b2 = 0;
    for (let i = 0; i < n; i++) {
      const m = Math.max(mu[i]!, MEAN_FLOOR);
      const variance = varianceAt(noise, m);
      const squared = Math.min((y[i]! - mu[i]!) ** 2, 9 * variance);
      const w = 1 / (variance * variance);
      s11 += w * m * m;
      s12 += w * m * m * m;
      s22 += w * m * m * m * m;
      b1 += w * m * squared;
      b2 += w * m * m * squared;
    }
    const determinant = s11 * s22 - s12 * s12;
    let perMean = determinant > 1e-9 * s11 * s22 ? (s22 * b1 - s12 * b2) / determinant : b1 / s11;
    let perSquare = determinant > 1e-9 * s11 * s22 ? (s11 * b2 - s12 * b1) / determinant : 0;
    if (perSquare < 0) [perMean, perSquare] = [b1 / s11, 0];
    if (perMean < 0) [perMean, perSquare] = [0, b2 / s22];
    noise = { perMean, perSquare };
  }
  return { perMean: noise.perMean * correction, perSquare: noise.perSquare * correction };
}

/**
 * Inverse variances, lowered by Huber's weight where a day is an outlier. The residual is Anscombe's for counts
 * (powers of 2/3), which is nearly symmetric: on the raw scale the long upper tail of honest small counts would be cut
 * and the mean pulled down.
 */
export function rowWeights(y: Float64Array, mu: Float64Array, noise: Noise): Float64Array {
  return y.map((value, i) => {
    const m = Math.max(mu[i]!, MEAN_FLOOR);
    const variance = varianceAt(noise, m);
    const residual = (1.5 * (Math.cbrt(Math.max(value, 0)) ** 2 * Math.cbrt(m) - m)) / Math.sqrt(variance);
    return Math.min(1, HUBER / Math.abs(residual)) / variance;
  });
}
