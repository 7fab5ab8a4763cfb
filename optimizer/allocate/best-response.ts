import { contains, type Domain, highest, lowest } from './domain.ts';
import { envelopeOf } from './envelope.ts';
import type { ProgramUnit } from './program.ts';

/** What a unit pays and earns under given prices of the rows. */
export interface Prices {
  /** Earned per unit of outcome, ≥ 0. */
  outcome: number;
  /** Paid per unit of spend; may be negative. */
  spend: number;
  /** Paid per unit of distance from the current spend, ≥ 0. */
  moved: number;
  /** Paid when the spend differs from the current one, ≥ 0. */
  changed: number;
}

/**
 * The spend x ∈ domain that maximises
 *
 *   outcome·y(x) − spend·x − moved·|x − c| − changed·[x ≠ c]
 *
 * exactly, whatever the curve's shape: on its convex part and on gaps an end is best, on its concave part the point
 * where the slope meets the price. `value` is the maximum; both may be infinite when nothing bounds the unit.
 */
export interface BestResponse {
  spend: number;
  value: number;
}

export function bestResponse(unit: ProgramUnit, asked: Prices, domain: Domain = unit.domain): BestResponse {
  const prices = unit.isSlack ? { ...asked, moved: 0, changed: 0 } : asked;
  const { current } = unit;
  if (unit.response.parts && !unit.response.corners && unit.response.inflection > lowest(domain)) {
    return bestOnMajorant(unit, prices, domain);
  }
  const best: BestResponse = { spend: Number.NaN, value: Number.NEGATIVE_INFINITY };
  const consider = (x: number) => {
    const value = netValue(unit, prices, x);
    // Among equals the current spend, then the first: the answer does not depend on chance.
    if (value > best.value || (value === best.value && x === current)) {
      best.spend = x;
      best.value = value;
    }
  };
  if ((prices.changed > 0 || prices.moved > 0) && contains(domain, current)) consider(current);
  for (const [a, b] of domain.intervals) {
    if (prices.moved > 0 && a < current && current < b && domain.step === null) {
      considerInterval(unit, prices.outcome, prices.spend - prices.moved, a, current, null, consider);
      considerInterval(unit, prices.outcome, prices.spend + prices.moved, current, b, null, consider);
    } else if (prices.moved > 0) {
      considerInterval(unit, prices.outcome, prices.spend - prices.moved, a, b, domain.step, consider);
      considerInterval(unit, prices.outcome, prices.spend + prices.moved, a, b, domain.step, consider);
      if (domain.step !== null) considerGrid(current, a, b, domain.step, consider);
    } else {
      considerInterval(unit, prices.outcome, prices.spend, a, b, domain.step, consider);
    }
  }
  return best;
}

/**
 * A sum of S-shaped responses has no closed form. The sum of their envelopes is concave and above it, so its maximum
 * is a valid bound; limits on moves cost nothing in it, which keeps it one.
 */
function bestOnMajorant(unit: ProgramUnit, prices: Prices, domain: Domain): BestResponse {
  const majorant = envelopeOf(unit.response, domain);
  const net = (x: number) => prices.outcome * majorant.value(x) - prices.spend * x;
  let low = lowest(domain);
  let high = highest(domain);
  const cut = 1e-14 * high;
  while (high - low > cut) {
    const middle = (low + high) / 2;
    if (prices.outcome * majorant.slope(middle) > prices.spend) low = middle;
    else high = middle;
  }
  const candidates = [lowest(domain), low, high, highest(domain)];
  const spend = candidates.reduce((best, x) => (net(x) > net(best) ? x : best));
  return { spend, value: net(spend) };
}

export function netValue(unit: ProgramUnit, prices: Prices, x: number): number {
  if (x === Number.POSITIVE_INFINITY) return netValueAtInfinity(unit, prices);
  let value = -prices.spend * x;
  if (prices.outcome !== 0) value += prices.outcome * unit.response.value(x);
  if (prices.moved !== 0) value -= prices.moved * Math.abs(x - unit.current);
  if (prices.changed !== 0 && (x !== unit.current || unit.countsAsChanged)) value -= prices.changed;
  return value;
}

function netValueAtInfinity(unit: ProgramUnit, prices: Prices): number {
  const slope = prices.spend + prices.moved;
  if (slope > 0) {
    // Beyond every price at infinity only for a straight line that earns more than it costs.
    return prices.outcome * unit.response.slope(Number.MAX_VALUE) > slope
      ? Number.POSITIVE_INFINITY
      : Number.NEGATIVE_INFINITY;
  }
  if (slope < 0) return Number.POSITIVE_INFINITY;
  const ceiling = prices.outcome === 0 ? 0 : prices.outcome * unit.response.ceiling;
  return ceiling + prices.moved * unit.current - prices.changed;
}

function considerInterval(
  unit: ProgramUnit,
  outcomePrice: number,
  spendPrice: number,
  a: number,
  b: number,
  step: number | null,
  consider: (x: number) => void,
): void {
  consider(a);
  if (b === a) return;
  consider(b);
  if (outcomePrice <= 0) return;
  const { response } = unit;
  const considerInside = (x: number) => {
    if (step !== null) considerGrid(x, a, b, step, consider);
    else if (x > a && x < b) consider(x);
  };
  if (response.corners) {
    for (const [x] of response.corners) considerInside(x);
    return;
  }
  if (spendPrice > 0) considerInside(response.spendAtSlope(spendPrice / outcomePrice));
  if (step !== null && response.inflection > 0) considerGrid(response.inflection, a, b, step, consider);
}

function considerGrid(x: number, a: number, b: number, step: number, consider: (x: number) => void): void {
  if (!Number.isFinite(x)) return;
  const below = Math.floor(x / step) * step;
  const above = below + step;
  if (below >= a && below <= b) consider(below);
  if (above >= a && above <= b) consider(above);
}
