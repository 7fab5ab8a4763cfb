import { compile } from '../allocate/compile.ts';
import { Market } from '../allocate/dual-newton/market.ts';
import { objectiveValue, type Program } from '../allocate/program.ts';
import { descend, suitsDualNewton } from '../allocate/routes/dual-newton.ts';
import { fillToBudget, ROUGH } from '../allocate/routes/water-filling.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { Solved } from './frontier-point.ts';

const GAP = 1e-9;
/** Far inside what is asked of a point; the next point starts from these prices. */
const MET = 1e-10;
const TIME_LIMIT_MS = 2000;

/** The prices that solved one budget. */
interface Step {
  readonly budget: number;
  readonly prices: Float64Array;
}

/**
 * One program at budget after budget. Between neighbours prices hardly change, so Newton's method on them arrives in a
 * step or two from where the last two budgets point to.
 */
export class BudgetSweep {
  private readonly program: Program;
  private readonly market: Market;
  private last: Step | null = null;
  private lastButOne: Step | null = null;

  private constructor(program: Program) {
    this.program = program;
    this.market = new Market(program);
  }

  /** Null where the program is not one for prices alone. */
  static over(problem: AllocationProblem, budgets: readonly number[]): BudgetSweep | null {
    // What no plan of the largest budget can spend on a unit, no plan of a smaller one can.
    const compiled = compile({ ...problem, budget: { equal: Math.max(...budgets) } });
    if (compiled.kind === 'CLASH' || !suitsDualNewton(compiled.capped)) return null;
    return new BudgetSweep(compiled.capped);
  }

  /** Null when the prices were not found. */
  at(budget: number): Solved | null {
    const { market, program } = this;
    market.setBound(BUDGET, budget);
    market.load(this.guess(budget));
    const deadline = performance.now() + TIME_LIMIT_MS;
    if (!descend(market, { relativeGap: GAP, deadline, met: MET }).isMinimal) return null;
    const prices = market.pricesOfProgram();
    const spends = market.spends.slice();
    this.lastButOne = this.last;
    this.last = { budget, prices };
    return { spends, prices, value: objectiveValue(program, spends), bound: market.value };
  }

  /** Prices fall about geometrically with the budget. */
  private guess(budget: number): Float64Array {
    const { last, lastButOne, program } = this;
    if (!last) {
      const row = { ...program.rows[BUDGET]!, bound: budget };
      const { price } = fillToBudget(program, row, ROUGH);
      return Float64Array.from(program.rows, (_, k) => (k === BUDGET ? price : 0));
    }
    if (!lastButOne) return last.prices;
    const share = (budget - last.budget) / (last.budget - lastButOne.budget);
    return last.prices.map((price, k) => {
      const before = lastButOne.prices[k]!;
      return price > 0 && before > 0 ? price * (price / before) ** share : price;
    });
  }
}

/** The first row is the budget's: that is how a problem with a fixed budget is compiled. */
const BUDGET = 0;
