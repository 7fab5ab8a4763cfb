import { compile } from '../allocate/compile.ts';
import { lagrangian } from '../allocate/lagrangian.ts';
import { objectiveValue, type Program } from '../allocate/program.ts';
import { isConcaveProgram, solveProgram } from '../allocate/solve-program.ts';
import { responsesOf } from '../allocate/unit-response.ts';
import type { AllocationProblem, Measure } from '../problem/problem.ts';
import type { Frontier } from '../problem/result.ts';
import { BudgetSweep } from './budget-sweep.ts';
import type { Deadline } from './deadline.ts';
import { mostProfitable, type Range, targetPoints } from './frontier-marks.ts';
import { type Found, isSolved, pointOf, type Solved, solveAt } from './frontier-point.ts';

const GAP = 1e-6;
const TIME_LIMIT_MS = 2000;

/**
 * The best outcome for every total budget of a range. Where a program has few prices, each budget's are found from its
 * neighbours' (`BudgetSweep`). Otherwise: along a stretch on which the same limits bind, plans and prices
 * change smoothly with the budget: a few budgets are solved, those between are blended from their neighbours, which
 * keeps every linear limit, and each is held against the Lagrangian bound at blended prices. Where that leaves more
 * than a millionth open, the budget is solved and the stretch is cut there.
 *
 * Targets are left out, so that one sees CPA and ROAS along the way; their points are marked instead.
 */
export function frontier(problem: AllocationProblem, asked: Range, clock: Deadline): Frontier {
  const { targets: _, ...free } = withMeasure(problem);
  const budgets = Array.from(
    { length: asked.points },
    (_, k) => asked.from + ((asked.to - asked.from) * k) / (asked.points - 1),
  );
  const solved = solveAlong(free, budgets, clock);
  const responses = responsesOf(free);
  const points = budgets.map((budget, k) => pointOf(free, budget, solved[k] ?? 'TIME_LIMIT', responses));
  return {
    points,
    mostProfitable: mostProfitable(free, asked, clock),
    targets: targetPoints(problem, free, asked, clock),
  };
}

/** Along the frontier of a least-spend problem, the outcome that it asks for is what grows. */
function withMeasure(problem: AllocationProblem): AllocationProblem {
  if (!('minimize' in problem.objective)) return problem;
  const { conversionsAtLeast, revenueAtLeast } = problem.objective.subjectTo;
  const maximize: Measure =
    conversionsAtLeast !== undefined ? 'CONVERSIONS' : revenueAtLeast !== undefined ? 'REVENUE' : 'PROFIT';
  return { ...problem, objective: { maximize } };
}

function solveAlong(problem: AllocationProblem, budgets: readonly number[], clock: Deadline): Found[] {
  const compiled = compile({ ...problem, budget: { equal: budgets[0]! } });
  if (compiled.kind === 'CLASH') return budgets.map((): Found => 'INFEASIBLE');
  const { program } = compiled;
  const isRatio = 'maximize' in problem.objective && problem.objective.maximize === 'ROI';
  if (isRatio || !isConcaveProgram(program)) return budgets.map((budget) => solveAt(problem, budget, clock));

  const sweep = BudgetSweep.over(problem, budgets);
  if (sweep) {
    return budgets.map((budget) => {
      if (clock.hasPassed) return 'TIME_LIMIT';
      return sweep.at(budget) ?? solveConcave(problem, budget);
    });
  }
  const found = budgets.map((): Found => 'TIME_LIMIT');
  const solve = (k: number) => {
    if (!clock.hasPassed) found[k] = solveConcave(problem, budgets[k]!);
  };
  const fill = (from: number, to: number) => {
    if (to - from < 2) return;
    const [left, right] = [found[from], found[to]];
    const blends =
      isSolved(left) && isSolved(right)
        ? blendBetween(program, budgets, { k: from, at: left }, { k: to, at: right })
        : null;
    if (blends) {
      for (const [step, blend] of blends.entries()) found[from + 1 + step] = blend;
      return;
    }
    if (clock.hasPassed) return;
    const middle = (from + to) >> 1;
    solve(middle);
    fill(from, middle);
    fill(middle, to);
  };
  solve(0);
  solve(budgets.length - 1);
  fill(0, budgets.length - 1);
  return found;
}

/** Every point between two solved ones, or null when one of them is not close enough to its bound. */
function blendBetween(
  program: Program,
  budgets: readonly number[],
  left: Numbered,
  right: Numbered,
): Solved[] | null {
  const inner = Array.from({ length: right.k - left.k - 1 }, (_, step) => left.k + 1 + step);
  const blendAt = (k: number): Solved | null => {
    const share = (budgets[k]! - budgets[left.k]!) / (budgets[right.k]! - budgets[left.k]!);
    const spends = left.at.spends.map((x, i) => (1 - share) * x + share * right.at.spends[i]!);
    const prices = left.at.prices.map((price, row) => blendPrice(price, right.at.prices[row]!, share));
    const value = objectiveValue(program, spends);
    const { bound } = lagrangian(withBudget(program, budgets[k]!), prices);
    const isClosed = bound - value <= GAP * Math.max(Math.abs(bound), Math.abs(value));
    return isClosed ? { spends, prices, value, bound } : null;
  };
  // The middle is where a blend is worst: it settles most questions by itself.
  if (!blendAt(inner[inner.length >> 1]!)) return null;
  const blends: Solved[] = [];
  for (const k of inner) {
    const blend = blendAt(k);
    if (!blend) return null;
    blends.push(blend);
  }
  return blends;
}

interface Numbered {
  readonly k: number;
  readonly at: Solved;
}

/** The first row is the budget's: that is how the problem was compiled. */
function withBudget(program: Program, budget: number): Program {
  return { ...program, rows: program.rows.map((row, k) => (k === 0 ? { ...row, bound: budget } : row)) };
}

/** Prices fall about geometrically with the budget. */
function blendPrice(a: number, b: number, share: number): number {
  return a > 0 && b > 0 ? a ** (1 - share) * b ** share : (1 - share) * a + share * b;
}

function solveConcave(problem: AllocationProblem, budget: number): Found {
  const compiled = compile({ ...problem, budget: { equal: budget } });
  if (compiled.kind === 'CLASH') return 'INFEASIBLE';
  const program = compiled.capped;
  const options = { relativeGap: GAP / 10, deadline: performance.now() + TIME_LIMIT_MS };
  const { spends, prices } = solveProgram(program, options, null);
  const total = spends?.reduce((sum, x) => sum + x, 0) ?? Number.NaN;
  if (!spends || Math.abs(total - budget) > 1e-9 * budget) return 'INFEASIBLE';
  return { spends, prices, value: objectiveValue(program, spends), bound: lagrangian(program, prices).bound };
}
