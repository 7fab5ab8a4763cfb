import { allocate } from '../optimizer/allocate/allocate.ts';
import { fitCurves } from '../optimizer/fit/fit-curves.ts';
import type { FittedCurve } from '../optimizer/fit/fitted-curve.ts';
import { parseProblem } from '../optimizer/problem/parse.ts';
import type { AllocationProblem } from '../optimizer/problem/problem.ts';
import { spreadOf, timed } from './statistics.ts';
import { syntheticCampaigns } from './synthetic.ts';

const CAMPAIGNS = 50;
const DAYS = 365;
const WARM_RUNS = 5;

/** From daily series to a proven reallocation, step by step: the first run of the process, then warm ones. */
export function pipeline() {
  const series = syntheticCampaigns(CAMPAIGNS, DAYS);
  const run = () => {
    const fits = timed(() => fitCurves(series));
    const problem = timed(() => parseProblem(problemOf(fits.value)));
    const result = timed(() => allocate(problem.value));
    return { fits, problem, result };
  };
  const first = run();
  const warm = Array.from({ length: WARM_RUNS }, run);
  const step = (of: (run: typeof first) => number) => ({
    firstMs: Number(of(first).toFixed(2)),
    warmMs: spreadOf(warm.map(of)),
  });
  const { status, relativeGap, currentValue, objectiveValue, solve } = first.result.value;
  return {
    campaigns: CAMPAIGNS,
    days: DAYS,
    steps: {
      fit: step(({ fits }) => fits.milliseconds),
      readProblem: step(({ problem }) => problem.milliseconds),
      allocate: step(({ result }) => result.milliseconds),
      all: step(
        ({ fits, problem, result }) => fits.milliseconds + problem.milliseconds + result.milliseconds,
      ),
    },
    fitShareOfAll: spreadOf(
      warm.map(
        ({ fits, problem, result }) =>
          fits.milliseconds / (fits.milliseconds + problem.milliseconds + result.milliseconds),
      ),
      4,
    ),
    outcome: {
      status,
      relativeGap,
      linearPrograms: solve.linearPrograms,
      library: solve.library,
      gain: objectiveValue === null ? null : Number((objectiveValue / currentValue - 1).toFixed(4)),
    },
  };
}

/** The same total budget, every campaign between half and twice its current spend. */
function problemOf(fits: readonly FittedCurve[]): AllocationProblem {
  const units = fits.map(({ campaign, curve, diagnostics }) => ({
    id: campaign,
    current: diagnostics.spend.current,
    minChange: -0.5,
    maxChange: 1,
    curve,
  }));
  return {
    objective: { maximize: 'CONVERSIONS' },
    budget: { equal: units.reduce((sum, { current }) => sum + current, 0) },
    units,
  };
}
