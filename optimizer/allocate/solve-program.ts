import { javascriptLpSolver } from '../linear-program/javascript-lp-solver.ts';
import type { SolveRoute } from '../problem/problem.ts';
import { clip, highest, lowest } from './domain.ts';
import { envelopeOf, isConcaveOn } from './envelope.ts';
import { isProvenInfeasible } from './infeasibility.ts';
import { lagrangian } from './lagrangian.ts';
import { objectiveValue, type Program } from './program.ts';
import { repair } from './repair.ts';
import { branchAndBound } from './routes/branch-and-bound.ts';
import { isWithinRows, type Plan, planAt } from './routes/complete-plan.ts';
import { solveByDualNewton, suitsDualNewton } from './routes/dual-newton.ts';
import { solveByInteriorPoint } from './routes/interior-point.ts';
import { solveByLinearPrograms } from './routes/linear-programming.ts';
import { hasOnlyBudget } from './routes/relaxation.ts';
import { MOST_UNITS_FOR_TABLEAU, type RouteAnswer, type RouteOptions } from './routes/route.ts';
import { budgetRow, CLOSE, EXACT, fillToBudget, ROUGH } from './routes/water-filling.ts';

export interface ProgramAnswer {
  /** Null when no route brought a plan. */
  readonly spends: Float64Array | null;
  readonly prices: Float64Array;
  /** Proven by branching, where that says more than the prices do; Infinity otherwise. */
  readonly provenBound: number;
  /** Branching went through every choice and found none that can hold. */
  readonly isProvenInfeasible: boolean;
  readonly linearPrograms: number;
  readonly nodes: number;
  readonly library: string;
  readonly route: SolveRoute;
}

export interface ProgramOptions {
  readonly relativeGap: number;
  readonly deadline: number;
  readonly route?: SolveRoute | undefined;
}

const MOST_LINEAR_PROGRAMS = 30;
const MOST_NODES = 1_000_000;

/** Concave on one interval, no steps, no count of changes: every local optimum is the optimum. */
export function isConcaveProgram(program: Program): boolean {
  return (
    program.rows.every((row) => row.changed === 0) &&
    program.units.every(({ response, domain }) => domain.step === null && isConcaveOn(response, domain))
  );
}

/**
 * Picks the route by the program's structure: one budget over concave curves has an exact dual solution, other concave
 * programs go to the interior-point method, the rest to branch and bound. Linear programs over pieces of the curves
 * take over where the interior-point method does not arrive, or when asked for by name.
 */
export function solveProgram(program: Program, options: ProgramOptions, current: Plan | null): ProgramAnswer {
  const hasEnds = program.units.every(({ domain }) => Number.isFinite(highest(domain)));
  if (hasEnds) return solveFinite(program, options, current);
  // On a concave program a plan that stays clear of a near end is optimal without it; elsewhere only a far one tells.
  const nearEnds = isConcaveProgram(withEnds(program)) ? NEAR_ENDS : [];
  for (const end of nearEnds) {
    const answer = solveFinite(withEnds(program, end), options, current);
    if (answer.spends && !reachesEnd(program, answer.spends, end)) return answer;
  }
  return solveFinite(withEnds(program), options, current);
}

function solveFinite(finite: Program, options: ProgramOptions, current: Plan | null): ProgramAnswer {
  const isConcave = isConcaveProgram(finite);
  const byName = options.route ?? (isConcave ? routeForConcave(finite) : 'BRANCH_AND_BOUND');
  if (byName === 'LINEAR_PROGRAMMING' && isConcave) {
    // Coarse chords may promise too little to meet a target at all: then the curves themselves are asked.
    const byPieces = byLinearPrograms(finite, options);
    if (isGoodEnough(finite, byPieces, options.relativeGap)) return byPieces;
    return betterOf(finite, byPieces, byInteriorPoint(finite, options));
  }
  if (!isConcave || byName === 'BRANCH_AND_BOUND') return byBranching(finite, options, current);
  if (byName === 'WATER_FILLING' && hasOnlyBudget(finite)) return byWaterFilling(finite);
  if (byName === 'DUAL_NEWTON' && suitsDualNewton(finite)) {
    const byPrices = byDualNewton(finite, options);
    if (isGoodEnough(finite, byPrices, options.relativeGap)) return byPrices;
  }
  const answer = byInteriorPoint(finite, options);
  if (isGoodEnough(finite, answer, options.relativeGap)) return answer;
  if (finite.units.length > MOST_UNITS_FOR_TABLEAU) return answer;
  const second = betterOf(finite, answer, byLinearPrograms(finite, options));
  if (second.spends && isWithinRows(finite, second.spends)) return second;
  const start = planForOutcome(finite, (of) => sturdy(of, options));
  return start ? { ...second, spends: start.spends } : second;
}

const routeForConcave = (program: Program): SolveRoute =>
  hasOnlyBudget(program) ? 'WATER_FILLING' : suitsDualNewton(program) ? 'DUAL_NEWTON' : 'INTERIOR_POINT';

/** By interior point, or where that does not arrive by linear programs. */
function sturdy(program: Program, options: ProgramOptions): RouteAnswer {
  const smooth = interiorPoint(program, routeOptions(options, 1e-9));
  return smooth.status === 'PLAN' ? smooth : linearPrograms(program, routeOptions(options, 1e-7));
}

/**
 * Solves programs that ask what is feasible. Their answers lie at corners, which linear programs meet exactly and the
 * interior-point method only nearly; large ones and those that count changes go to the latter.
 */
export function solveElastic(options: ProgramOptions): (program: Program) => RouteAnswer {
  return (program) => {
    const fitsTableau = program.units.length <= MOST_UNITS_FOR_TABLEAU;
    if (fitsTableau && program.rows.every((row) => row.changed === 0)) {
      const exact = linearPrograms(program, routeOptions(options, 1e-9));
      if (exact.status === 'PLAN') return exact;
    }
    return interiorPoint(program, routeOptions(options, 1e-12));
  };
}

/** The quicker way where it arrives. */
const smoothElastic = (options: ProgramOptions) => (program: Program) =>
  interiorPoint(program, routeOptions(options, 1e-9));

const routeOptions = (
  options: ProgramOptions,
  relativeGap: number,
  maxRounds = MOST_LINEAR_PROGRAMS,
): RouteOptions => ({
  relativeGap,
  deadline: options.deadline,
  maxRounds,
});

function interiorPoint(program: Program, options: RouteOptions): RouteAnswer {
  const envelopes = program.units.map(({ response, domain }) => envelopeOf(response, domain));
  const { spends } = fillToBudget(program, program.rows[budgetRow(program)], ROUGH);
  return solveByInteriorPoint(program, envelopes, spends, options);
}

function linearPrograms(program: Program, options: RouteOptions): RouteAnswer {
  const { spends } = fillToBudget(program, program.rows[budgetRow(program)], CLOSE);
  return solveByLinearPrograms(program, spends, javascriptLpSolver, options);
}

const NOTHING = {
  provenBound: Number.POSITIVE_INFINITY,
  isProvenInfeasible: false,
  linearPrograms: 0,
  nodes: 0,
  library: 'none',
};

function byWaterFilling(program: Program): ProgramAnswer {
  const { price, spends } = fillToBudget(program, program.rows[0], EXACT);
  const prices = Float64Array.from(program.rows, () => price);
  return { ...NOTHING, route: 'WATER_FILLING', spends: repair(program, spends), prices };
}

function byDualNewton(program: Program, options: ProgramOptions): ProgramAnswer {
  const budget = budgetRow(program);
  const prices = new Float64Array(program.rows.length);
  if (budget >= 0) prices[budget] = fillToBudget(program, program.rows[budget], ROUGH).price;
  const answer = solveByDualNewton(
    program,
    prices,
    routeOptions(options, Math.min(1e-12, options.relativeGap)),
  );
  return fromRoute(program, answer, { ...NOTHING, route: 'DUAL_NEWTON' });
}

function byInteriorPoint(program: Program, options: ProgramOptions): ProgramAnswer {
  // Far inside the gap that is asked for: its last iterations cost little and gain five digits each.
  const answer = interiorPoint(program, routeOptions(options, Math.min(1e-12, options.relativeGap)));
  return fromRoute(program, answer, { ...NOTHING, route: 'INTERIOR_POINT' });
}

function byLinearPrograms(program: Program, options: ProgramOptions): ProgramAnswer {
  const answer = linearPrograms(program, routeOptions(options, 0.6 * options.relativeGap));
  return fromRoute(program, answer, {
    ...NOTHING,
    route: 'LINEAR_PROGRAMMING',
    library: javascriptLpSolver.name,
    linearPrograms: answer.rounds,
  });
}

function byBranching(program: Program, options: ProgramOptions, current: Plan | null): ProgramAnswer {
  const ways = [smoothElastic(options), solveElastic(options)];
  const branch = (of: Program, relativeGap: number, incumbent: Plan | null) =>
    branchAndBound(of, routeOptions(options, relativeGap, MOST_NODES), incumbent, (narrowed) =>
      isProvenInfeasible(narrowed, ways),
    );
  const relativeGap = options.relativeGap / 2;
  const first = branch(program, relativeGap, current);
  const start = first.status === 'FAILED' ? planForOutcome(program, branch) : null;
  const answer = start ? branch(program, relativeGap, start) : first;
  return {
    ...fromRoute(program, answer, {
      ...NOTHING,
      route: 'BRANCH_AND_BOUND',
      nodes: first.nodes + answer.nodes,
    }),
    provenBound: answer.provenBound,
    isProvenInfeasible: answer.status === 'INFEASIBLE',
  };
}

/** Roughly the most of what a target or a floor asks for: a plan to begin with where none came by itself. */
function planForOutcome(
  program: Program,
  branch: (of: Program, relativeGap: number, incumbent: Plan | null) => RouteAnswer,
): Plan | null {
  for (const row of program.rows) {
    if (!row.outcome.some((o) => o < 0)) continue;
    const spend = new Float64Array(program.units.length);
    const outcome = new Float64Array(program.units.length);
    row.units.forEach((i, j) => {
      spend[i] = -row.spend[j]!;
      outcome[i] = -row.outcome[j]!;
    });
    const rows = program.rows.filter((other) => other !== row);
    const answer = branch({ ...program, rows, objective: { spend, outcome } }, 1e-3, null);
    const plan =
      answer.status === 'PLAN' ? planAt(program, repair({ ...program, rows }, answer.spends)) : null;
    if (plan) return plan;
  }
  return null;
}

function fromRoute(
  program: Program,
  answer: RouteAnswer,
  report: Omit<ProgramAnswer, 'spends' | 'prices'>,
): ProgramAnswer {
  return answer.status === 'PLAN'
    ? { ...report, spends: repair(program, answer.spends), prices: answer.prices }
    : { ...report, spends: null, prices: new Float64Array(program.rows.length) };
}

function isGoodEnough(program: Program, { spends, prices }: ProgramAnswer, relativeGap: number): boolean {
  if (!spends || !isWithinRows(program, spends)) return false;
  const value = objectiveValue(program, spends);
  const { bound } = lagrangian(program, prices);
  return bound - value <= relativeGap * Math.max(Math.abs(bound), Math.abs(value), Number.MIN_VALUE);
}

function betterOf(program: Program, first: ProgramAnswer, second: ProgramAnswer): ProgramAnswer {
  if (!second.spends || !isWithinRows(program, second.spends)) return first;
  if (!first.spends || !isWithinRows(program, first.spends)) return second;
  return objectiveValue(program, second.spends) > objectiveValue(program, first.spends) ? second : first;
}

/** Where units without an upper limit end, in multiples of their own size. */
const NEAR_ENDS = [4, 100];
/** In multiples of all that the problem mentions. */
const FARTHEST = 40_000;

/**
 * Engines need finite intervals. A unit without an upper limit gets one beyond anything the problem mentions, or a near
 * one, `near` times its own size; `reachesEnd` tells whether a plan leans on it. The bound is computed without it.
 */
export function withEnds(program: Program, near?: number): Program {
  if (program.units.every(({ domain }) => Number.isFinite(highest(domain)))) return program;
  const ends = endsOf(program, near);
  const units = program.units.map((unit, i) =>
    Number.isFinite(highest(unit.domain)) ? unit : { ...unit, domain: clip(unit.domain, 0, ends[i]!) },
  );
  return { ...program, units };
}

export function reachesEnd(program: Program, spends: Float64Array, near?: number): boolean {
  const ends = endsOf(program, near);
  return program.units.some(
    ({ domain }, i) => !Number.isFinite(highest(domain)) && spends[i]! > ends[i]! / 2,
  );
}

function endsOf(program: Program, near?: number): Float64Array {
  const sizes = sizesOf(program);
  if (near !== undefined) return sizes.map((size) => near * size);
  let mentioned = sizes.reduce((sum, size) => sum + size, 0);
  for (const row of program.rows) if (row.spend.some((s) => s !== 0)) mentioned += Math.abs(row.bound);
  return sizes.fill(FARTHEST * mentioned);
}

/** Of each unit its current spend, or where its curve has lost most of its slope, whichever is more. */
function sizesOf({ units }: Program): Float64Array {
  const spent = units.reduce((sum, { current }) => sum + current, 0) / units.length;
  return Float64Array.from(units, ({ current, domain, response }) => {
    const usual = current || spent || 1;
    const flat = response.spendAtSlope((0.1 * response.value(usual)) / usual);
    const corner = response.corners?.at(-1)?.[0] ?? 0;
    return Math.max(lowest(domain), usual, corner, Number.isFinite(flat) ? flat : 0);
  });
}
