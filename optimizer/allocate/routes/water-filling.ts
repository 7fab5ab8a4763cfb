import { highest, lowest } from '../domain.ts';
import { PriceTaker } from '../price-taker.ts';
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

/** Enough for a first guess; the exact answer wants the last digits, of which `repair` sets the very last. */
export const ROUGH = 1e-2;
/** Where the guess itself shows in the answer: linear programs refine their pieces around it. */
export const CLOSE = 1e-4;
export const EXACT = 1e-14;

export function fillToBudget(program: Program, row: Row | undefined, accuracy = EXACT): WaterFilling {
  const market = new Market(program);
  const free = market.respond(0).slice();
  if (!row) return { price: 0, spends: free };
  const budget = row.bound;
  const isScarce = market.total > budget;
  if (!isScarce && (!row.equality || market.total === budget)) return { price: 0, spends: free };
  return market.clear(budget, isScarce, accuracy);
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
  private readonly program: Program;
  private readonly takers: readonly PriceTaker[];
  /** The prices at which S-shaped units leap, ascending. */
  private readonly jumps: Float64Array;
  private readonly spends: Float64Array;

  constructor(program: Program) {
    const { units, objective } = program;
    this.program = program;
    this.takers = units.map((unit, i) => new PriceTaker(unit, objective.outcome[i]!, -objective.spend[i]!));
    this.jumps = Float64Array.from(this.takers, ({ jump }) => jump)
      .filter((jump) => Number.isFinite(jump))
      .sort();
    this.spends = new Float64Array(units.length);
  }

  respond(price: number, isEager = false): Float64Array {
    const { takers, spends } = this;
    let total = 0;
    for (let i = 0; i < takers.length; i++) {
      const x = takers[i]!.spendAt(price, isEager);
      spends[i] = x;
      total += x;
    }
    this.total = total;
    return spends;
  }

  /** Between its jumps the total falls smoothly with the price: first the jumps on either side, then the price. */
  clear(budget: number, isScarce: boolean, accuracy: number): WaterFilling {
    const { jumps } = this;
    const positive = jumps.findIndex((jump) => jump > 0);
    const count = positive < 0 ? jumps.length : positive;
    let below = isScarce ? count - 1 : -1;
    let above = isScarce ? jumps.length : count;
    while (above - below > 1) {
      const middle = (below + above) >> 1;
      this.respond(jumps[middle]!);
      if (this.total <= budget) above = middle;
      else below = middle;
    }
    const lowJump = below >= (isScarce ? count : 0) ? jumps[below]! : null;
    const highJump = above < (isScarce ? jumps.length : count) ? jumps[above]! : null;
    if (highJump !== null) {
      const generous = this.respond(highJump, true).slice();
      if (this.total >= budget) return this.share(budget, highJump, generous, this.respond(highJump));
    }
    const low = lowJump ?? (isScarce ? 0 : null);
    const high = highJump ?? (isScarce ? null : 0);
    return this.converge(this.bracket(low, high, budget), budget, accuracy);
  }

  /** Prices on both sides of the budget; a missing side is looked for farther and farther out. */
  private bracket(low: number | null, high: number | null, budget: number): Bracket {
    if (low !== null && high !== null) return { low, high };
    const sign = high === null ? 1 : -1;
    let inner = (low ?? high)!;
    let step = this.typicalPrice(budget);
    for (let growth = 0; growth < 600; growth++) {
      const price = inner + sign * step;
      this.respond(price);
      if (sign > 0 && this.total <= budget) return { low: inner, high: price };
      if (sign < 0 && this.total >= budget) return { low: price, high: inner };
      inner = price;
      step *= 8;
    }
    return sign > 0 ? { low: inner, high: inner + step } : { low: inner - step, high: inner };
  }

  private typicalPrice(budget: number): number {
    const { units, objective } = this.program;
    let sum = 0;
    let count = 0;
    for (let i = 0; i < units.length; i++) {
      const { response, domain } = units[i]!;
      const low = lowest(domain);
      const width = Math.min(highest(domain), low + budget) - low;
      if (!(width > 0)) continue;
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
  private converge({ low, high }: Bracket, budget: number, accuracy: number): WaterFilling {
    let price = midpoint(low, high);
    let lastExcess = Number.POSITIVE_INFINITY;
    for (let iteration = 0; iteration < 300; iteration++) {
      if (price <= low || price >= high || high - low <= 1e-13 * Math.abs(high)) break;
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
    return this.share(budget, high, generous, this.respond(high));
  }

  private share(budget: number, price: number, generous: Float64Array, frugal: Float64Array): WaterFilling {
    const least = sumOf(frugal);
    const room = sumOf(generous) - least;
    const share = room > 0 ? Math.min(1, Math.max(0, (budget - least) / room)) : 0;
    return { price, spends: frugal.map((x, i) => x + share * (generous[i]! - x)) };
  }

  private newton(price: number, budget: number): number {
    let slope = 0;
    for (let i = 0; i < this.takers.length; i++) slope += this.takers[i]!.reactionAt(this.spends[i]!);
    if (!(price > 0) || !(this.total > 0) || !(slope < 0)) return Number.NaN;
    const elasticity = (price * slope) / this.total;
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
