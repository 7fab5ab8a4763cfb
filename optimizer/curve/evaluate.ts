import type { Curve } from './curve.ts';
import { responseOf } from './response.ts';

/** What spend x brings by itself, scale · f(x): the baseline is left out. x in units of money, x ≥ 0. */
export const responseAt = (curve: Curve, x: number): number => responseOf(curve).value(x);

/** Outcome per further unit of money at spend x. Infinite at 0 for curves such as x^0.5. */
export const slopeAt = (curve: Curve, x: number): number => responseOf(curve).slope(x);

/** The organic outcome that comes at zero spend. */
export const baselineOf = (curve: Curve): number => curve.baseline ?? 0;

/**
 * The same curve in other units: spend in multiples of `spendUnit`, outcome in multiples of `outcomeUnit`.
 * `rescale(c, X, Y)` at x answers `c` at x·X, divided by Y.
 */
export function rescale(curve: Curve, spendUnit: number, outcomeUnit: number): Curve {
  const baseline = (curve.baseline ?? 0) / outcomeUnit;
  switch (curve.family) {
    case 'POWER':
      return { ...curve, baseline, scale: (curve.scale * spendUnit ** curve.exponent) / outcomeUnit };
    case 'PIECEWISE_LINEAR':
      return {
        ...curve,
        baseline,
        scale: (curve.scale ?? 1) / outcomeUnit,
        points: curve.points.map(([x, y]) => [x / spendUnit, y] as const),
      };
    default:
      return {
        ...curve,
        baseline,
        scale: curve.scale / outcomeUnit,
        halfSaturation: curve.halfSaturation / spendUnit,
      };
  }
}
