import type { Unit } from '../problem/problem.ts';

/** Revenue that one unit of the curve's outcome brings: the value of a conversion, or 1 for a revenue curve. */
export function revenuePerOutcome(unit: Unit): number {
  return unit.curve.outcome === 'REVENUE' ? 1 : (unit.valuePerConversion ?? 0);
}

/** Its margin, before the spend that brought it. */
export const profitPerOutcome = (unit: Unit): number => revenuePerOutcome(unit) * (unit.margin ?? 1);
