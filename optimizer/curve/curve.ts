/**
 * Response curves: outcome of a period as a function of the period's spend x ≥ 0,
 *
 *   y(x) = baseline + scale · f(x)
 *
 * with f of the named family. `baseline` is organic outcome; everything else in the optimizer counts scale · f(x).
 */
export type Curve =
  | PowerCurve
  | LogCurve
  | NegativeExponentialCurve
  | HillCurve
  | LogisticCurve
  | PiecewiseLinearCurve;

interface CurveBase {
  /** Organic outcome at zero spend. Default 0. */
  readonly baseline?: number;
  /** What the curve counts. Default CONVERSIONS. */
  readonly outcome?: 'CONVERSIONS' | 'REVENUE';
}

/** f(x) = x^exponent, 0 < exponent ≤ 1. */
export interface PowerCurve extends CurveBase {
  readonly family: 'POWER';
  readonly scale: number;
  readonly exponent: number;
}

/** f(x) = ln(1 + x / halfSaturation). */
export interface LogCurve extends CurveBase {
  readonly family: 'LOG';
  readonly scale: number;
  readonly halfSaturation: number;
}

/** f(x) = 1 − exp(−x / halfSaturation). */
export interface NegativeExponentialCurve extends CurveBase {
  readonly family: 'NEGATIVE_EXPONENTIAL';
  readonly scale: number;
  readonly halfSaturation: number;
}

/** f(x) = x^slope / (halfSaturation^slope + x^slope). Concave for slope ≤ 1, S-shaped above. */
export interface HillCurve extends CurveBase {
  readonly family: 'HILL';
  readonly scale: number;
  readonly halfSaturation: number;
  readonly slope: number;
}

/** f(x) = (1 − exp(−x / halfSaturation)) / (1 + exp(−x / halfSaturation)). */
export interface LogisticCurve extends CurveBase {
  readonly family: 'LOGISTIC';
  readonly scale: number;
  readonly halfSaturation: number;
}

/**
 * Linear between the points, x ascending; constant beyond the last. Where the first point lies above zero spend, the
 * first piece comes from the origin: no spend brings nothing.
 */
export interface PiecewiseLinearCurve extends CurveBase {
  readonly family: 'PIECEWISE_LINEAR';
  readonly scale?: number;
  readonly points: readonly (readonly [number, number])[];
}

export type CurveFamily = Curve['family'];
