import { bestResponse, type Prices } from './best-response.ts';
import type { Domain } from './domain.ts';
import type { Program } from './program.ts';

/**
 * The Lagrangian of the program at row prices λ (λₖ ≥ 0, free for an equality):
 *
 *   L(λ) = Σₖ λₖ·bₖ + Σᵢ max over x ∈ Xᵢ of  αᵢx + βᵢyᵢ(x) − Σₖ λₖ·(what the unit takes up of row k)
 *
 * By weak duality L(λ) is at least the objective of every feasible plan, for curves of any shape, since each unit's
 * maximum is taken over its true curve. It is what `upperBound` reports.
 */
export interface LagrangianValue {
  readonly bound: number;
  /** Each unit's best response to the prices. */
  readonly spends: Float64Array;
}

export function lagrangian(
  program: Program,
  prices: Float64Array,
  domains?: readonly Domain[],
): LagrangianValue {
  const n = program.units.length;
  const perUnit = unitPrices(program, prices);
  const spends = new Float64Array(n);
  let bound = 0;
  let lost = 0;
  // Neumaier's compensated sum: the bound of 100,000 units is good to the last digits.
  const add = (term: number) => {
    const sum = bound + term;
    lost += Math.abs(bound) >= Math.abs(term) ? bound - sum + term : term - sum + bound;
    bound = sum;
  };
  for (let k = 0; k < program.rows.length; k++) add(prices[k]! * program.rows[k]!.bound);
  const own: Prices = { outcome: 0, spend: 0, moved: perUnit.moved, changed: perUnit.changed };
  for (let i = 0; i < n; i++) {
    own.outcome = perUnit.outcome[i]!;
    own.spend = perUnit.spend[i]!;
    const best = bestResponse(program.units[i]!, own, domains?.[i]);
    spends[i] = best.spend;
    if (!Number.isFinite(best.value)) return { bound: Number.POSITIVE_INFINITY, spends };
    add(best.value);
  }
  return { bound: bound + lost, spends };
}

export interface UnitPrices {
  readonly outcome: Float64Array;
  readonly spend: Float64Array;
  readonly moved: number;
  readonly changed: number;
}

/** Row prices as each unit meets them. */
export function unitPrices(program: Program, prices: Float64Array): UnitPrices {
  const outcome = Float64Array.from(program.objective.outcome);
  const spend = Float64Array.from(program.objective.spend, (alpha) => -alpha);
  let moved = 0;
  let changed = 0;
  for (let k = 0; k < program.rows.length; k++) {
    const price = prices[k]!;
    if (price === 0) continue;
    const row = program.rows[k]!;
    moved += price * row.moved;
    changed += price * row.changed;
    for (let j = 0; j < row.units.length; j++) {
      const i = row.units[j]!;
      spend[i] = spend[i]! + price * row.spend[j]!;
      outcome[i] = outcome[i]! - price * row.outcome[j]!;
    }
  }
  return { outcome, spend, moved, changed };
}
