import { quantile } from '../quantile.ts';
import { randomSource } from '../random-source.ts';

const RESAMPLES = 200;

/**
 * How low median(ours) ÷ median(theirs) may be in truth, seen through these pairs: the 2.5 % quantile over resamples of
 * the pairs (bootstrap).
 */
export function leastMedianRatio(ours: readonly number[], theirs: readonly number[]): number {
  const { uniform } = randomSource(1);
  const n = ours.length;
  const ratios = Array.from({ length: RESAMPLES }, () => {
    const chosen = Array.from({ length: n }, () => Math.floor(n * uniform()));
    const medianOf = (values: readonly number[]) =>
      quantile(
        chosen.map((i) => values[i]!),
        0.5,
      );
    return medianOf(ours) / medianOf(theirs);
  });
  return quantile(ratios, 0.025);
}
