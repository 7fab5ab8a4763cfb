import { baselineOf } from '../curve/evaluate.ts';
import type { Response } from '../curve/response.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { AllocationResult, Infeasibility } from '../problem/result.ts';
import { compile } from './compile.ts';
import { bindingConstraints, explainUnits } from './explain.ts';
import { missedByGrid } from './grid-rows.ts';
import { describeRow, findInfeasibility, isProvenInfeasible } from './infeasibility.ts';
import { measureOfPlan, type Solution, solveForMeasure } from './measure.ts';
import { magnitudeOf } from './program.ts';
import {
  isConcaveProgram,
  type ProgramOptions,
  reachesEnd,
  solveElastic,
  withEnds,
} from './solve-program.ts';
import { unitClash } from './unit-clash.ts';
import { responsesOf } from './unit-response.ts';
import { isFeasible, type JudgedPlan, judgedPlan, measureViolations } from './violations.ts';

const CONCAVE_GAP = 1e-6;
const CHOOSING_GAP = 1e-4;
const DEFAULT_TIME_LIMIT_MS = 10_000;
/** A plan may break a limit by this share of its total: rounding errors, no more. */
const FEASIBILITY = 1e-9;

/** A problem with what every part of its answer needs. */
interface Asked {
  readonly problem: AllocationProblem;
  readonly responses: readonly Response[];
  readonly current: JudgedPlan;
  readonly started: number;
}

/**
 * Solves one problem, its mean curves taken for true, and proves how good the answer is.
 *
 * The plan comes from the route that fits the problem; the proof does not: violations are measured on the problem
 * itself, the objective on the true curves, and the bound is the Lagrangian on the true curves, or what branching
 * proved. A feasible current plan is never left for a worse one.
 *
 * `weights` are those of the draws, where units have some; equal ones by default.
 */
export function solveProblem(problem: AllocationProblem, weights?: Float64Array): AllocationResult {
  const started = performance.now();
  const responses = responsesOf(problem, weights);
  const currentSpends = Float64Array.from(problem.units, (unit) => unit.current);
  const current = judgedPlan(responses, currentSpends);
  const asked: Asked = { problem, responses, current, started };
  const compiled = compile(problem, responses);
  if (compiled.kind === 'CLASH') return withoutPlan(asked, 'INFEASIBLE', unitClash(compiled), NOTHING_SOLVED);
  const missed = missedByGrid(compiled.program);
  if (missed) return withoutPlan(asked, 'INFEASIBLE', gridClash(missed), NOTHING_SOLVED);
  const program = compiled.capped;
  const options: ProgramOptions = {
    relativeGap:
      problem.solve?.relativeGap ?? (isConcaveProgram(withEnds(program)) ? CONCAVE_GAP : CHOOSING_GAP),
    deadline: started + (problem.solve?.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS),
    route: problem.solve?.route,
  };
  const mayStay = isFeasible(problem, current, FEASIBILITY);
  const solution = solveForMeasure(problem, program, options, mayStay ? currentSpends : null);
  // No spend is a plain zero.
  const spends = solution.spends?.map((x) => (x === 0 ? 0 : x));
  const plan = spends && judgedPlan(responses, spends);
  if (!spends || !plan || !isFeasible(problem, plan, FEASIBILITY)) {
    const elastic = solveElastic(options);
    const clash = findInfeasibility(problem, compiled.program, elastic);
    const isProven = clash !== null || solution.isProvenInfeasible || isProvenInfeasible(program, [elastic]);
    const infeasibility = clash ?? (isProven ? NO_COMBINATION : null);
    return withoutPlan(asked, isProven ? 'INFEASIBLE' : 'TIME_LIMIT', infeasibility, solution.report);
  }
  if (reachesEnd(program, spends)) return withoutPlan(asked, 'UNBOUNDED', null, solution.report);
  return withPlan(asked, solution, spends, plan, options.relativeGap);
}

function withPlan(
  { problem, responses, current, started }: Asked,
  solution: Solution,
  spends: Float64Array,
  plan: JudgedPlan,
  relativeGap: number,
): AllocationResult {
  const isMinimization = 'minimize' in problem.objective;
  const sign = isMinimization ? -1 : 1;
  const value = measureOfPlan(problem, plan);
  const bound = Math.max(value, solution.bound);
  // Where gains and costs cancel, a gap is held against what cancels.
  const cancelled = Math.max(
    magnitudeOf(solution.program, spends),
    magnitudeOf(solution.program, current.spends),
  );
  const scale = Math.max(Math.abs(bound), Math.abs(value), 1e-6 * cancelled);
  const gap = scale === 0 ? 0 : Number.isFinite(bound) ? (bound - value) / scale : 1;
  const proven = Number.isFinite(bound) ? sign * bound + 0 : null;
  return {
    ...(problem.name === undefined ? {} : { name: problem.name }),
    status: gap <= relativeGap ? 'OPTIMAL' : 'FEASIBLE',
    objectiveValue: sign * value + 0,
    currentValue: sign * measureOfPlan(problem, current) + 0,
    ...(isMinimization ? { lowerBound: proven } : { upperBound: proven }),
    relativeGap: gap,
    totalSpend: plan.totalSpend,
    baselineOutcome: totalBaseline(problem),
    units: explainUnits(problem, responses, { ...solution, spends }),
    bindingConstraints: bindingConstraints(problem, { ...solution, spends }),
    violations: measureViolations(problem, plan),
    infeasibility: null,
    solve: { ...solution.report, wallMs: performance.now() - started },
  };
}

/** A result that carries no plan: what is known of the units today, and why. */
function withoutPlan(
  { problem, responses, current, started }: Asked,
  status: AllocationResult['status'],
  infeasibility: Infeasibility | null,
  report: Solution['report'],
): AllocationResult {
  const isMinimization = 'minimize' in problem.objective;
  return {
    ...(problem.name === undefined ? {} : { name: problem.name }),
    status,
    objectiveValue: null,
    currentValue: (isMinimization ? -1 : 1) * measureOfPlan(problem, current) + 0,
    ...(isMinimization ? { lowerBound: null } : { upperBound: null }),
    relativeGap: null,
    totalSpend: null,
    baselineOutcome: totalBaseline(problem),
    units: explainUnits(problem, responses, null),
    bindingConstraints: [],
    violations: null,
    infeasibility,
    solve: { ...report, wallMs: performance.now() - started },
  };
}

const totalBaseline = (problem: AllocationProblem) =>
  problem.units.reduce((sum, { curve }) => sum + baselineOf(curve), 0);

const NOTHING_SOLVED: Solution['report'] = { linearPrograms: 0, nodes: 0, library: 'none', route: 'none' };

function gridClash({ row, amount, step }: NonNullable<ReturnType<typeof missedByGrid>>): Infeasibility {
  return {
    constraints: [
      describeRow(row),
      {
        kind: 'STEP',
        description: 'every unit that may move does so in steps',
        limit: { code: 'STEPS_TOGETHER', kind: 'MONEY', value: step },
      },
    ],
    amount,
    message: `${row.description}, and no number of steps meets it: the nearest total is ${amount} away. Allow a range or a smaller step.`,
  };
}

/** The limits could hold together if spends were free; the choices that the units must make leave no plan. */
const NO_COMBINATION: Infeasibility = {
  constraints: [{ kind: 'CHOICES', description: 'steps, minimum-if-on and limits on moves' }],
  amount: 0,
  message:
    'No combination of steps, minimum-if-on and moved units meets every limit. Allow a range for the budget or a smaller step.',
};
