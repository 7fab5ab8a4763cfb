import { solveProblem } from '../allocate/solve-problem.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult } from '../problem/result.ts';
import { type Draws, mean, tailWeights, weighted } from './outcomes.ts';

const MOST_ROUNDS = 150;
const DEFAULT_GAP = 1e-4;
const DEFAULT_TIME_LIMIT_MS = 10_000;

/**
 * Maximises mean − aversion · (mean − tail mean) over plans. The tail mean is the least of Σ qₛ·Zₛ over the weights q
 * that a tail can have, so
 *
 *   max over plans  min over q  Σ wₛ(q)·Zₛ(plan),   wₛ = (1 − aversion)/n + aversion·qₛ
 *
 * and for a given q the inner problem is an ordinary one with the draws weighted by w: its bound is a bound of the
 * whole. The weights that a plan's own tail has are mixed into q step by step (Frank and Wolfe), which lowers the bound
 * towards the best plan found.
 */
export function solveAverse(
  problem: AllocationProblem,
  draws: Draws,
  aversion: number,
  tail: number,
): AllocationResult {
  const started = performance.now();
  const deadline = started + (problem.solve?.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS);
  const relativeGap = problem.solve?.relativeGap ?? DEFAULT_GAP;
  const riskAdjusted = (spends: readonly number[]) => {
    const values = draws.objective(problem, spends);
    return (1 - aversion) * mean(values) + aversion * weighted(values, tailWeights(values, tail));
  };
  const current = problem.units.map((unit) => unit.current);
  let q: Float64Array = new Float64Array(draws.count).fill(1 / draws.count);
  let best: { result: AllocationResult; value: number } | null = null;
  let bound = Number.POSITIVE_INFINITY;
  let linearPrograms = 0;
  let nodes = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const weights = q.map((weight) => (1 - aversion) / draws.count + aversion * weight);
    const result = solveProblem(
      { ...problem, solve: { ...problem.solve, relativeGap: relativeGap / 10 } },
      weights,
    );
    linearPrograms += result.solve.linearPrograms;
    nodes += result.solve.nodes;
    const spends = result.units.map(({ spend }) => spend ?? Number.NaN);
    if (spends.some(Number.isNaN)) return best ? finish(best) : result;
    const value = riskAdjusted(spends);
    if (best === null || value > best.value) best = { result, value };
    bound = Math.min(bound, result.upperBound ?? Number.POSITIVE_INFINITY);
    const isClosed = bound - best.value <= relativeGap * Math.max(Math.abs(bound), Math.abs(best.value));
    if (isClosed || performance.now() > deadline) break;
    const own = tailWeights(draws.objective(problem, spends), tail);
    const share = 2 / (round + 3);
    q = q.map((weight, s) => (1 - share) * weight + share * own[s]!);
  }
  if (!best) throw new Error('the first round answers or returns');
  return finish(best);

  function finish({ result, value }: { result: AllocationResult; value: number }): AllocationResult {
    const upperBound = Math.max(bound, value);
    const scale = Math.max(Math.abs(upperBound), Math.abs(value));
    const gap = scale > 0 ? (upperBound - value) / scale : 0;
    return {
      ...result,
      status: gap <= relativeGap ? 'OPTIMAL' : 'FEASIBLE',
      objectiveValue: value,
      currentValue: riskAdjusted(current),
      upperBound,
      relativeGap: gap,
      solve: { ...result.solve, linearPrograms, nodes, wallMs: performance.now() - started },
    };
  }
}
