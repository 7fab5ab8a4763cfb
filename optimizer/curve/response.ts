import type { Curve, HillCurve, PiecewiseLinearCurve } from './curve.ts';

/**
 * A curve's response scale · f(x) without its baseline, prepared for the mathematics: value, first and second
 * derivative, and the inverse of the slope.
 */
export interface Response {
  /** scale · f(x), x ≥ 0. */
  value(x: number): number;
  /** Right derivative. Infinite at 0 for curves such as x^0.5. */
  slope(x: number): number;
  /** Second derivative, wherever it exists; 0 on straight pieces. */
  curvature(x: number): number;
  /** Convex below, concave above: 0 for a concave curve, Infinity where there is no concave part. */
  readonly inflection: number;
  /** On the concave part: the spend at which the slope has fallen to `price`. 0 or the inflection when it never was above, Infinity when it never falls so far. */
  spendAtSlope(price: number): number;
  /** The limit of the response as spend grows; Infinity where there is none. */
  readonly ceiling: number;
  /** Present for piecewise linear curves: their corners. */
  readonly corners?: readonly (readonly [number, number])[];
  /** Present for a weighted sum of responses: its parts. */
  readonly parts?: readonly { readonly response: Response; readonly weight: number }[];
}

export function responseOf(curve: Curve): Response {
  switch (curve.family) {
    case 'POWER':
      return power(curve.scale, curve.exponent);
    case 'LOG':
      return logarithmic(curve.scale, curve.halfSaturation);
    case 'NEGATIVE_EXPONENTIAL':
      return negativeExponential(curve.scale, curve.halfSaturation);
    case 'LOGISTIC':
      return logistic(curve.scale, curve.halfSaturation);
    case 'HILL':
      return hill(curve);
    case 'PIECEWISE_LINEAR':
      return piecewiseLinear(curve);
  }
}

function power(a: number, e: number): Response {
  return {
    value: (x) => a * x ** e,
    slope: (x) => (e === 1 ? a : a * e * x ** (e - 1)),
    curvature: (x) => (e === 1 ? 0 : a * e * (e - 1) * x ** (e - 2)),
    inflection: 0,
    spendAtSlope: (p) => {
      if (e === 1) return a > p ? Number.POSITIVE_INFINITY : 0;
      return a === 0 ? 0 : (p / (a * e)) ** (1 / (e - 1));
    },
    ceiling: a === 0 ? 0 : Number.POSITIVE_INFINITY,
  };
}

function logarithmic(a: number, h: number): Response {
  return {
    value: (x) => a * Math.log1p(x / h),
    slope: (x) => a / (h + x),
    curvature: (x) => -a / (h + x) ** 2,
    inflection: 0,
    spendAtSlope: (p) => Math.max(0, a / p - h),
    ceiling: a === 0 ? 0 : Number.POSITIVE_INFINITY,
  };
}

function negativeExponential(a: number, h: number): Response {
  return {
    value: (x) => -a * Math.expm1(-x / h),
    slope: (x) => (a / h) * Math.exp(-x / h),
    curvature: (x) => (-a / h / h) * Math.exp(-x / h),
    inflection: 0,
    spendAtSlope: (p) => (a === 0 ? 0 : Math.max(0, h * Math.log(a / (h * p)))),
    ceiling: a,
  };
}

// (1 − e^(−x/h)) / (1 + e^(−x/h)) = tanh(x / 2h)
function logistic(a: number, h: number): Response {
  return {
    value: (x) => a * Math.tanh(x / (2 * h)),
    slope: (x) => {
      const e = Math.exp(-x / h);
      return ((2 * a) / h) * (e / (1 + e) ** 2);
    },
    curvature: (x) => {
      const e = Math.exp(-x / h);
      return ((-2 * a) / h / h) * ((e * (1 - e)) / (1 + e) ** 3);
    },
    inflection: 0,
    spendAtSlope: (p) => {
      // slope = (a / 2h) · sech²(x / 2h)
      const ratio = a / (2 * h * p);
      return ratio <= 1 ? 0 : 2 * h * Math.acosh(Math.sqrt(ratio));
    },
    ceiling: a,
  };
}

function hill({ scale: a, halfSaturation: h, slope: s }: HillCurve): Response {
  // r = (x/h)^s; f = r / (1 + r); f' = s·r / (x·(1 + r)²)
  const value = (x: number) => {
    if (x <= 0) return 0;
    const r = (x / h) ** s;
    return r > 1 ? a / (1 + 1 / r) : (a * r) / (1 + r);
  };
  const slope = (x: number) => {
    if (x <= 0) return s > 1 || a === 0 ? 0 : s === 1 ? a / h : Number.POSITIVE_INFINITY;
    const r = (x / h) ** s;
    const share = r > 1 ? 1 / (r * (1 + 1 / r) ** 2) : r / (1 + r) ** 2;
    return ((a * s) / x) * share;
  };
  const curvature = (x: number) => {
    if (x <= 0) return s === 1 ? (-2 * a) / (h * h) : s > 1 ? 0 : Number.NEGATIVE_INFINITY;
    const r = (x / h) ** s;
    // f'' = f'/x · ((s − 1) − (s + 1)·r) / (1 + r)
    const bend = r > 1 ? ((s - 1) / r - (s + 1)) / (1 + 1 / r) : (s - 1 - (s + 1) * r) / (1 + r);
    return (slope(x) / x) * bend;
  };
  const inflection = s > 1 ? h * ((s - 1) / (s + 1)) ** (1 / s) : 0;
  const steepest = s > 1 ? slope(inflection) : slope(0);
  return {
    value,
    slope,
    curvature,
    inflection,
    spendAtSlope: (p) => {
      if (!(p < steepest)) return inflection;
      if (p <= 0) return Number.POSITIVE_INFINITY;
      if (s === 1) return h * Math.max(0, Math.sqrt(a / (h * p)) - 1);
      return hillSpendAtSlope(p, a, h, s);
    },
    ceiling: a,
  };
}

/**
 * Solves f'(x) = p for x above the inflection. In u = ln(x/h) the log-slope
 * g(u) = (s − 1)·u − 2·ln(1 + e^(s·u)) is concave and falling there, and lies under −(s + 1)·u and (s − 1)·u. From
 * where these meet the target, beyond the solution, Newton's iteration comes down to it without ever passing it.
 */
function hillSpendAtSlope(p: number, a: number, h: number, s: number): number {
  const target = Math.log((p * h) / (a * s));
  let u = -target / (s + 1);
  if (s < 1) u = Math.min(u, target / (s - 1));
  for (let iteration = 0; iteration < 200; iteration++) {
    // e^(s·u) or its inverse, whichever is at most 1.
    const isPast = u > 0;
    const e = Math.exp(isPast ? -s * u : s * u);
    const rest = 2 * Math.log1p(e);
    const g = isPast ? -(s + 1) * u - rest : (s - 1) * u - rest;
    const share = isPast ? 1 / (1 + e) : e / (1 + e);
    const down = (g - target) / (s - 1 - 2 * s * share);
    // Rounding alone makes it turn back.
    if (!(down > 1e-15 * Math.abs(u))) break;
    u -= down;
  }
  return h * Math.exp(u);
}

function piecewiseLinear(curve: PiecewiseLinearCurve): Response {
  const scale = curve.scale ?? 1;
  const given = curve.points.map(([x, y]) => [x, scale * y] as const);
  const first = given[0];
  // No spend brings nothing: where the points start above zero spend, the first piece comes from the origin.
  const corners = first && first[0] > 0 ? [[0, 0] as const, ...given] : given;
  const n = corners.length;
  const pieceAt = (x: number) => {
    let low = 0;
    let high = n - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (corners[middle]![0] <= x) low = middle;
      else high = middle;
    }
    return low;
  };
  const slopeOfPiece = (k: number) => {
    const [x0, y0] = corners[k]!;
    const [x1, y1] = corners[k + 1]!;
    return (y1 - y0) / (x1 - x0);
  };
  const last = corners[n - 1]!;
  return {
    value: (x) => {
      if (x >= last[0]) return last[1];
      const k = pieceAt(x);
      const [x0, y0] = corners[k]!;
      return y0 + slopeOfPiece(k) * (x - x0);
    },
    slope: (x) => (x >= last[0] ? 0 : slopeOfPiece(pieceAt(x))),
    curvature: () => 0,
    inflection: Number.POSITIVE_INFINITY,
    spendAtSlope: () => Number.POSITIVE_INFINITY,
    ceiling: Math.max(...corners.map(([, y]) => y)),
    corners,
  };
}
