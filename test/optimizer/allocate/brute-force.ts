import { measureOfPlan } from '../../../optimizer/allocate/measure.ts';
import { responsesOf } from '../../../optimizer/allocate/unit-response.ts';
import { isFeasible, judgedPlan } from '../../../optimizer/allocate/violations.ts';
import type { AllocationProblem } from '../../../optimizer/problem/problem.ts';

/**
 * The best of a grid of plans, by trying them all. Under a fixed budget the last unit takes what the others leave.
 * A lower bound of the optimum: null where no plan of the grid is feasible.
 */
export function bestOfGrid(problem: AllocationProblem, points: number): number | null {
  const n = problem.units.length;
  const responses = responsesOf(problem);
  const sign = 'minimize' in problem.objective ? -1 : 1;
  const equal = problem.budget?.equal;
  const axes = problem.units.map((unit) => {
    const high = unit.max ?? 400;
    const spends = new Set([unit.current, unit.min ?? 0, high, unit.minIfOn ?? 0, 0]);
    const step = unit.step ?? high / points;
    for (let k = 0; k * step <= high; k++) spends.add(k * step);
    return unit.locked ? [unit.current] : [...spends].sort((a, b) => a - b);
  });
  let best: number | null = null;
  const spends = new Float64Array(n);
  const visit = (i: number) => {
    if (i === n) {
      const plan = judgedPlan(responses, spends);
      if (!isFeasible(problem, plan, 1e-9)) return;
      const value = measureOfPlan(problem, plan);
      if (best === null || value > best) best = value;
      return;
    }
    if (i === n - 1 && equal !== undefined) {
      spends[i] = equal - spends.slice(0, n - 1).reduce((sum, x) => sum + x, 0);
      if (spends[i]! >= 0) visit(n);
      return;
    }
    for (const x of axes[i]!) {
      spends[i] = x;
      visit(i + 1);
    }
  };
  visit(0);
  return best === null ? null : sign * best;
}
