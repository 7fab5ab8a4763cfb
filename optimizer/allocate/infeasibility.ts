import { responseOf } from '../curve/response.ts';
import type { AllocationProblem } from '../problem/problem.ts';
import type { ClashingConstraint, Infeasibility } from '../problem/result.ts';
import { moneyText } from './compile-rows.ts';
import { clip, highest, isFixed, lowest } from './domain.ts';
import { lagrangian, unitPrices } from './lagrangian.ts';
import type { Program, ProgramUnit, Row } from './program.ts';
import type { RouteAnswer } from './routes/route.ts';

/** Solves a program by whatever route fits it. */
export type SolveProgram = (program: Program) => RouteAnswer;

/**
 * Finds out whether the rows can hold together, and if not, which of them clash.
 *
 * Every row gets a slack of its own that may be bought at the price of one per unit; the least sum of slacks is the
 * least relaxation that would do. Its prices λ ∈ [0, 1] are a certificate: the Lagrangian of the elastic program is
 * below zero, which no feasible plan would allow. Rows are then dropped one by one as long as the rest still clash,
 * so that what remains is irreducible.
 *
 * @returns null when the rows can be met within `tolerance` of their scale.
 */
export function findInfeasibility(
  problem: AllocationProblem,
  program: Program,
  solve: SolveProgram,
  tolerance = 1e-9,
): Infeasibility | null {
  const limited = withFiniteDomains(program);
  const whole = leastRelaxation(limited, limited.rows, solve, tolerance);
  if (!whole) return null;
  const relax = (rows: readonly Row[]) => leastRelaxation(limited, rows, solve, tolerance);
  const priced = limited.rows.filter((_, k) => Math.abs(whole.prices[k]!) > 1e-9);
  const supported = relax(priced) ?? whole;
  const sets = [supported, irreducible(supported, relax), irreducible(supported, relax, 'BACKWARD')];
  const described = sets.map((clash) => describeClash(problem, limited, clash));
  const smallest = described.reduce((best, clash) =>
    clash.constraints.length < best.constraints.length ? clash : best,
  );
  const money = moneyText(problem.currency);
  const list = smallest.constraints.map(({ description }) => description).join('; ');
  const needsMore = whole.amount > smallest.amount * (1 + 1e-9);
  const least = needsMore ? ` All limits together need a relaxation of ${money(whole.amount)}.` : '';
  return {
    ...smallest,
    message: `These cannot hold together, they clash by ${money(smallest.amount)}: ${list}.${least}`,
  };
}

/**
 * Whether no plan at all can meet the rows: the least relaxation is proven to be above zero. Several ways to solve are
 * asked in turn, as long as none brings a proof.
 */
export function isProvenInfeasible(
  program: Program,
  ways: readonly SolveProgram[],
  tolerance = 1e-9,
): boolean {
  const limited = withFiniteDomains(program);
  return ways.some((solve) => leastRelaxation(limited, limited.rows, solve, tolerance) !== null);
}

/** Drops rows one by one as long as the rest still clash. Which rows survive may depend on where one begins. */
function irreducible(
  clash: Relaxation,
  relax: (rows: readonly Row[]) => Relaxation | null,
  order: 'FORWARD' | 'BACKWARD' = 'FORWARD',
): Relaxation {
  let smallest = clash;
  for (const row of order === 'FORWARD' ? clash.rows : clash.rows.toReversed()) {
    if (smallest.rows.length === 1) break;
    smallest = relax(smallest.rows.filter((other) => other !== row)) ?? smallest;
  }
  return smallest;
}

/** Units without an upper limit get one that no least relaxation reaches. */
function withFiniteDomains(program: Program): Program {
  const size = program.rows.reduce((sum, row) => sum + Math.abs(row.bound), 0);
  const spent = program.units.reduce((sum, { domain, current }) => sum + lowest(domain) + current, 0);
  const cap = 4 * (size + spent);
  const units = program.units.map((unit) =>
    Number.isFinite(highest(unit.domain)) ? unit : { ...unit, domain: clip(unit.domain, 0, cap) },
  );
  return { ...program, units };
}

interface Relaxation {
  readonly rows: readonly Row[];
  /** The least sum of slacks with which the rows can be met. */
  readonly amount: number;
  readonly prices: Float64Array;
}

function leastRelaxation(
  program: Program,
  rows: readonly Row[],
  solve: SolveProgram,
  tolerance: number,
): Relaxation | null {
  const answer = solve(elasticProgram(program, rows));
  if (answer.status !== 'PLAN') return null;
  const prices = answer.prices.slice(0, rows.length);
  const feasibility = { ...program, rows, objective: noObjective(program) };
  const { bound } = lagrangian(feasibility, prices);
  const scale = rows.reduce((sum, row) => sum + Math.abs(row.bound), 0) + largestSpend(program);
  return bound < -tolerance * scale ? { rows, amount: -bound, prices } : null;
}

const noObjective = (program: Program) => ({
  spend: new Float64Array(program.units.length),
  outcome: new Float64Array(program.units.length),
});

const largestSpend = (program: Program) =>
  program.units.reduce(
    (sum, unit) => sum + lowest(unit.domain) + (isFixed(unit.domain) ? 0 : unit.current),
    0,
  );

/** The program whose units are joined by one slack for every row and direction; it minimises the slacks. */
function elasticProgram(program: Program, rows: readonly Row[]): Program {
  const units: ProgramUnit[] = [...program.units];
  const elastic = rows.map((row): Row => {
    const slacks: { index: number; sign: number }[] = [];
    const addSlack = (sign: number) => {
      slacks.push({ index: units.length, sign });
      units.push(slackUnit(row, program));
    };
    addSlack(-1);
    if (row.equality) addSlack(1);
    return {
      ...row,
      units: Int32Array.from([...row.units, ...slacks.map(({ index }) => index)]),
      spend: Float64Array.from([...row.spend, ...slacks.map(({ sign }) => sign)]),
      outcome: Float64Array.from([...row.outcome, ...slacks.map(() => 0)]),
      // A slack is no unit whose moves count.
      moved: row.moved,
      changed: row.changed,
    };
  });
  const spend = new Float64Array(units.length);
  spend.fill(-1, program.units.length);
  return { units, rows: elastic, objective: { spend, outcome: new Float64Array(units.length) } };
}

function slackUnit(row: Row, program: Program): ProgramUnit {
  let largest = Math.abs(row.bound);
  for (let j = 0; j < row.units.length; j++) {
    const { domain, response } = program.units[row.units[j]!]!;
    const high = highest(domain);
    largest +=
      Math.abs(row.spend[j]!) * high + Math.abs(row.outcome[j]! * response.value(high)) + row.moved * high;
  }
  return {
    id: '',
    isSlack: true,
    current: 0,
    response: NO_RESPONSE,
    domain: { intervals: [[0, largest]], step: null },
  };
}

const NO_RESPONSE = responseOf({ family: 'POWER', scale: 0, exponent: 1 });

/**
 * The rows, and the unit limits that the certificate leans on: lower ones where a unit takes room, upper ones where it
 * gives some. Lower limits that matter least are left out as long as the rest still clash.
 */
function describeClash(
  problem: AllocationProblem,
  program: Program,
  { rows, prices }: Relaxation,
): { constraints: ClashingConstraint[]; amount: number } {
  const feasibility = { ...program, rows, objective: noObjective(program) };
  const perUnit = unitPrices(feasibility, prices);
  let amount = -lagrangian(feasibility, prices).bound;
  const money = moneyText(problem.currency);
  const constraints = rows.map(describeRow);
  const lowerLimits: { limit: ClashingConstraint; weight: number }[] = [];
  problem.units.forEach((unit, i) => {
    const { domain } = program.units[i]!;
    // A price that is a rounding error leans on nothing.
    const price = Math.abs(perUnit.spend[i]!) > 1e-9 ? perUnit.spend[i]! : 0;
    const usesOutcome = Math.abs(perUnit.outcome[i]!) > 1e-12;
    const low = lowest(domain);
    const high = highest(domain);
    if (unit.locked && (price !== 0 || usesOutcome)) {
      const limit = {
        kind: 'LOCKED',
        id: unit.id,
        description: `${unit.id} is locked at ${money(unit.current)}`,
        limit: { code: 'LOCKED', kind: 'MONEY', value: unit.current },
      } as const;
      if (price > 0 && !usesOutcome) lowerLimits.push({ limit, weight: price * low });
      else constraints.push(limit);
    } else if (price > 0 && low > 0 && !usesOutcome) {
      const description = `${unit.id} must spend at least ${money(low)}`;
      lowerLimits.push({
        limit: {
          kind: 'UNIT_MIN',
          id: unit.id,
          description,
          limit: { code: 'UNIT_MIN', kind: 'MONEY', value: low },
        },
        weight: price * low,
      });
    } else if (price < 0) {
      constraints.push({
        kind: 'UNIT_MAX',
        id: unit.id,
        description: `${unit.id} may spend at most ${money(high)}`,
        limit: { code: 'UNIT_MAX', kind: 'MONEY', value: high },
      });
    }
  });
  lowerLimits.sort((a, b) => a.weight - b.weight);
  for (const { limit, weight } of lowerLimits) {
    if (weight < amount * (1 - 1e-12)) amount -= weight;
    else constraints.push(limit);
  }
  return { constraints, amount };
}

export const describeRow = (row: Row): ClashingConstraint => ({
  kind: row.kind,
  ...(row.group === undefined ? {} : { id: row.group }),
  description: row.description,
  ...(row.limit && { limit: row.limit }),
});
