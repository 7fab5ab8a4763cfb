import type { AllocationProblem } from '../problem/problem.ts';
import { UnsupportedProblemError } from '../problem/unsupported-error.ts';

/**
 * Refuses what a plan over time cannot hold, before anything is solved.
 *
 * @throws UnsupportedProblemError
 */
export function checkSupported(problem: AllocationProblem): void {
  const { objective, units, limits = {}, targets = {}, risk, questions } = problem;
  if ('maximize' in objective && objective.maximize === 'ROI') refuse('objective.maximize ROI');
  units.forEach(({ step, minIfOn = 0, draws }, index) => {
    if (step !== undefined) refuse(`units[${index}].step`);
    if (minIfOn > 0) refuse(`units[${index}].minIfOn`);
    if (draws !== undefined) refuse(`units[${index}].draws`);
  });
  for (const key of ['totalMoved', 'unitsMoved'] as const) {
    if (limits[key] !== undefined) refuse(`limits.${key}`);
  }
  for (const key of ['marginalCpaAtMost', 'marginalRoasAtLeast'] as const) {
    if (targets[key] !== undefined) refuse(`targets.${key}`);
  }
  if (risk !== undefined) refuse('risk');
  if (questions !== undefined) refuse('questions');
}

function refuse(path: string): never {
  throw new UnsupportedProblemError(path, 'together with periods');
}
