import type { Curve } from '../../optimizer/curve/curve.ts';

/** f of the curve's family at x ≥ 0; the formulas are those of `optimizer/curve/curve.ts`, written out again. */
export function shape(curve: Curve, x: number): number {
  switch (curve.family) {
    case 'POWER':
      return x ** curve.exponent;
    case 'LOG':
      return Math.log1p(x / curve.halfSaturation);
    case 'NEGATIVE_EXPONENTIAL':
      return 1 - Math.exp(-x / curve.halfSaturation);
    case 'HILL':
      return x ** curve.slope / (curve.halfSaturation ** curve.slope + x ** curve.slope);
    default:
      throw new RangeError(`No example campaign has a ${curve.family} curve.`);
  }
}

/** baseline + scale · f(x) */
export const response = (curve: Curve, x: number): number =>
  (curve.baseline ?? 0) + (curve.scale ?? 1) * shape(curve, x);

/** aₜ = (1 − θ) xₜ + θ aₜ₋₁ */
export function adstock(spend: readonly number[], carryOver: number, before: number): number[] {
  let carried = before;
  return spend.map((today) => {
    carried = (1 - carryOver) * today + carryOver * carried;
    return carried;
  });
}
