import type { Curve } from './curve.ts';
import { type Response, responseOf } from './response.ts';

/**
 * The weighted sum of equally-shaped possibilities, Σ wₛ·yₛ(x): the mean response over draws of a curve when the
 * weights are 1/n. A sum of concave responses is concave. Where some are S-shaped the sum is concave above the highest
 * of their inflections and neither below; `parts` then serve to bound it.
 */
export function mixtureOf(curves: readonly Curve[], weights?: Float64Array): Response {
  const parts = curves.map((curve, s) => ({
    response: responseOf(curve),
    weight: weights ? weights[s]! : 1 / curves.length,
  }));
  const used = parts.filter(({ weight }) => weight > 0);
  const sumOf = (each: (response: Response) => number) => {
    let sum = 0;
    for (const { response, weight } of used) sum += weight * each(response);
    return sum;
  };
  const slope = (x: number) => sumOf((response) => response.slope(x));
  const curvature = (x: number) => sumOf((response) => response.curvature(x));
  const corners = cornersOf(used.map(({ response }) => response));
  const value = (x: number) => sumOf((response) => response.value(x));
  const inflection = Math.max(0, ...used.map(({ response }) => response.inflection));
  return {
    value,
    slope,
    curvature,
    inflection,
    ceiling: sumOf((response) => response.ceiling),
    spendAtSlope: (price) => mixedSpendAtSlope(price, used, slope, curvature, inflection),
    ...(corners ? { corners: corners.map((x): [number, number] => [x, value(x)]) } : {}),
    parts: used,
  };
}

/** Corners of the sum, when every part is piecewise linear; mixing those with smooth curves is refused by the parser. */
function cornersOf(responses: readonly Response[]): number[] | null {
  if (responses.length === 0 || responses.some(({ corners }) => !corners)) return null;
  const spends = new Set(responses.flatMap(({ corners }) => (corners ?? []).map(([x]) => x)));
  return [...spends].sort((a, b) => a - b);
}

/**
 * The mean slope meets the price between the least and the greatest spend at which a part does. Newton's iteration in
 * the logarithm of spend, kept inside the bracket.
 */
function mixedSpendAtSlope(
  price: number,
  parts: NonNullable<Response['parts']>,
  slope: (x: number) => number,
  curvature: (x: number) => number,
  inflection: number,
): number {
  const spends = parts.map(({ response }) =>
    Math.max(inflection, response.spendAtSlope(price / totalWeight(parts))),
  );
  let low = Math.max(inflection, Math.min(...spends));
  let high = Math.max(...spends);
  if (!Number.isFinite(high)) {
    high = Math.max(1, 2 * low);
    while (slope(high) > price && high < 1e300) high *= 2;
    if (!(high < 1e300)) return Number.POSITIVE_INFINITY;
  }
  if (!(slope(low) > price)) return low;
  if (low <= 0) {
    low = high > 0 ? high : 1;
    while (low > 1e-300 && slope(low) <= price) low /= 4;
    if (low <= 1e-300) return 0;
  }
  let x = Math.sqrt(low) * Math.sqrt(high);
  for (let iteration = 0; iteration < 100 && high - low > 1e-15 * high; iteration++) {
    const excess = slope(x) - price;
    if (excess > 0) low = x;
    else high = x;
    const next = x * Math.exp(-excess / (x * curvature(x)));
    if (Math.abs(next - x) <= 1e-15 * x) break;
    x = next > low && next < high ? next : Math.sqrt(low) * Math.sqrt(high);
  }
  return x;
}

const totalWeight = (parts: NonNullable<Response['parts']>) =>
  parts.reduce((sum, { weight }) => sum + weight, 0);
