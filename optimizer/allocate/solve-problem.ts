import { baselineOf } from '../curve/evaluate.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, Infeasibility, SolveReport } from '../problem/result.ts';
import { type Compiled, compile } from './compile.ts';
import { bindingConstraints, explainUnits } from './explain.ts';
import { missedByGrid } from './grid-rows.ts';
import { findInfeasibility } from './infeasibility.ts';
import { measureOf, type Solution, solveForMeasure, withoutLimits } from './measure.ts';
import { magnitudeOf } from './program.ts';
import {
  isConcaveProgram,
  type ProgramOptions,
  reachesEnd,
  solveElastic,
  withEnds,
} from './solve-program.ts';
import { isFeasible, measureViolations } from './violations.ts';

const CONCAVE_GAP = 1e-6;
const CHOOSING_GAP = 1e-4;
const DEFAULT_TIME_LIMIT_MS = 10_000;
/** A plan may break a limit by this share of its total: rounding errors, no more. */
const FEASIBILITY = 1e-9;

/**
 * Solves one problem, its mean curves taken for true, and proves how good the answer is.
 *
 * The plan comes from the route that fits the problem; the proof does not: violations are measured on the problem
 * itself, the objective on the true curves, and the bound is the Lagrangian on the true curves, or what branching
 * proved. A feasible current plan is never left for a worse one.
 */
/** `weights` of the draws, where units have some. */
export function solveProblem(problem: AllocationProblem, weights?: Float64Array): AllocationResult {
  const started = performance.now();
  const compiled = compile(problem, weights);
  if (compiled.kind === 'CLASH')
    return withoutPlan(problem, 'INFEASIBLE', unitClash(compiled), nothingSolved(started));
  const missed = missedByGrid(compiled.program);
  if (missed) return withoutPlan(problem, 'INFEASIBLE', gridClash(missed), nothingSolved(started));
  const program = compiled.capped;
  const options: ProgramOptions = {
    relativeGap:
      problem.solve?.relativeGap ?? (isConcaveProgram(withEnds(program)) ? CONCAVE_GAP : CHOOSING_GAP),
    deadline: started + (problem.solve?.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS),
    route: problem.solve?.route,
  };
  const current = Float64Array.from(problem.units, (unit) => unit.current);
  const solution = solveForMeasure(
    problem,
    program,
    options,
    isFeasible(problem, current, FEASIBILITY) ? current : null,
  );
  const report = (): SolveReport => ({ ...solution.report, wallMs: performance.now() - started });
  const plan = solution.spends && isFeasible(problem, solution.spends, FEASIBILITY) ? solution.spends : null;
  if (!plan) {
    const infeasibility = findInfeasibility(problem, compiled.program, solveElastic(options));
    const isProven = infeasibility !== null || solution.isProvenInfeasible;
    return withoutPlan(
      problem,
      isProven ? 'INFEASIBLE' : 'TIME_LIMIT',
      infeasibility ?? noCombination(solution),
      report(),
    );
  }
  if (reachesEnd(program, plan)) return withoutPlan(problem, 'UNBOUNDED', null, report());
  return withPlan(problem, solution, plan, options.relativeGap, report(), weights);
}

function withPlan(
  problem: AllocationProblem,
  solution: Solution,
  plan: Float64Array,
  relativeGap: number,
  solve: SolveReport,
  weights?: Float64Array,
): AllocationResult {
  const isMinimization = 'minimize' in problem.objective;
  const sign = isMinimization ? -1 : 1;
  const value = measureOf(problem, plan, weights);
  const bound = Math.max(value, solution.bound);
  const current = Float64Array.from(problem.units, (unit) => unit.current);
  const magnitude = Math.max(magnitudeOf(solution.program, plan), magnitudeOf(solution.program, current));
  // Where gains and costs cancel, a gap is held against what cancels.
  const scale = Math.max(Math.abs(bound), Math.abs(value), 1e-6 * magnitude);
  const gap = scale === 0 ? 0 : Number.isFinite(bound) ? (bound - value) / scale : 1;
  const proven = Number.isFinite(bound) ? sign * bound + 0 : null;
  return {
    ...(problem.name === undefined ? {} : { name: problem.name }),
    status: gap <= relativeGap ? 'OPTIMAL' : 'FEASIBLE',
    objectiveValue: sign * value + 0,
    currentValue: currentValue(problem),
    ...(isMinimization ? { lowerBound: proven } : { upperBound: proven }),
    relativeGap: gap,
    totalSpend: plan.reduce((sum, x) => sum + x, 0),
    baselineOutcome: totalBaseline(problem),
    units: explainUnits(problem, solution.program, solution.prices, plan),
    bindingConstraints: bindingConstraints(problem, solution.program, solution.prices, plan),
    violations: measureViolations(problem, plan),
    infeasibility: null,
    solve,
  };
}

/** A result that carries no plan: what is known of the units today, and why. */
function withoutPlan(
  problem: AllocationProblem,
  status: AllocationResult['status'],
  infeasibility: Infeasibility | null,
  solve: SolveReport,
): AllocationResult {
  return {
    ...(problem.name === undefined ? {} : { name: problem.name }),
    status,
    objectiveValue: null,
    currentValue: currentValue(problem),
    ...('minimize' in problem.objective ? { lowerBound: null } : { upperBound: null }),
    relativeGap: null,
    totalSpend: null,
    baselineOutcome: totalBaseline(problem),
    // Unit limits may clash, so today's figures come from the units with their limits left out.
    units: explainUnits(problem, withoutLimits(problem), null, null),
    bindingConstraints: [],
    violations: null,
    infeasibility,
    solve,
  };
}

function currentValue(problem: AllocationProblem): number {
  const sign = 'minimize' in problem.objective ? -1 : 1;
  return (
    sign *
      measureOf(
        problem,
        Float64Array.from(problem.units, ({ current }) => current),
      ) +
    0
  );
}

const totalBaseline = (problem: AllocationProblem) =>
  problem.units.reduce((sum, { curve }) => sum + baselineOf(curve), 0);

const nothingSolved = (started: number): SolveReport => ({
  wallMs: performance.now() - started,
  linearPrograms: 0,
  nodes: 0,
  library: 'none',
  route: 'none',
});

function unitClash({ unit, clash, amount }: Extract<Compiled, { kind: 'CLASH' }>): Infeasibility {
  return {
    constraints: clash.map((text) => ({
      kind: 'UNIT_LIMIT',
      id: unit.id,
      description: `${unit.id}: ${text}`,
    })),
    amount,
    message: `The limits of ${unit.id} leave no spend: ${clash.join(' and ')} clash by ${amount}.`,
  };
}

function gridClash({ row, amount }: NonNullable<ReturnType<typeof missedByGrid>>): Infeasibility {
  return {
    constraints: [
      { kind: row.kind, description: row.description },
      { kind: 'STEP', description: 'every unit that may move does so in steps' },
    ],
    amount,
    message: `${row.description}, and no number of steps meets it: the nearest total is ${amount} away. Allow a range or a smaller step.`,
  };
}

/** The limits could hold together if spends were free; the choices that the units must make leave no plan. */
function noCombination({ isProvenInfeasible }: Solution): Infeasibility | null {
  if (!isProvenInfeasible) return null;
  return {
    constraints: [{ kind: 'CHOICES', description: 'steps, minimum-if-on and limits on moves' }],
    amount: 0,
    message:
      'No combination of steps, minimum-if-on and moved units meets every limit. Allow a range for the budget or a smaller step.',
  };
}
