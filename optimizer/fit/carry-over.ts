import type { Rows } from './timeline.ts';

/**
 * Normalised geometric carry-over a(t) = (1 − θ)·x(t) + θ·a(t − 1), so that a steady spend is its own carry-over.
 * The search runs over ψ = log(1 / (1 − θ)) = log(1 + mean lag in days), on which the prior is smooth.
 */
export function carriedOver(
  spend: Float64Array,
  theta: number,
  before: number,
  rows: Rows,
  out: Float64Array = new Float64Array(rows.day.length),
): Float64Array {
  let carried = before;
  let row = 0;
  const { day } = rows;
  for (let t = 0; t < spend.length && row < day.length; t++) {
    carried = (1 - theta) * spend[t]! + theta * carried;
    while (row < day.length && day[row] === t) out[row++] = carried;
  }
  return out;
}

export const thetaOf = (psi: number): number => 1 - Math.exp(-psi);

/** θ of 0.955, a half-life of 15 days. */
export const MAX_PSI = 3.1;

export function halfLifeDays(theta: number): number {
  return theta <= 0 ? 0 : Math.log(0.5) / Math.log(theta);
}
