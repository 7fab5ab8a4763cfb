import { type BestResponse, bestResponse, type Prices } from '../best-response.ts';
import { type Domain, highest, lowest } from '../domain.ts';
import type { Program, Row } from '../program.ts';

/**
 * The price of the budget at which the units' best responses spend it. For one budget over concave curves this is the
 * optimum: every unit inside its limits then earns the same marginal return. Otherwise it is a good place to start
 * from. Where a price makes responses jump, the spends between its two sides are shared out in proportion.
 */
export interface WaterFilling {
  readonly price: number;
  readonly spends: Float64Array;
}

/** The row that ties total spend from above, if there is one. */
export const budgetRow = (program: Program): number =>
  program.rows.findIndex(
    (row) => row.kind === 'BUDGET' && row.units.length === program.units.length && row.spend[0]! > 0,
  );

/** Enough for a first guess; the exact answer wants the last digit. */
export const ROUGH = 1e-4;
export const EXACT = 1e-15;

export function fillToBudget(
  program: Program,
  row: Row | undefined,
  accuracy = EXACT,
  domains: readonly Domain[] = program.units.map(({ domain }) => domain),
): WaterFilling {
  const market = new Market(program, domains);
  const free = market.respond(0).slice();
  if (!row) return { price: 0, spends: free };
  const budget = row.bound;
  const isScarce = market.total > budget;
  if (!isScarce && (!row.equality || market.total === budget)) return { price: 0, spends: free };
  const bracket = isScarce ? market.bracketFrom(budget, 1) : market.bracketFrom(budget, -1);
  return market.clear(bracket, budget, accuracy);
}

interface Bracket {
  /** Spends more than the budget. */
  low: number;
  /** Spends the budget or less. */
  high: number;
}

/** Every unit's best response to one price of spend, and how the total reacts to the price. */
class Market {
  total = 0;
  /** d(total)/d(price), where it exists: negative. */
  slope = 0;
  private readonly program: Program;
  private readonly domains: readonly Domain[];
  private readonly spends: Float64Array;
  private readonly prices: Prices = { outcome: 0, spend: 0, moved: 0, changed: 0 };

  constructor(program: Program, domains: readonly Domain[]) {
    this.program = program;
    this.domains = domains;
    this.spends = new Float64Array(program.units.length);
  }

  respond(price: number): Float64Array {
    const { units, objective } = this.program;
    this.total = 0;
    this.slope = 0;
    for (let i = 0; i < units.length; i++) {
      const unit = units[i]!;
      const domain = this.domains[i]!;
      this.prices.outcome = objective.outcome[i]!;
      this.prices.spend = price - objective.spend[i]!;
      const { spend }: BestResponse = bestResponse(unit, this.prices, domain);
      const x = Number.isFinite(spend) ? spend : highest(domain);
      this.spends[i] = x;
      this.total += x;
      if (x > lowest(domain) && x < highest(domain)) {
        const bend = this.prices.outcome * unit.response.curvature(x);
        if (bend < 0) this.slope += 1 / bend;
      }
    }
    return this.spends;
  }

  /** Prices on both sides of the budget, going up (`sign` 1) or down from zero. */
  bracketFrom(budget: number, sign: 1 | -1): Bracket {
    let step = this.typicalPrice(budget);
    let inner = 0;
    for (let growth = 0; growth < 600; growth++) {
      const price = sign * step;
      this.respond(price);
      if (sign > 0 && this.total <= budget) return { low: inner, high: price };
      if (sign < 0 && this.total >= budget) return { low: price, high: inner };
      inner = price;
      step *= 8;
    }
    return sign > 0 ? { low: inner, high: sign * step } : { low: sign * step, high: inner };
  }

  private typicalPrice(budget: number): number {
    const { units, objective } = this.program;
    let sum = 0;
    let count = 0;
    for (let i = 0; i < units.length; i++) {
      const low = lowest(this.domains[i]!);
      const width = Math.min(highest(this.domains[i]!), low + budget) - low;
      if (!(width > 0)) continue;
      const { response } = units[i]!;
      sum += (objective.outcome[i]! * (response.value(low + width) - response.value(low))) / width;
      sum += Math.abs(objective.spend[i]!);
      count += 1;
    }
    return sum > 0 ? sum / count : 1;
  }

  /**
   * Newton's iteration on the logarithm of total spend against the logarithm of the price (nearly straight for curves
   * of diminishing returns), kept inside the bracket by bisection.
   */
  clear(bracket: Bracket, budget: number, accuracy: number): WaterFilling {
    let { low, high } = bracket;
    let price = midpoint(low, high);
    let lastExcess = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration < 300; iteration++) {
      if (price <= low || price >= high || high - low <= 1e-12 * Math.abs(high)) break;
      const spends = this.respond(price);
      const excess = this.total - budget;
      if (Math.abs(excess) <= accuracy * budget) return { price, spends: spends.slice() };
      if (excess > 0) low = price;
      else high = price;
      // Where responses jump, Newton's steps creep up on one side: then the bracket is halved.
      const isNearer = Math.abs(excess) < lastExcess / 2;
      lastExcess = Math.abs(excess);
      price = isNearer ? this.newton(price, budget) : midpoint(low, high);
      if (!(price > low && price < high)) price = midpoint(low, high);
    }
    const generous = this.respond(low).slice();
    const frugal = this.respond(high).slice();
    const spare = budget - sumOf(frugal);
    const room = sumOf(generous) - sumOf(frugal);
    const share = room > 0 ? Math.min(1, Math.max(0, spare / room)) : 0;
    return { price: high, spends: frugal.map((x, i) => x + share * (generous[i]! - x)) };
  }

  private newton(price: number, budget: number): number {
    if (!(price > 0) || !(this.total > 0) || !(this.slope < 0)) return Number.NaN;
    const elasticity = (price * this.slope) / this.total;
    return price * Math.exp(-Math.log(this.total / budget) / elasticity);
  }
}

/** Geometric where both are positive: prices may lie orders of magnitude apart. */
const midpoint = (low: number, high: number) =>
  low > 0 && high > 2 * low ? Math.sqrt(low) * Math.sqrt(high) : low / 2 + high / 2;

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
