import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import { judge, outcomeAt } from './judge.ts';

/**
 * The best plan whose spends lie on a grid, for one budget and bounds, by dynamic programming: a value that the true
 * optimum cannot be below, found without curves' slopes, bounds or branching. O(units × cells²).
 *
 * Locked units keep their spend; the others spend their minimum and a number of cells.
 */
export function bestOnGrid(problem: AllocationProblem, cells: number): number {
  const budget = problem.budget?.equal ?? 0;
  const lows = problem.units.map(({ locked, current, minChange = -1 }) =>
    locked ? current : current * (1 + minChange),
  );
  const free = budget - lows.reduce((sum, low) => sum + low, 0);
  const cell = free / cells;
  let best = new Float64Array(cells + 1).fill(Number.NEGATIVE_INFINITY);
  best[0] = 0;
  problem.units.forEach(({ locked, current, maxChange = 0, curve }, i) => {
    const low = lows[i]!;
    const room = locked ? 0 : Math.floor((current * (1 + maxChange) - low) / cell + 1e-9);
    const most = Math.min(room, cells);
    const outcomes = Float64Array.from({ length: most + 1 }, (_, k) => outcomeAt(curve, low + k * cell));
    const next = new Float64Array(cells + 1).fill(Number.NEGATIVE_INFINITY);
    for (let spent = 0; spent <= cells; spent++) {
      let highest = Number.NEGATIVE_INFINITY;
      const last = Math.min(most, spent);
      for (let k = 0; k <= last; k++) {
        const value = best[spent - k]! + outcomes[k]!;
        if (value > highest) highest = value;
      }
      next[spent] = highest;
    }
    best = next;
  });
  return best[cells]!;
}

/** How far the grid's best plan stays behind this value, as a share of it; never below 0 where the value is optimal. */
export function behindBy(problem: AllocationProblem, spends: readonly number[], cells: number): number {
  const { value } = judge(problem, spends);
  return (value - bestOnGrid(problem, cells)) / value;
}
