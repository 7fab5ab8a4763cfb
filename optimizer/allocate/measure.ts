import type { AllocationProblem, Unit } from '../problem/problem.ts';
import type { SolveReport } from '../problem/result.ts';
import { lowest } from './domain.ts';
import { lagrangian } from './lagrangian.ts';
import { profitPerOutcome, revenuePerOutcome } from './outcome-value.ts';
import { objectiveValue, type Program } from './program.ts';
import {
  isConcaveProgram,
  type ProgramAnswer,
  type ProgramOptions,
  solveProgram,
  withEnds,
} from './solve-program.ts';
import { responsesOf } from './unit-response.ts';
import { type JudgedPlan, judgedPlan } from './violations.ts';

/** A plan with a proof, in the objective's own measure (the negative of spend for a minimisation). */
export interface Solution {
  readonly spends: Float64Array | null;
  readonly bound: number;
  /** Prices, and the program whose objective they are in. */
  readonly prices: Float64Array;
  readonly program: Program;
  readonly isProvenInfeasible: boolean;
  readonly report: Omit<SolveReport, 'wallMs'>;
}

/**
 * The objective at a plan, on the true curves; the negative of spend for a minimisation. Return on investment of
 * nothing spent is 0.
 */
export function measureOfPlan(
  { objective, units }: AllocationProblem,
  { outcomes, totalSpend }: JudgedPlan,
): number {
  if (!('maximize' in objective)) return -totalSpend;
  const sumOf = (perOutcome: (unit: Unit) => number) =>
    units.reduce((sum, unit, i) => sum + perOutcome(unit) * outcomes[i]!, 0);
  switch (objective.maximize) {
    case 'CONVERSIONS':
      return sumOf(() => 1);
    case 'REVENUE':
      return sumOf(revenuePerOutcome);
    case 'PROFIT':
      return sumOf(profitPerOutcome) - totalSpend;
    case 'ROI':
      return totalSpend > 0 ? (sumOf(profitPerOutcome) - totalSpend) / totalSpend : 0;
  }
}

/** The same for spends in the order of the units. */
export const measureOf = (problem: AllocationProblem, spends: ArrayLike<number>): number =>
  measureOfPlan(problem, judgedPlan(responsesOf(problem), spends));

export function solveForMeasure(
  problem: AllocationProblem,
  program: Program,
  options: ProgramOptions,
  current: Float64Array | null,
): Solution {
  const isRatio = 'maximize' in problem.objective && problem.objective.maximize === 'ROI';
  return isRatio ? maximizeRatio(problem, program, options, current) : maximize(program, options, current);
}

function maximize(program: Program, options: ProgramOptions, current: Float64Array | null): Solution {
  const answer = solveProgram(program, options, planOf(program, current));
  const spends = better(program, answer.spends, current);
  const bound = Math.min(answer.provenBound, lagrangianBound(program, answer.prices));
  return { ...answerParts(answer), spends, bound, program };
}

/** On a program without end the Lagrangian may be infinite; for a concave one the finite stand-in proves as much. */
function lagrangianBound(program: Program, prices: Float64Array): number {
  const { bound } = lagrangian(program, prices);
  if (Number.isFinite(bound) || !isConcaveProgram(withEnds(program))) return bound;
  return lagrangian(withEnds(program), prices).bound;
}

function answerParts(answer: ProgramAnswer) {
  const { prices, route, nodes, linearPrograms, library } = answer;
  return {
    prices,
    isProvenInfeasible: answer.isProvenInfeasible,
    report: { route, nodes, linearPrograms, library },
  };
}

const planOf = (program: Program, spends: Float64Array | null) =>
  spends && { spends, value: objectiveValue(program, spends), prices: new Float64Array(program.rows.length) };

function better(
  program: Program,
  plan: Float64Array | null,
  current: Float64Array | null,
): Float64Array | null {
  if (!plan || !current) return plan ?? current;
  return objectiveValue(program, plan) >= objectiveValue(program, current) ? plan : current;
}

const MOST_RATIO_ROUNDS = 40;

/**
 * Dinkelbach's iteration: with the return r of the plan in hand, maximise profit − r·spend. While that is above zero
 * its plan returns more; when it is zero no plan does. (W. Dinkelbach, On nonlinear fractional programming,
 * Management Science 13, 1967.)
 */
function maximizeRatio(
  problem: AllocationProblem,
  program: Program,
  options: ProgramOptions,
  current: Float64Array | null,
): Solution {
  const responses = program.units.map(({ response }) => response);
  const returnOf = (spends: Float64Array) => measureOfPlan(problem, judgedPlan(responses, spends));
  let best = current?.some((x) => x > 0) ? current : null;
  let rate = best ? returnOf(best) : 0;
  let solution = maximize(atRate(program, rate), options, best);
  for (let round = 0; round < MOST_RATIO_ROUNDS && solution.spends; round++) {
    const improved = returnOf(solution.spends);
    const isSpent = solution.spends.some((x) => x > 0);
    // Where nothing pays, spending nothing returns more than any spend would.
    if (best === null || improved > rate) best = solution.spends;
    if (
      !isSpent ||
      (round > 0 && improved <= rate + 1e-15 * Math.abs(rate)) ||
      performance.now() > options.deadline
    )
      break;
    rate = improved;
    solution = maximize(atRate(program, rate), options, best);
  }
  if (!best) return { ...solution, spends: null };
  const spend = best.reduce((sum, x) => sum + x, 0);
  // In units of return: a price says what one more unit of room adds to profit per unit of spend.
  const perSpend = spend > 0 ? 1 / spend : 1;
  const scaled = scaleObjective(atRate(program, returnOf(best)), perSpend);
  const prices = solution.prices.map((price) => price * perSpend);
  return {
    ...solution,
    spends: best,
    prices,
    program: scaled,
    bound: ratioBound(program, { ...solution, rate }, returnOf(best)),
  };
}

function atRate(program: Program, rate: number): Program {
  const { outcome } = program.objective;
  return { ...program, objective: { outcome, spend: new Float64Array(outcome.length).fill(-1 - rate) } };
}

function scaleObjective(program: Program, factor: number): Program {
  const { spend, outcome } = program.objective;
  return {
    ...program,
    objective: { spend: spend.map((a) => a * factor), outcome: outcome.map((b) => b * factor) },
  };
}

/**
 * A return that no feasible plan exceeds: r with max(profit − r·spend) ≤ 0. Where every plan must spend at least S,
 * an excess of e over zero at the rate r proves r + e / S; otherwise r is raised until nothing is left.
 */
function ratioBound(program: Program, solution: Solution & { readonly rate: number }, rate: number): number {
  const excessAt = (trial: number) =>
    Math.min(
      lagrangianBound(atRate(program, trial), solution.prices),
      // At a higher rate there is less to gain: what was proven at a lower one holds, the reverse does not.
      trial >= solution.rate ? Math.max(0, solution.bound) : Number.POSITIVE_INFINITY,
    );
  const excess = excessAt(rate);
  if (excess <= 0) return rate;
  const least = leastSpend(program);
  if (least > 0) return rate + excess / least;
  for (let raise = 1e-12 * Math.max(1, Math.abs(rate)); raise < 1e6; raise *= 4) {
    if (excessAt(rate + raise) <= 0) return rate + raise;
  }
  return Number.POSITIVE_INFINITY;
}

function leastSpend(program: Program): number {
  const floors = program.rows.map((row) => {
    const isTotal = row.kind === 'BUDGET' && row.units.length === program.units.length;
    if (!isTotal) return 0;
    return row.equality ? row.bound : row.spend[0]! < 0 ? -row.bound : 0;
  });
  return Math.max(
    program.units.reduce((sum, { domain }) => sum + lowest(domain), 0),
    ...floors,
  );
}
