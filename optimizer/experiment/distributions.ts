/**
 * The standard normal distribution function Φ(z), to about 1e-15.
 *
 * Near the middle by the series Φ(z) = ½ + φ(z) · (z + z³/3 + z⁵/(3·5) + …) (Marsaglia, Evaluating the Normal
 * Distribution, Journal of Statistical Software 11, 2004); in the tails by the continued fraction of Mills' ratio
 * (Abramowitz and Stegun 26.2.14), which keeps small probabilities accurate.
 */
export function normalCdf(z: number): number {
  if (z < -TAIL) return upperTail(-z);
  if (z > TAIL) return 1 - upperTail(z);
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + density(z) * sum;
}

const TAIL = 4;
const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** 1 − Φ(z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))), z well above 0. */
function upperTail(z: number): number {
  let fraction = z;
  for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}

/** The z with Φ(z) = p, 0 < p < 1. */
export const normalQuantile = (p: number): number => quantileOf(normalCdf, p);

/**
 * The distribution function of Student's t with `df` degrees of freedom; `Infinity` is the normal one.
 * F(t) = 1 − ½ · I_{df / (df + t²)}(df/2, ½) for t ≥ 0 (Abramowitz and Stegun, §26.7).
 */
export function studentCdf(t: number, df: number): number {
  if (!Number.isFinite(df) || df > 1e7) return normalCdf(t);
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The t that Student's t with `df` degrees of freedom stays below with probability p, 0 < p < 1. */
export const studentQuantile = (p: number, df: number): number => quantileOf((t) => studentCdf(t, df), p);

/** Inverts a distribution function that is symmetric about 0, by bisection. */
function quantileOf(cdf: (x: number) => number, p: number): number {
  if (p === 0.5) return 0;
  // The lower tail has no rounding to lose.
  const tail = Math.min(p, 1 - p);
  let high = 1;
  while (cdf(-high) > tail && high < 1e300) high *= 2;
  let low = 0;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (cdf(-middle) > tail) low = middle;
    else high = middle;
  }
  const size = (low + high) / 2;
  return p < 0.5 ? -size : size;
}

/** I_x(a, b), by its continued fraction (Press et al., Numerical Recipes, 3rd ed., §6.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** By Lentz' method. */
function betaFraction(x: number, a: number, b: number): number {
  const guarded = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** ln Γ(x) for x > 0, by Lanczos' approximation with g = 7 and nine terms. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  const sum = LANCZOS.reduce(
    (total, coefficient, i) => total + (i === 0 ? coefficient : coefficient / (shifted + i)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
