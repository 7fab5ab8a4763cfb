/** The middle 80 % of equally likely values; null without any. */
export function interval80(values: readonly number[]): [number, number] | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return [quantile(sorted, 0.1), quantile(sorted, 0.9)];
}

/** Linear between order statistics. */
function quantile(sorted: readonly number[], q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

/** Standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

/**
 * 80 % interval of a sum whose terms err independently, each given by equally likely values: normal, with the sum of
 * their means and variances. Null where a term has no values. With `isPaired` values of one place go together, as
 * errors do that several terms share.
 */
export function intervalOfSum(
  terms: readonly (readonly number[])[],
  isPaired = false,
): [number, number] | null {
  const [first = []] = terms;
  if (isPaired && terms.every(({ length }) => length === first.length)) {
    return intervalOfSum([first.map((_, s) => terms.reduce((sum, values) => sum + (values[s] ?? 0), 0))]);
  }
  let mean = 0;
  let variance = 0;
  for (const values of terms) {
    if (values.length === 0) return null;
    const termMean = values.reduce((sum, value) => sum + value, 0) / values.length;
    mean += termMean;
    variance += values.reduce((sum, value) => sum + (value - termMean) ** 2, 0) / values.length;
  }
  const reach = Z90 * Math.sqrt(variance);
  return [mean - reach, mean + reach];
}
