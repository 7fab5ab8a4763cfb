import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, Answers } from '../problem/result.ts';
import type { Deadline } from './deadline.ts';
import { gainOf } from './gain.ts';

const TIME_LIMIT_MS = 500;

/**
 * The plan that changes the fewest budgets and still keeps the wanted share of the gain. The gain grows with the
 * number of units that may move, so the number is found by bisection.
 *
 * @returns null where today's plan is not feasible, or nothing is gained: there is no gain to keep a share of.
 */
export function fewestMoves(
  problem: AllocationProblem,
  result: AllocationResult,
  share: number,
  clock: Deadline,
): NonNullable<Answers['fewestMoves']> | null {
  const value = result.objectiveValue;
  if (value === null) return null;
  const staying = solveWithMoves(problem, 0, clock);
  if (staying.objectiveValue === null) return null;
  const today = staying.objectiveValue;
  const wholeGain = gainOf(problem, value, today);
  if (!(wholeGain > 1e-12 * Math.abs(value))) return null;
  const keeps = (plan: AllocationResult) =>
    plan.objectiveValue !== null &&
    gainOf(problem, plan.objectiveValue, today) >= share * wholeGain * (1 - 1e-9);

  let enough = result;
  let low = 0;
  let high = movedUnits(result).length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const plan = solveWithMoves(problem, middle, clock);
    if (keeps(plan)) {
      enough = plan;
      high = Math.min(middle, movedUnits(plan).length);
      if (high <= low) break;
    } else low = middle;
  }
  const moved = movedUnits(enough);
  const kept = enough.objectiveValue ?? value;
  return {
    unitsMoved: moved.length,
    moved,
    objectiveValue: kept,
    shareOfGain: gainOf(problem, kept, today) / wholeGain,
    spends: enough.units.map(({ id, spend, current }) => ({ id, spend: spend ?? current })),
  };
}

function solveWithMoves(problem: AllocationProblem, unitsMoved: number, clock: Deadline): AllocationResult {
  const most = Math.min(unitsMoved, problem.limits?.unitsMoved ?? unitsMoved);
  const limited = {
    ...problem,
    limits: { ...problem.limits, unitsMoved: most },
    solve: { relativeGap: 1e-3 },
  };
  return clock.solve(limited, TIME_LIMIT_MS);
}

const movedUnits = ({ units }: AllocationResult): string[] =>
  units
    .filter(
      ({ spend, current }) => spend !== null && Math.abs(spend - current) > 1e-9 * Math.max(spend, current),
    )
    .map(({ id }) => id);
