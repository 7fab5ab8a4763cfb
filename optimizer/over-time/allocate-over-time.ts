import { unitClash } from '../allocate/unit-clash.ts';
import { baselineOf } from '../curve/evaluate.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, Infeasibility } from '../problem/result.ts';
import { compilePlan, withoutLimits } from './compile-plan.ts';
import { envelopesOverTime } from './curves-over-time.ts';
import { bindingPlanConstraints, explainPeriods, explainPlanUnits } from './explain-plan.ts';
import { improveSShaped } from './improve-s-shaped.ts';
import { findPlanInfeasibility } from './infeasible-plan.ts';
import { type SolvedPlan, solvePlan } from './interior-point/solve-plan.ts';
import { type PlanPrices, planBound } from './plan-bound.ts';
import { type PlanProgram, planMagnitude, planValue } from './plan-program.ts';
import { isFeasiblePlan, measurePlanViolations } from './plan-violations.ts';
import { checkSupported } from './supported.ts';
import { hasEnds, reachesEnd, tighten, withEnds } from './tighten.ts';

const CONCAVE_GAP = 1e-6;
const S_SHAPED_GAP = 1e-4;
/** The engine aims far inside the gap that is asked for: its last iterations gain several digits each. */
const ENGINE_GAP = 1e-10;
/** Where nothing ends a spend: ends to try, in multiples of today's spends, until the plan stays away from them. */
const ENDS = [10, 300, 1e4, 3e5, 1e7];
const DEFAULT_TIME_LIMIT_MS = 10_000;
/** A plan may break a limit by this share of its total: rounding errors, no more. */
const FEASIBILITY = 1e-9;

/** A problem with what every part of its answer needs. */
interface Asked {
  readonly problem: AllocationProblem;
  /** Nothing but curves and clocks: measures any plan. */
  readonly free: PlanProgram;
  readonly current: Float64Array;
  readonly started: number;
}

/**
 * Plans spend by unit and period, with carry-over from period to period, and proves how good the plan is: violations
 * are measured on the problem itself, the objective on the true curves, and the bound is the Lagrangian on the true
 * curves (`planBound`). A feasible plan of steady current spends is never left for a worse one.
 *
 * Concave curves are solved to the optimum. S-shaped ones are replaced by their concave envelopes, which bounds every
 * plan; a true plan is then improved from there, and the gap between the two is reported.
 *
 * @throws UnsupportedProblemError naming what a plan over time does not hold.
 */
export function allocateOverTime(problem: AllocationProblem): AllocationResult {
  const started = performance.now();
  checkSupported(problem);
  const periods = problem.periods?.length ?? 0;
  const current = Float64Array.from(
    { length: problem.units.length * periods },
    (_, at) => problem.units[Math.floor(at / periods)]!.current,
  );
  const asked: Asked = { problem, free: withoutLimits(problem), current, started };
  const compiled = compilePlan(problem);
  if (compiled.kind === 'CLASH') return withoutPlan(asked, 'INFEASIBLE', unitClash(compiled));
  const deadline = started + (problem.solve?.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS);
  return solve(asked, compiled.program, deadline);
}

function solve(asked: Asked, program: PlanProgram, deadline: number): AllocationResult {
  const { problem, current } = asked;
  const tightened = tighten(program);
  const today = problem.units.map((unit) => unit.current);
  const isFeasible = (plan: ArrayLike<number>) => isFeasiblePlan(problem, plan, FEASIBILITY);
  let last: Attempt | null = null;
  for (const times of hasEnds(tightened) ? [1] : ENDS) {
    last = attempt(asked, withEnds(tightened, today, times), deadline, isFeasible);
    if (last.relaxed && !reachesEnd(tightened, last.program, last.relaxed.spends)) break;
  }
  const candidates = [...(isFeasible(current) ? [current] : []), ...(last?.plans ?? [])];
  const best = bestOf(asked.free, candidates);
  if (!best || !last) {
    const clash = findPlanInfeasibility(problem, program, deadline);
    return withoutPlan(asked, clash ? 'INFEASIBLE' : 'TIME_LIMIT', clash);
  }
  if (reachesEnd(tightened, last.program, best)) return withoutPlan(asked, 'UNBOUNDED', null);
  const { relaxed, relativeGap } = last;
  if (!relaxed) return withPlan(asked, program, best, null, relativeGap);
  // Where spends have no end, neither has what the proof is about.
  const priced = planBound(tightened, relaxed.prices);
  // Without prices the bound is exact where nothing is worth anything, and prices are rounding errors.
  const endless = Math.min(priced, planBound(tightened, noPrices(tightened)));
  const bound = last.isExact ? Math.min(endless, relaxed.bound) : endless;
  return withPlan(asked, program, best, { bound, prices: relaxed.prices }, relativeGap);
}

interface Attempt {
  readonly program: PlanProgram;
  readonly relaxed: SolvedPlan | null;
  readonly plans: readonly Float64Array[];
  /** The curves are concave: a plan away from the ends that were given is as good as any beyond them. */
  readonly isExact: boolean;
  readonly relativeGap: number;
}

function attempt(
  { problem, current }: Asked,
  program: PlanProgram,
  deadline: number,
  isFeasible: (plan: ArrayLike<number>) => boolean,
): Attempt {
  const envelopes = envelopesOverTime(program);
  const isExact = envelopes.areExact;
  const relativeGap = problem.solve?.relativeGap ?? (isExact ? CONCAVE_GAP : S_SHAPED_GAP);
  const engineGap = Math.min(ENGINE_GAP, relativeGap);
  const relaxed = solvePlan(program, envelopes.curves, current, { relativeGap: engineGap, deadline });
  const plans = relaxed && isFeasible(relaxed.spends) ? [relaxed.spends] : [];
  if (relaxed && !isExact) {
    const enough = relaxed.bound - relativeGap * Math.abs(relaxed.bound);
    const starts = isFeasible(current) ? [current, ...plans] : plans;
    const options = { deadline, isFeasible, enough };
    const improved = improveSShaped(program, envelopes, relaxed.spends, starts, options);
    if (improved) plans.push(improved);
  }
  return { program, relaxed, plans, isExact, relativeGap };
}

function bestOf(program: PlanProgram, plans: readonly Float64Array[]): Float64Array | null {
  let best: Float64Array | null = null;
  for (const plan of plans) if (!best || planValue(program, plan) > planValue(program, best)) best = plan;
  return best;
}

function withPlan(
  { problem, free, current, started }: Asked,
  program: PlanProgram,
  spends: Float64Array,
  relaxed: { readonly bound: number; readonly prices: PlanPrices } | null,
  relativeGap: number,
): AllocationResult {
  const isMinimization = 'minimize' in problem.objective;
  const sign = isMinimization ? -1 : 1;
  const value = planValue(free, spends);
  const bound = Math.max(value, relaxed?.bound ?? Number.POSITIVE_INFINITY);
  // Where gains and costs cancel, a gap is held against what cancels.
  const cancelled = Math.max(planMagnitude(free, spends), planMagnitude(free, current));
  const scale = Math.max(Math.abs(bound), Math.abs(value), 1e-6 * cancelled);
  const gap = scale === 0 ? 0 : Number.isFinite(bound) ? (bound - value) / scale : 1;
  const proven = Number.isFinite(bound) ? sign * bound + 0 : null;
  const priced = relaxed && { program, spends, prices: relaxed.prices };
  const units = explainPlanUnits(
    problem,
    free,
    current,
    priced ?? { program, spends, prices: noPrices(program) },
  );
  return {
    ...(problem.name === undefined ? {} : { name: problem.name }),
    status: gap <= relativeGap ? 'OPTIMAL' : 'FEASIBLE',
    objectiveValue: sign * value + 0,
    currentValue: sign * planValue(free, current) + 0,
    ...(isMinimization ? { lowerBound: proven } : { upperBound: proven }),
    relativeGap: gap,
    totalSpend: spends.reduce((sum, x) => sum + x, 0),
    baselineOutcome: totalBaseline(problem),
    units,
    bindingConstraints: priced ? bindingPlanConstraints(problem, priced) : [],
    violations: measurePlanViolations(problem, spends),
    infeasibility: null,
    periods: explainPeriods(problem, units),
    solve: report(started),
  };
}

function noPrices({ units, rows, periods }: PlanProgram): PlanPrices {
  const none = new Float64Array(units.length * periods);
  return { rows: new Float64Array(rows.length), effective: none, rise: none, fall: none };
}

function withoutPlan(
  { problem, free, current, started }: Asked,
  status: AllocationResult['status'],
  infeasibility: Infeasibility | null,
): AllocationResult {
  const isMinimization = 'minimize' in problem.objective;
  return {
    ...(problem.name === undefined ? {} : { name: problem.name }),
    status,
    objectiveValue: null,
    currentValue: (isMinimization ? -1 : 1) * planValue(free, current) + 0,
    ...(isMinimization ? { lowerBound: null } : { upperBound: null }),
    relativeGap: null,
    totalSpend: null,
    baselineOutcome: totalBaseline(problem),
    units: explainPlanUnits(problem, free, current, null),
    bindingConstraints: [],
    violations: null,
    infeasibility,
    solve: report(started),
  };
}

const totalBaseline = ({ units, periods = [] }: AllocationProblem) =>
  periods.length * units.reduce((sum, { curve }) => sum + baselineOf(curve), 0);

const report = (started: number): AllocationResult['solve'] => ({
  wallMs: performance.now() - started,
  linearPrograms: 0,
  nodes: 0,
  library: 'none',
  route: 'INTERIOR_POINT',
});
