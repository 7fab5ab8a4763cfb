import { solveProblem } from '../allocate/solve-problem.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { UncertaintyResult } from '../problem/result.ts';
import { quantile } from './outcomes.ts';

/** Draws that are planned for by themselves, at the most; evenly spread over all. */
const MOST_PLANS = 40;

/**
 * How stable the split is: every draw is taken for the truth and planned for by itself, and each unit's share of
 * spend is seen to vary. A wide interval says that the data do not settle how much the unit should get.
 */
export function sharesByDraw(
  problem: AllocationProblem,
  draws: number,
  spends: readonly number[],
): UncertaintyResult['shares'] {
  const plans = Math.min(draws, MOST_PLANS);
  const shares = problem.units.map(() => [] as number[]);
  const { questions: _, risk: __, ...plain } = problem;
  for (let k = 0; k < plans; k++) {
    const s = Math.floor((k * draws) / plans);
    const units = problem.units.map(({ draws: own, ...unit }) => ({
      ...unit,
      curve: own?.[s] ?? unit.curve,
    }));
    const result = solveProblem({ ...plain, units, solve: { ...problem.solve, timeLimitMs: 200 } });
    const total = result.totalSpend ?? 0;
    if (total <= 0) continue;
    for (const [i, { spend }] of result.units.entries()) shares[i]?.push((spend ?? 0) / total);
  }
  const total = spends.reduce((sum, x) => sum + x, 0);
  return problem.units.map(({ id }, i) => ({
    id,
    share: total > 0 ? spends[i]! / total : 0,
    interval: [quantile(shares[i] ?? [], 0.1), quantile(shares[i] ?? [], 0.9)],
  }));
}
