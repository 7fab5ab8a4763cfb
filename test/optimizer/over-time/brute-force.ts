import { withoutLimits } from '../../../optimizer/over-time/compile-plan.ts';
import { planValue } from '../../../optimizer/over-time/plan-program.ts';
import { isFeasiblePlan } from '../../../optimizer/over-time/plan-violations.ts';
import type { AllocationProblem } from '../../../optimizer/problem/problem.ts';

/**
 * The best of a grid of plans, by trying them all; with a fixed total budget the last spend takes what the others
 * leave. A lower bound of the optimum: null where no plan of the grid is feasible.
 */
export function bestPlanOfGrid(problem: AllocationProblem, points: number): number | null {
  const periods = problem.periods?.length ?? 0;
  const size = problem.units.length * periods;
  const free = withoutLimits(problem);
  const equal = problem.budget?.equal;
  const axes = Array.from({ length: size }, (_, at) => {
    const unit = problem.units[Math.floor(at / periods)]!;
    const high = unit.max ?? 400;
    const spends = Array.from({ length: points + 1 }, (_, k) => (k / points) * high);
    return unit.locked ? [unit.current] : [...new Set([...spends, unit.current, unit.min ?? 0])];
  });
  const plan = new Float64Array(size);
  let best: number | null = null;
  const visit = (at: number, spent: number) => {
    if (at === size) {
      const value = planValue(free, plan);
      if ((best === null || value > best) && isFeasiblePlan(problem, plan, 1e-9)) best = value;
      return;
    }
    if (at === size - 1 && equal !== undefined) {
      plan[at] = equal - spent;
      if (plan[at]! >= 0) visit(size, equal);
      return;
    }
    for (const x of axes[at]!) {
      plan[at] = x;
      visit(at + 1, spent + x);
    }
  };
  visit(0, 0);
  return best;
}
