/**
 * Given one point of the curve's shape, the likelihood is a quadratic in (baseline b, scale s). Written as level
 * L = b + s·f(1) and baseline share r = b / L, the level is integrated out in closed form and the share over a few
 * points placed where its likelihood lies; this keeps b and s non-negative and lets r have a prior.
 */
export interface SharePoints {
  count: number;
  readonly share: Float64Array;
  readonly level: Float64Array;
  readonly levelSd: Float64Array;
  /** Log likelihood plus log volume. */
  readonly evidence: Float64Array;
}

const CELLS = 6;
/** The cells, and before them no baseline at all, which has a probability of its own. */
const POINTS = CELLS + 1;
const MAX_SHARE = 0.98;
/** In mean outcomes: without a single known outcome the likelihood sets no bound. */
const MOST_LEVEL_SD = 3;

export function sharePoints(): SharePoints {
  const field = () => new Float64Array(POINTS);
  return { count: 0, share: field(), level: field(), levelSd: field(), evidence: field() };
}

/**
 * @param statistics [A11, A12, A22, g1, g2, yy] of the columns 1 and f
 * @param reference f(1)
 * @param degrees of freedom of the unknown noise level (Student's t rather than a normal)
 * @param threshold log evidence below which the points are of no use: none is returned then
 */
export function integrateShare(
  statistics: Float64Array,
  reference: number,
  degrees: number,
  threshold: number,
  out: SharePoints,
): void {
  const a11 = statistics[0]!;
  const a12 = statistics[1]! / reference;
  const a22 = statistics[2]! / reference ** 2;
  const g1 = statistics[3]!;
  const g2 = statistics[4]! / reference;
  const yy = Math.max(statistics[5]!, 1e-12);

  const determinant = a11 * a22 - a12 * a12;
  const isRegular = determinant > 1e-10 * a11 * a22;
  const b = isRegular ? (a22 * g1 - a12 * g2) / determinant : 0;
  const s = isRegular ? (a11 * g2 - a12 * g1) / determinant : 0;
  const noise = isRegular ? Math.max(yy - b * g1 - s * g2, 1e-9 * yy) : 0;
  // No share does better than the unconstrained fit, whose information is at least that of the poorer column.
  const bound = -0.5 * degrees * Math.log(noise) - 0.5 * Math.log(determinant / (a11 + a22));
  if (isRegular && bound < threshold) {
    out.count = 0;
    return;
  }
  const level = b + s;
  const [low, high] =
    isRegular && level > 0
      ? range(a11, a12, a22, determinant, b / level, level, noise / degrees)
      : WHOLE_RANGE;
  const step = (high - low) / CELLS;
  out.count = POINTS;
  const logStep = Math.log(step);
  for (let i = 0; i < POINTS; i++) {
    const r = i === 0 ? 0 : low + (i - 0.5) * step;
    const q = 1 - r;
    const information = Math.max(r * r * a11 + 2 * r * q * a12 + q * q * a22, 1e-300);
    const g = Math.max(r * g1 + q * g2, 0);
    const residual = Math.max(yy - (g * g) / information, 1e-9 * yy);
    out.share[i] = r;
    out.level[i] = g / information;
    out.levelSd[i] = Math.min(MOST_LEVEL_SD, Math.sqrt(residual / degrees / information));
    out.evidence[i] =
      -0.5 * degrees * Math.log(residual) - 0.5 * Math.log(information) + (i === 0 ? 0 : logStep);
  }
}

const WHOLE_RANGE = [0, MAX_SHARE] as const;

/** Where the share's likelihood lies, cut to [0, MAX_SHARE]: some four standard deviations around its peak. */
function range(
  a11: number,
  a12: number,
  a22: number,
  determinant: number,
  peak: number,
  level: number,
  noise: number,
): readonly [number, number] {
  // Delta method: r moves by ((1 − r)·db − r·ds) / L.
  const variance =
    (noise * ((1 - peak) ** 2 * a22 + peak ** 2 * a11 + 2 * peak * (1 - peak) * a12)) /
    determinant /
    level ** 2;
  const sd = Math.sqrt(Math.max(variance, 1e-12));
  if (peak < 0) return [0, cut(tail(sd, -peak))];
  if (peak > MAX_SHARE) return [cut(MAX_SHARE - tail(sd, peak - MAX_SHARE)), MAX_SHARE];
  const low = cut(peak - 3.2 * sd);
  const high = cut(peak + 3.2 * sd);
  return high - low > 1e-5 ? [low, high] : [cut(low - 1e-5), cut(high + 1e-5)];
}

function cut(share: number): number {
  return Math.min(MAX_SHARE, Math.max(0, share));
}

/** Beyond a bound the density falls off exponentially with length sd² / distance. */
function tail(sd: number, distance: number): number {
  return Math.max(1e-4, Math.min(4 * sd, (5 * sd * sd) / distance));
}
