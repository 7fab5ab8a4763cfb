/** A group of observations that came about together: a region, a period. */
export interface Cluster {
  /** What is measured. */
  readonly y: number;
  /** What it is measured against, 0 or more. */
  readonly x: number;
}

export interface Ratio {
  /** Σy ÷ Σx. */
  readonly value: number;
  readonly variance: number;
  /** Clusters less one. */
  readonly df: number;
}

/**
 * The ratio of two sums over clusters, with its variance by the spread between clusters, so that whatever moves a
 * cluster as a whole is allowed for: by the jackknife, which leaves out one cluster at a time,
 *
 *   b = Σy ÷ Σx,   var(b) = (n − 1) / n · Σᵢ (bᵢ − b)²,   bᵢ − b = −(yᵢ − b·xᵢ) ÷ (Σx − xᵢ)
 *
 * (Cochran, Sampling Techniques, 3rd ed., 1977, chapter 6.) Where clusters are alike in size that is the textbook's
 * n / (n − 1) · Σ (y − b·x)² ÷ (Σx)²; where one is large it does not take it for better known than it is. At least two
 * clusters with x above 0.
 */
export function ratioOf(clusters: readonly Cluster[]): Ratio {
  const n = clusters.length;
  const total = clusters.reduce((sum, { x }) => sum + x, 0);
  const value = clusters.reduce((sum, { y }) => sum + y, 0) / total;
  const spread = clusters.reduce((sum, { x, y }) => sum + ((y - value * x) / (total - x)) ** 2, 0);
  return { value, variance: ((n - 1) / n) * spread, df: n - 1 };
}
