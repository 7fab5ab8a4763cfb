import type { OutcomeKind } from './fitted-curve.ts';

/**
 * Counts: Var y = perMean·μ + perSquare·μ², over-dispersed counts, a constant coefficient of variation, or both.
 * Money: Var y = perPower·μ^power, the power measured: 1 for the sum of many orders of one size, 2 for a constant
 * coefficient of variation.
 */
export interface Noise {
  readonly kind: OutcomeKind;
  readonly perMean: number;
  readonly perSquare: number;
  readonly perPower: number;
  readonly power: number;
}

/** In units of the mean outcome: keeps the weight of days without spend finite. */
const MEAN_FLOOR = 0.03;
/** Data are never taken to be more exact than this coefficient of variation. */
const EXACTNESS = 0.003;
const HUBER = 2.8;
const LEAST_DAYS = 3;

export function varianceAt(noise: Noise, mu: number): number {
  const m = Math.max(mu, MEAN_FLOOR);
  if (noise.kind === 'MONEY') return noise.perPower * m ** noise.power + EXACTNESS ** 2 * m * m;
  return noise.perMean * m + (noise.perSquare + EXACTNESS ** 2) * m * m;
}

/**
 * The noise from squared residuals, those of outliers cut off.
 *
 * @param parameters how many parameters the mean has used up
 */
export function estimateNoise(
  kind: OutcomeKind,
  y: Float64Array,
  mu: Float64Array,
  trust: Float64Array,
  parameters: number,
): Noise {
  const n = y.length;
  if (n < LEAST_DAYS) return { kind, perMean: 0.1, perSquare: 0, perPower: 0.1, power: 1 };
  const correction = n / Math.max(n - parameters, n / 3);
  return kind === 'MONEY' ? moneyNoise(y, mu, trust, correction) : countNoise(y, mu, trust, correction);
}

/** Both parts by non-negative weighted least squares. */
function countNoise(y: Float64Array, mu: Float64Array, trust: Float64Array, correction: number): Noise {
  const n = y.length;
  const squares = new Float64Array(n);
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    means[i] = Math.max(mu[i]!, MEAN_FLOOR);
    squares[i] = trust[i]! * (y[i]! - mu[i]!) ** 2;
  }
  let perMean = startingSpread(squares, means);
  let perSquare = 0;
  for (let round = 0; round < 4; round++) {
    let s11 = 0;
    let s12 = 0;
    let s22 = 0;
    let b1 = 0;
    let b2 = 0;
    for (let i = 0; i < n; i++) {
      const m = means[i]!;
      // Weight 1 / (variance / m)², so that the sums are those of the residual's square over its mean.
      const relative = perMean + (perSquare + EXACTNESS ** 2) * m;
      const squared = Math.min(squares[i]! / m, 9 * relative);
      const w = 1 / (relative * relative);
      s11 += w;
      s12 += w * m;
      s22 += w * m * m;
      b1 += w * squared;
      b2 += w * m * squared;
    }
    const determinant = s11 * s22 - s12 * s12;
    perMean = determinant > 1e-9 * s11 * s22 ? (s22 * b1 - s12 * b2) / determinant : b1 / s11;
    perSquare = determinant > 1e-9 * s11 * s22 ? (s11 * b2 - s12 * b1) / determinant : 0;
    if (perSquare < 0) [perMean, perSquare] = [b1 / s11, 0];
    if (perMean < 0) [perMean, perSquare] = [0, b2 / s22];
  }
  return {
    kind: 'COUNT',
    perMean: perMean * correction,
    perSquare: perSquare * correction,
    perPower: 0,
    power: 1,
  };
}

/** Mean square of residual ÷ √mean, guarded against outliers. */
function startingSpread(squares: Float64Array, means: Float64Array): number {
  const n = squares.length;
  const standard = squares.map((square, i) => square / means[i]!);
  const plain = standard.reduce((sum, r) => sum + r, 0) / n;
  standard.sort();
  return Math.max(1.4826 ** 2 * standard[Math.floor(n / 2)]!, 0.09 * plain);
}

const POWERS = [1, 1.25, 1.5, 1.75, 2];
const POWER_ROUNDS = 4;

/** For each power the coefficient by its mean square; of the powers, the one of the highest normal likelihood. */
function moneyNoise(y: Float64Array, mu: Float64Array, trust: Float64Array, correction: number): Noise {
  const n = y.length;
  let best: Noise | null = null;
  let bestScore = Number.POSITIVE_INFINITY;
  for (const power of POWERS) {
    const ratios = y.map(
      (value, i) => (trust[i]! * (value - mu[i]!) ** 2) / Math.max(mu[i]!, MEAN_FLOOR) ** power,
    );
    const sorted = ratios.slice().sort();
    const plain = ratios.reduce((sum, r) => sum + r, 0) / n;
    let perPower = Math.max(1.4826 ** 2 * sorted[Math.floor(n / 2)]!, 0.09 * plain, EXACTNESS ** 2);
    for (let round = 0; round < POWER_ROUNDS; round++) {
      const most = 9 * perPower;
      perPower = Math.max(ratios.reduce((sum, r) => sum + Math.min(r, most), 0) / n, EXACTNESS ** 2);
    }
    let score = n * Math.log(perPower);
    for (let i = 0; i < n; i++) {
      score += power * Math.log(Math.max(mu[i]!, MEAN_FLOOR)) + Math.min(ratios[i]! / perPower, 9);
    }
    if (score < bestScore) {
      bestScore = score;
      best = { kind: 'MONEY', perMean: 0, perSquare: 0, perPower: perPower * correction, power };
    }
  }
  return best!;
}

/**
 * Inverse variances, lowered by Huber's weight where a day is an outlier. The residual is Anscombe's for the power of
 * the variance (of counts: powers of 2/3), which is nearly symmetric: on the raw scale the long upper tail of honest
 * small counts, or of a few large orders, would be cut and the mean pulled down.
 */
export function rowWeights(
  y: Float64Array,
  mu: Float64Array,
  noise: Noise,
  trust: Float64Array,
): Float64Array {
  const lambda = 1 - noise.power / 3;
  const weights = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const m = Math.max(mu[i]!, MEAN_FLOOR);
    const variance = varianceAt(noise, m);
    const ratio = Math.max(y[i]!, 0) / m;
    const bent = noise.power === 1 ? Math.cbrt(ratio) ** 2 : ratio ** lambda;
    const residual = Math.abs((m * (bent - 1)) / lambda) * Math.sqrt(trust[i]! / variance);
    weights[i] = ((residual > HUBER ? HUBER / residual : 1) * trust[i]!) / variance;
  }
  return weights;
}
