import type { AllocationProblem, Questions } from '../problem/problem.ts';
import type { Frontier, FrontierPoint } from '../problem/result.ts';
import type { Deadline } from './deadline.ts';
import { pointOf, solveAt } from './frontier-point.ts';

export type Range = NonNullable<Questions['frontier']>;

/** The budget of the range at which profit is highest; null where units have no value. */
export function mostProfitable(
  problem: AllocationProblem,
  { from, to }: Range,
  clock: Deadline,
): FrontierPoint | null {
  const hasValues = problem.units.every(
    ({ curve, valuePerConversion }) => curve.outcome === 'REVENUE' || valuePerConversion !== undefined,
  );
  if (!hasValues) return null;
  const plan: AllocationProblem = {
    ...problem,
    objective: { maximize: 'PROFIT' },
    budget: { atLeast: from, atMost: to },
  };
  return pointOfPlan(problem, plan, clock);
}

/** Where a target is met: the largest budget for a CPA or ROAS, the least for an outcome. */
export function targetPoints(
  asked: AllocationProblem,
  free: AllocationProblem,
  { from, to }: Range,
  clock: Deadline,
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
  return marks.map(({ target, plan }) => ({ target, point: pointOfPlan(free, plan, clock) }));
}

function pointOfPlan(
  problem: AllocationProblem,
  plan: AllocationProblem,
  clock: Deadline,
): FrontierPoint | null {
  const { objectiveValue, totalSpend } = clock.solve(plan);
  if (objectiveValue === null || totalSpend === null) return null;
  return pointOf(problem, totalSpend, solveAt(problem, totalSpend, clock));
}
