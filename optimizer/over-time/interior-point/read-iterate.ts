import type { PlanPrices } from '../plan-bound.ts';
import type { PlanIterate } from './plan-iterate.ts';

/** The spends, in money. */
export function spendsOf({ plan, share, rest }: PlanIterate): Float64Array {
  const { program, width } = plan;
  const spends = new Float64Array(width.length);
  program.units.forEach((unit, i) => {
    for (let t = 0; t < program.periods; t++) {
      const at = i * program.periods + t;
      const [low, high] = [unit.low[t]!, unit.high[t]!];
      // From the nearer limit, whose distance has the more digits.
      const x = share[at]! < rest[at]! ? low + share[at]! * width[at]! : high - rest[at]! * width[at]!;
      spends[at] = plan.freedom[at] === 'FIXED' ? low : Math.min(high, Math.max(low, x));
    }
  });
  return spends;
}

/** Prices in the program's own units. */
export function pricesOf({ plan, price, worth, risePrice, fallPrice }: PlanIterate): PlanPrices {
  const { objectiveScale } = plan;
  return {
    rows: price.map((own, k) => (own * objectiveScale) / plan.rowScale[k]!),
    effective: worth.map((own) => own * objectiveScale),
    rise: risePrice.map((own, at) => (own * objectiveScale) / plan.tieScale[at]!),
    fall: fallPrice.map((own, at) => (own * objectiveScale) / plan.tieScale[at]!),
  };
}
