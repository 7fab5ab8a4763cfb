import type { RevenueBasis } from '../../store/model/goal.ts';
import { type Micros, microsToUnits, unitsToMicros } from '../../store/model/money.ts';
import { type PerformanceSums, revenueMicrosOf } from '../metrics.ts';

/**
 * What a change of revenue (or of conversions) is made of. Revenue is a product of factors,
 *
 *   revenue = spend · clicks/spend · conversions/clicks · revenue/conversions,
 *
 * and the effect of a factor is its Shapley value: the change it makes when the factors go over to their new values
 * one after another, on average over every order in which they could. So no order is preferred, the effects of a
 * change and of its reverse differ in sign alone, and they add up to the change exactly.
 * (Shapley 1953; Ang, Energy Policy 32 (2004) 1131, calls it a perfect decomposition that zeros do not harm.)
 */
export type EffectKind =
  /** More or less was spent. */
  | 'SPEND'
  /** A click cost more or less. */
  | 'PRICE'
  /** More or fewer clicks became conversions. */
  | 'CONVERSION_RATE'
  /** A conversion brought more or less revenue. */
  | 'ORDER_VALUE'
  /** Price and conversion rate together, where clicks are not known. */
  | 'COST_PER_CONVERSION'
  /** Everything but spend, where neither clicks nor conversions are known. */
  | 'RETURN_ON_SPEND'
  /** Conversion rate and order value together, where conversions are not known. */
  | 'VALUE_PER_CLICK';

export interface Effect {
  readonly kind: EffectKind;
  /** Of what changed: of currency, or of conversions. */
  readonly micros: Micros;
}

/** One state of affairs, in units. Null: not known. */
export interface FunnelPoint {
  readonly spend: number;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenue: number | null;
}

/** Under the CRM's revenue a conversion is an order. */
export function pointOf(sums: PerformanceSums, basis: RevenueBasis): FunnelPoint {
  const revenueMicros = revenueMicrosOf(sums, basis);
  return {
    spend: microsToUnits(sums.spendMicros),
    clicks: sums.clicks,
    conversions: basis === 'CRM' ? sums.orders : sums.conversions,
    revenue: revenueMicros === null ? null : microsToUnits(revenueMicros),
  };
}

export interface Decomposition {
  readonly before: Micros;
  readonly after: Micros;
  /** In the order of the funnel. Their sum is `after` − `before`. */
  readonly effects: readonly Effect[];
}

type Outcome = 'revenue' | 'conversions';

const KINDS: Readonly<Record<string, EffectKind>> = {
  'spend clicks': 'PRICE',
  'spend conversions': 'COST_PER_CONVERSION',
  'spend revenue': 'RETURN_ON_SPEND',
  'clicks conversions': 'CONVERSION_RATE',
  'clicks revenue': 'VALUE_PER_CLICK',
  'conversions revenue': 'ORDER_VALUE',
};

/** Null where the outcome itself is not known in both states. */
export function decomposed(before: FunnelPoint, after: FunnelPoint, outcome: Outcome): Decomposition | null {
  const [was, is] = [before[outcome], after[outcome]];
  if (was === null || is === null) return null;
  const path = (['spend', 'clicks', 'conversions', 'revenue'] as const)
    .slice(0, outcome === 'revenue' ? 4 : 3)
    .filter((stage) => stage === outcome || (before[stage] !== null && after[stage] !== null));
  const kinds = path.map((stage, i) => (i === 0 ? 'SPEND' : (KINDS[`${path[i - 1]} ${stage}`] ?? 'SPEND')));
  const rates = path.map((stage, i) => {
    const previous = path[i - 1];
    const of = (point: FunnelPoint) =>
      previous === undefined ? point.spend : rate(point[stage] ?? 0, point[previous] ?? 0);
    const [a, b] = [of(before), of(after)];
    // A rate that nothing says anything of did not change.
    return [a ?? b ?? 0, b ?? a ?? 0] as const;
  });
  const [low, high] = [unitsToMicros(was), unitsToMicros(is)];
  const amounts = shapley(rates, was, is).map(unitsToMicros);
  return { before: low, after: high, effects: closed(kinds, amounts, high - low) };
}

const rate = (numerator: number, denominator: number) => (denominator === 0 ? null : numerator / denominator);

/**
 * Of each factor [before, after] of a product, its Shapley value. The product of all is `before` and `after` whatever
 * the factors say, as where something came of no spend.
 */
function shapley(
  factors: readonly (readonly [number, number])[],
  before: number,
  after: number,
): readonly number[] {
  const n = factors.length;
  const all = (1 << n) - 1;
  const values = Array.from({ length: all + 1 }, (_, changed) => {
    if (changed === 0) return before;
    if (changed === all) return after;
    return factors.reduce((product, factor, i) => product * factor[(changed >> i) & 1 ? 1 : 0], 1);
  });
  return factors.map((_, i) =>
    values.reduce((sum, value, changed) => {
      if ((changed >> i) & 1) return sum;
      return sum + weight(bits(changed), n) * ((values[changed | (1 << i)] ?? 0) - value);
    }, 0),
  );
}

/** The share of the orders of n in which exactly these `k` come before a given one. */
const weight = (k: number, n: number) => (factorial(k) * factorial(n - k - 1)) / factorial(n);
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const bits = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + bits(mask >> 1));

/** What rounding left over goes to the largest effect. */
function closed(kinds: readonly EffectKind[], amounts: readonly Micros[], change: Micros): readonly Effect[] {
  const left = change - amounts.reduce((sum, micros) => sum + micros, 0n);
  const size = (micros: Micros) => (micros < 0n ? -micros : micros);
  const largest = amounts.reduce(
    (best, micros, i) => (size(micros) > size(amounts[best] ?? 0n) ? i : best),
    0,
  );
  return kinds.map((kind, i) => ({ kind, micros: (amounts[i] ?? 0n) + (i === largest ? left : 0n) }));
}
