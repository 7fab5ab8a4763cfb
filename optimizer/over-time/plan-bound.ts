import { bestResponse } from '../allocate/best-response.ts';
import { effectiveRange, isSteady, type PlanProgram, type PlanUnit } from './plan-program.ts';

/** Prices of everything that ties decisions together. By unit and period, or by row. */
export interface PlanPrices {
  /** λ ≥ 0, free for an equality: of the rows. */
  readonly rows: Float64Array;
  /** π: what effective spend is worth in its own period. */
  readonly effective: Float64Array;
  /** ≥ 0: of keep·xₜ ≤ xₜ₋₁. */
  readonly rise: Float64Array;
  /** ≥ 0: of keep·xₜ₋₁ ≤ xₜ. */
  readonly fall: Float64Array;
}

/** The rows' prices as each unit meets them: earned per outcome, paid per unit of money in each period. */
export function pricesOfUnits(program: PlanProgram, rows: Float64Array) {
  const { periods, units, objective } = program;
  const outcome = Float64Array.from(objective.outcome);
  const spend = new Float64Array(units.length * periods);
  units.forEach((_, i) => {
    spend.fill(-objective.spend[i]!, i * periods, (i + 1) * periods);
  });
  program.rows.forEach((row, k) => {
    const price = rows[k]!;
    if (price === 0) return;
    units.forEach((_, i) => {
      outcome[i] = outcome[i]! - price * row.outcome[i]!;
      if (row.spend[i] === 0) return;
      for (const t of row.periods) spend[i * periods + t] = spend[i * periods + t]! + price * row.spend[i]!;
    });
  });
  return { outcome, spend };
}

/**
 * The Lagrangian at the prices. The equation aₜ = θ·aₜ₋₁ + eₜ·xₜ is priced as well, which takes a and x apart; then
 *
 *   L = Σₖ λₖ·bₖ + Σᵢₜ max over aᵢₜ of  wᵢ·rᵢₜ·fᵢ(aᵢₜ) − πᵢₜ·aᵢₜ
 *                + Σᵢₜ max over xᵢₜ of  dᵢₜ·xᵢₜ   + what the carry-in is worth
 *
 * where Pₜ = πₜ + θ·Pₜ₊₁ is what effective spend is worth from t on and dₜ = eₜ·Pₜ − (what money costs in t). The
 * maxima are taken over the limits of x and over the range of a that follows from them, on the true curve. By weak
 * duality no feasible plan is worth more, whatever the prices and the curve's shape.
 */
export function planBound(program: PlanProgram, prices: PlanPrices): number {
  const { periods, units, rows } = program;
  const own = pricesOfUnits(program, prices.rows);
  let bound = 0;
  let lost = 0;
  // Neumaier's compensated sum.
  const add = (term: number) => {
    const sum = bound + term;
    lost += Math.abs(bound) >= Math.abs(term) ? bound - sum + term : term - sum + bound;
    bound = sum;
  };
  rows.forEach((row, k) => {
    if (prices.rows[k] !== 0) add(prices.rows[k]! * row.bound);
  });
  for (const [i, unit] of units.entries()) {
    const worth = worthOfUnit(unit, i * periods, own.outcome[i]!, own.spend, prices);
    if (worth === null) return Number.POSITIVE_INFINITY;
    for (const term of worth) add(term);
  }
  return bound + lost;
}

/** The unit's terms of the Lagrangian; null where they have no end. */
function worthOfUnit(
  unit: PlanUnit,
  offset: number,
  outcomePrice: number,
  spendPrices: Float64Array,
  prices: PlanPrices,
): number[] | null {
  const terms: number[] = [];
  const periods = unit.effect.length;
  const range = effectiveRange(unit);
  const gains = netGains(unit, offset, spendPrices, prices);
  for (let t = 0; t < periods; t++) {
    const outcome = outcomePrice * unit.season[t]!;
    const domain = { intervals: [[range.low[t]!, range.high[t]!] as const], step: null };
    const asked = { outcome, spend: gains.effective[t]!, moved: 0, changed: 0 };
    const { value } = bestResponse({ id: unit.id, current: 0, response: unit.response, domain }, asked);
    if (!Number.isFinite(value)) return null;
    terms.push(value);
  }
  terms.push(unit.carryOver * gains.worthOfStock * unit.carryIn);
  if (isSteady(unit)) {
    const gain = gains.spend.reduce((sum, d) => sum + d, 0);
    terms.push(bestOf(gain, unit.low[0]!, unit.high[0]!));
  } else {
    gains.spend.forEach((gain, t) => {
      terms.push(bestOf(gain, unit.low[t]!, unit.high[t]!));
    });
  }
  return terms.every(Number.isFinite) ? terms : null;
}

const bestOf = (gain: number, low: number, high: number): number =>
  gain === 0 ? 0 : gain > 0 ? gain * high : gain * low;

/** dₜ, with πₜ lowered where dₜ > 0 would be reaped without end. */
export function netGains(
  unit: PlanUnit,
  offset: number,
  spendPrices: Float64Array,
  { effective, rise, fall }: PlanPrices,
) {
  const periods = unit.effect.length;
  const spend = new Float64Array(periods);
  const pi = effective.slice(offset, offset + periods);
  const keep = unit.keep ?? 0;
  let worth = 0;
  for (let t = periods - 1; t >= 0; t--) {
    let cost = spendPrices[offset + t]!;
    if (unit.keep !== null && !isSteady(unit)) {
      if (t > 0) cost += keep * rise[offset + t]! - fall[offset + t]!;
      if (t + 1 < periods) cost += keep * fall[offset + t + 1]! - rise[offset + t + 1]!;
    }
    const later = unit.carryOver * worth;
    worth = pi[t]! + later;
    if (unit.high[t] === Number.POSITIVE_INFINITY && unit.effect[t]! * worth > cost) {
      worth = cost / unit.effect[t]!;
      pi[t] = worth - later;
      spend[t] = 0;
    } else spend[t] = unit.effect[t]! * worth - cost;
  }
  return { spend, effective: pi, worthOfStock: worth };
}
