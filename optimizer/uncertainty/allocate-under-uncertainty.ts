import { solveProblem } from '../allocate/solve-problem.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, UncertaintyResult } from '../problem/result.ts';
import { UnsupportedProblemError } from '../problem/unsupported-error.ts';
import { Draws, mean, quantile, tailWeights, weighted } from './outcomes.ts';
import { solveAverse } from './risk-averse.ts';
import { sharesByDraw } from './shares.ts';

const DEFAULT_TAIL = 0.1;

/**
 * Plans with draws of the curves. Without aversion the mean over the draws is maximised, which is a problem like any
 * other; with it, mean − aversion · (mean − mean of the worst tail). Either way the plan is then judged in every draw.
 *
 * @throws UnsupportedProblemError for aversion with an objective that is not linear in the outcomes, or with targets.
 */
export function allocateUnderUncertainty(problem: AllocationProblem): AllocationResult {
  const draws = new Draws(problem);
  const aversion = problem.risk?.aversion ?? 0;
  const tail = problem.risk?.tail ?? DEFAULT_TAIL;
  const isLinear = 'maximize' in problem.objective && problem.objective.maximize !== 'ROI';
  if (aversion > 0 && !isLinear) throw new UnsupportedProblemError('risk.aversion', 'with this objective');
  const target = Object.keys(problem.targets ?? {})[0];
  if (aversion > 0 && target)
    throw new UnsupportedProblemError('risk.aversion', `together with targets.${target}`);
  const result = aversion > 0 ? solveAverse(problem, draws, aversion, tail) : solveProblem(problem);
  const spends = result.units.map(({ spend }) => spend);
  if (spends.some((spend) => spend === null)) return { ...result, uncertainty: null };
  return { ...result, uncertainty: judge(problem, draws, spends as number[], tail) };
}

function judge(
  problem: AllocationProblem,
  draws: Draws,
  spends: readonly number[],
  tail: number,
): UncertaintyResult {
  const sign = 'minimize' in problem.objective ? -1 : 1;
  const current = problem.units.map((unit) => unit.current);
  const planned = draws.objective(problem, spends);
  const today = draws.objective(problem, current);
  const gains = planned.map((value, s) => value - today[s]!);
  const interval = (values: Float64Array): [number, number] => {
    const ends = [sign * quantile(values, 0.1), sign * quantile(values, 0.9)];
    return [Math.min(...ends), Math.max(...ends)];
  };
  return {
    draws: draws.count,
    expectedValue: sign * mean(planned),
    currentExpectedValue: sign * mean(today),
    tailValue: sign * weighted(planned, tailWeights(planned, tail)),
    interval: interval(planned),
    gain: { mean: mean(gains), interval: [quantile(gains, 0.1), quantile(gains, 0.9)] },
    probabilityBeatsCurrent: mean(gains.map((gain) => (gain > 0 ? 1 : 0))),
    probabilityTargetsMet: probabilityTargetsMet(problem, draws, spends),
    shares: sharesByDraw(problem, draws.count, spends),
  };
}

function probabilityTargetsMet(
  { targets, objective }: AllocationProblem,
  draws: Draws,
  spends: readonly number[],
): number | null {
  const floors = 'subjectTo' in objective ? objective.subjectTo : {};
  const { cpaAtMost, roasAtLeast } = targets ?? {};
  const { conversions, revenue, profit, spend } = draws.outcomes(spends);
  const tests = [
    cpaAtMost === undefined ? null : conversions.map((n) => Number(spend <= cpaAtMost * n)),
    roasAtLeast === undefined ? null : revenue.map((n) => Number(n >= roasAtLeast * spend)),
    floors.conversionsAtLeast === undefined ? null : atLeast(conversions, floors.conversionsAtLeast),
    floors.revenueAtLeast === undefined ? null : atLeast(revenue, floors.revenueAtLeast),
    floors.profitAtLeast === undefined ? null : atLeast(profit, floors.profitAtLeast),
  ].filter((test) => test !== null);
  if (tests.length === 0) return null;
  return mean(conversions.map((_, s) => Number(tests.every((test) => test[s] === 1))));
}

const atLeast = (values: Float64Array, floor: number) => values.map((value) => Number(value >= floor));
