import { compile } from '../allocate/compile.ts';
import { lagrangian } from '../allocate/lagrangian.ts';
import { measureOf } from '../allocate/measure.ts';
import { profitPerOutcome, revenuePerOutcome } from '../allocate/outcome-value.ts';
import { objectiveValue, type Program } from '../allocate/program.ts';
import { solveProblem } from '../allocate/solve-problem.ts';
import { isConcaveProgram, solveProgram } from '../allocate/solve-program.ts';
import { unitResponse } from '../allocate/unit-response.ts';
import type { AllocationProblem, Measure, Questions } from '../problem/problem.ts';
import type { Frontier, FrontierPoint } from '../problem/result.ts';

const GAP = 1e-6;
const TIME_LIMIT_MS = 2000;

/**
 * The best outcome for every total budget of a range. Along a stretch on which the same limits bind, plans and prices
 * change smoothly with the budget: a few budgets are solved, those between are blended from their neighbours, which
 * keeps every linear limit, and each is held against the Lagrangian bound at blended prices. Where that leaves more
 * than a millionth open, the budget is solved and the stretch is cut there.
 *
 * Targets are left out, so that one sees CPA and ROAS along the way; their points are marked instead.
 */
export function frontier(problem: AllocationProblem, asked: NonNullable<Questions['frontier']>): Frontier {
  const { targets: _, ...free } = withMeasure(problem);
  const budgets = Array.from(
    { length: asked.points },
    (_, k) => asked.from + ((asked.to - asked.from) * k) / (asked.points - 1),
  );
  const solved = solveAlong(free, budgets);
  const points = budgets.map((budget, k) => pointOf(free, budget, solved[k] ?? null));
  return {
    points,
    mostProfitable: mostProfitable(free, asked),
    targets: targetPoints(problem, free, asked),
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

interface Solved {
  readonly spends: Float64Array;
  readonly prices: Float64Array;
  readonly value: number;
  readonly bound: number;
}

function solveAlong(problem: AllocationProblem, budgets: readonly number[]): (Solved | null)[] {
  const compiled = compile({ ...problem, budget: { equal: budgets[0]! } });
  if (compiled.kind === 'CLASH') return budgets.map(() => null);
  const { program } = compiled;
  const isRatio = 'maximize' in problem.objective && problem.objective.maximize === 'ROI';
  if (isRatio || !isConcaveProgram(program)) return budgets.map((budget) => solveAny(problem, budget));

  const found: (Solved | null)[] = budgets.map(() => null);
  const solve = (k: number) => {
    found[k] = solveConcave(problem, budgets[k]!);
  };
  const fill = (from: number, to: number) => {
    if (to - from < 2) return;
    const [left, right] = [found[from], found[to]];
    const blends =
      left && right ? blendBetween(program, budgets, { k: from, at: left }, { k: to, at: right }) : null;
    if (blends) {
      for (const [step, blend] of blends.entries()) found[from + 1 + step] = blend;
      return;
    }
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

function solveConcave(problem: AllocationProblem, budget: number): Solved | null {
  const compiled = compile({ ...problem, budget: { equal: budget } });
  if (compiled.kind === 'CLASH') return null;
  const program = compiled.capped;
  const options = { relativeGap: GAP / 10, deadline: performance.now() + TIME_LIMIT_MS };
  const { spends, prices } = solveProgram(program, options, null);
  const total = spends?.reduce((sum, x) => sum + x, 0) ?? Number.NaN;
  if (!spends || Math.abs(total - budget) > 1e-9 * budget) return null;
  return { spends, prices, value: measureOf(problem, spends), bound: lagrangian(program, prices).bound };
}

function solveAny(problem: AllocationProblem, budget: number): Solved | null {
  const { route: _, ...solve } = problem.solve ?? {};
  const result = solveProblem({
    ...problem,
    budget: { equal: budget },
    solve: { ...solve, timeLimitMs: TIME_LIMIT_MS },
  });
  if (result.objectiveValue === null) return null;
  const spends = Float64Array.from(result.units, ({ spend }) => spend ?? 0);
  const price = result.bindingConstraints.find(({ kind }) => kind === 'BUDGET')?.shadowPrice ?? 0;
  return {
    spends,
    prices: Float64Array.of(price),
    value: result.objectiveValue,
    bound: result.upperBound ?? Number.POSITIVE_INFINITY,
  };
}

function pointOf(problem: AllocationProblem, budget: number, solved: Solved | null): FrontierPoint {
  if (!solved) {
    return {
      budget,
      status: 'INFEASIBLE',
      objectiveValue: null,
      upperBound: null,
      conversions: null,
      revenue: null,
      profit: null,
      cpa: null,
      roas: null,
      marginal: null,
    };
  }
  const { spends, value, bound } = solved;
  const upperBound = Math.max(bound, value);
  const isClosed = upperBound - value <= 1e-4 * Math.max(Math.abs(upperBound), Math.abs(value));
  const budgetPrice = solved.prices[0] ?? 0;
  return {
    budget,
    status: isClosed ? 'OPTIMAL' : 'FEASIBLE',
    objectiveValue: value,
    upperBound: Number.isFinite(upperBound) ? upperBound : null,
    ...figuresOf(problem, spends, budget),
    marginal: budgetPrice,
  };
}

/** Null where the units do not all count or value what the figure needs. */
function figuresOf(problem: AllocationProblem, spends: ArrayLike<number>, spend: number) {
  const { units } = problem;
  const outcomes = units.map((unit, i) => unitResponse(unit).value(spends[i]!));
  const sum = (perOutcome: (unit: AllocationProblem['units'][number]) => number) =>
    units.reduce((total, unit, i) => total + perOutcome(unit) * outcomes[i]!, 0);
  const countsConversions = units.every(({ curve }) => curve.outcome !== 'REVENUE');
  const hasValues = units.every(
    ({ curve, valuePerConversion }) => curve.outcome === 'REVENUE' || valuePerConversion !== undefined,
  );
  const conversions = countsConversions ? sum(() => 1) : null;
  const revenue = hasValues ? sum(revenuePerOutcome) : null;
  return {
    conversions,
    revenue,
    profit: hasValues ? sum(profitPerOutcome) - spend : null,
    cpa: conversions !== null && conversions > 0 ? spend / conversions : null,
    roas: revenue !== null && spend > 0 ? revenue / spend : null,
  };
}

type Range = NonNullable<Questions['frontier']>;

function mostProfitable(problem: AllocationProblem, { from, to }: Range): FrontierPoint | null {
  const hasValues = problem.units.every(
    ({ curve, valuePerConversion }) => curve.outcome === 'REVENUE' || valuePerConversion !== undefined,
  );
  if (!hasValues) return null;
  return pointOfPlan(problem, {
    ...problem,
    objective: { maximize: 'PROFIT' },
    budget: { atLeast: from, atMost: to },
  });
}

/** Where a target is met: the largest budget for a CPA or ROAS, the least for an outcome. */
function targetPoints(
  asked: AllocationProblem,
  free: AllocationProblem,
  { from, to }: Range,
): Frontier['targets'] {
  const budget = { atLeast: from, atMost: to };
  const marks: { target: string; plan: AllocationProblem }[] = [];
  const { cpaAtMost, roasAtLeast } = asked.targets ?? {};
  if (cpaAtMost !== undefined) {
    marks.push({ target: `CPA at most ${cpaAtMost}`, plan: { ...free, budget, targets: { cpaAtMost } } });
  }
  if (roasAtLeast !== undefined) {
    marks.push({
      target: `ROAS at least ${roasAtLeast}`,
      plan: { ...free, budget, targets: { roasAtLeast } },
    });
  }
  if ('minimize' in asked.objective) {
    for (const [key, floor] of Object.entries(asked.objective.subjectTo)) {
      const measure = key.replace('AtLeast', '');
      const objective = { minimize: 'SPEND' as const, subjectTo: { [key]: floor } };
      marks.push({ target: `${measure} at least ${floor}`, plan: { ...free, budget, objective } });
    }
  }
  return marks.map(({ target, plan }) => ({ target, point: pointOfPlan(free, plan) }));
}

function pointOfPlan(problem: AllocationProblem, plan: AllocationProblem): FrontierPoint | null {
  const { objectiveValue, totalSpend, units } = solveProblem(plan);
  if (objectiveValue === null || totalSpend === null) return null;
  const spends = Float64Array.from(units, ({ spend }) => spend ?? 0);
  const at = solveAny(problem, totalSpend);
  return pointOf(
    problem,
    totalSpend,
    at ?? {
      spends,
      prices: new Float64Array(1),
      value: measureOf(problem, spends),
      bound: Number.POSITIVE_INFINITY,
    },
  );
}
