import { allocate } from '../../optimizer/allocate/allocate.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import { concaveProblem } from './problems.ts';

const SEEDS = [1, 2, 3];
const WARM_RUNS = 15;
const POINTS = 200;

/** Two hundred budgets of 50 units beside one of them solved alone, in the same run: how many single solves it costs. */
export function frontierBenchmark() {
  return [0, 10].map((groups) => {
    const runs = SEEDS.map((seed) => measure(concaveProblem({ seed, units: 50, groups })));
    return {
      units: 50,
      groups,
      budgets: POINTS,
      worstGap: Math.max(...runs.map(({ gap }) => gap)),
      milliseconds: median(runs.map(({ frontier }) => frontier)),
      singleSolves: median(runs.map(({ frontier, single }) => frontier / single)),
    };
  });
}

function measure(problem: AllocationProblem) {
  const current = problem.units.reduce((sum, unit) => sum + unit.current, 0);
  const asked = {
    ...problem,
    questions: { frontier: { from: 0.95 * current, to: 1.1 * current, points: POINTS } },
  };
  const singles: number[] = [];
  const frontiers: number[] = [];
  let gap = 0;
  for (let run = 0; run < WARM_RUNS; run++) {
    const single = timed(() => allocate(problem));
    const both = timed(() => allocate(asked));
    for (const { objectiveValue, upperBound } of both.result.answers?.frontier?.points ?? []) {
      if (objectiveValue !== null && upperBound !== null) {
        gap = Math.max(gap, (upperBound - objectiveValue) / Math.abs(upperBound));
      }
    }
    // The plan itself is part of the answer, the frontier what comes on top.
    if (run >= WARM_RUNS / 3) {
      singles.push(single.milliseconds);
      frontiers.push(both.milliseconds - single.milliseconds);
    }
  }
  return { single: median(singles), frontier: median(frontiers), gap };
}

function timed<T>(run: () => T): { readonly result: T; readonly milliseconds: number } {
  const started = performance.now();
  const result = run();
  return { result, milliseconds: performance.now() - started };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
