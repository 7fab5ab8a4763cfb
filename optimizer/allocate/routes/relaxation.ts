import { javascriptLpSolver } from '../../linear-program/javascript-lp-solver.ts';
import { bestResponse, netValue, type Prices } from '../best-response.ts';
import { contains, pointDomain } from '../domain.ts';
import { type Envelope, envelopeOf } from '../envelope.ts';
import { lagrangian, unitPrices } from '../lagrangian.ts';
import { leastValue, type Program, type ProgramUnit } from '../program.ts';
import { solveByInteriorPoint } from './interior-point.ts';
import { solveByLinearPrograms } from './linear-programming.ts';
import { MOST_UNITS_FOR_TABLEAU, type RouteAnswer, type RouteOptions } from './route.ts';
import { budgetRow, EXACT, fillToBudget, ROUGH } from './water-filling.ts';

/** What the concave envelopes say of a program: a plan that may stand in gaps, prices, and a valid bound. */
export interface Relaxation {
  readonly spends: Float64Array;
  readonly prices: Float64Array;
  readonly bound: number;
  readonly envelopes: readonly Envelope[];
}

/** Is there nothing but one budget that ties the units together? */
export function hasOnlyBudget(program: Program): boolean {
  if (program.rows.length === 0) return true;
  return (
    program.rows.length === 1 && budgetRow(program) === 0 && program.rows[0]!.spend.every((s) => s === 1)
  );
}

/**
 * 'WORTHLESS': no plan of the program, if there is any, is worth what `options` ask for. Null when the method did not
 * arrive, which for an infeasible program it cannot.
 */
export function relax(
  asked: Program,
  options: RouteOptions,
  guess?: Float64Array,
): Relaxation | 'WORTHLESS' | null {
  const program = settleMoves(asked);
  const envelopes = program.units.map(({ response, domain }) => envelopeOf(response, domain));
  if (hasOnlyBudget(program)) {
    const row = program.rows[0];
    const { price, spends } = fillToBudget(program, row, EXACT);
    const total = spends.reduce((sum, x) => sum + x, 0);
    const isMet =
      !row || (total <= row.bound * (1 + 1e-9) && (!row.equality || total >= row.bound * (1 - 1e-9)));
    if (!isMet) return null;
    const prices = Float64Array.from(program.rows, () => price);
    return { spends, prices, bound: lagrangian(program, prices).bound, envelopes };
  }
  const start = guess ?? fillToBudget(program, program.rows[budgetRow(program)], ROUGH).spends;
  const smooth = solveByInteriorPoint(program, envelopes, start, options);
  if (smooth.status !== 'PLAN' && smooth.prices && isWorthless(program, smooth.prices, options)) {
    return 'WORTHLESS';
  }
  const answer = smooth.status === 'PLAN' ? smooth : relaxByPieces(program, start, options);
  if (answer?.status !== 'PLAN') return null;
  const prices = sharpenChangePrice(program, answer.prices);
  const bound =
    prices === answer.prices ? answer.bound : Math.min(answer.bound, lagrangian(program, prices).bound);
  return { spends: answer.spends, prices, bound, envelopes };
}

/** On infeasible rows prices grow without end towards where the Lagrangian falls below whatever a plan could be worth. */
function isWorthless(program: Program, prices: Float64Array, { worthMoreThan }: RouteOptions): boolean {
  const floor = Math.max(leastValue(program), worthMoreThan ?? Number.NEGATIVE_INFINITY);
  return [1, 1e2, 1e4].some((stretch) => {
    const { bound } = lagrangian(
      program,
      prices.map((price) => stretch * price),
    );
    return bound < floor - 1e-9 * (Math.abs(bound) + Math.abs(floor));
  });
}

/**
 * Where as many units must move as may, the others stay. Left to the rows they would be squeezed onto their current
 * spends, which leaves the interior-point method no interior.
 */
function settleMoves(program: Program): Program {
  const k = program.rows.findIndex((row) => row.changed !== 0);
  const row = program.rows[k];
  if (!row) return program;
  const mayStay = (unit: ProgramUnit) => !unit.countsAsChanged && contains(unit.domain, unit.current);
  const mustMove = program.units.filter((unit) => !mayStay(unit)).length;
  if (Math.floor(row.bound / row.changed) !== mustMove) return program;
  const units = program.units.map((unit) =>
    mayStay(unit) ? { ...unit, domain: pointDomain(unit.current) } : unit,
  );
  // The row holds by itself now; room keeps it from being an equation.
  const rows = program.rows.map((other) =>
    other === row ? { ...row, bound: row.bound + row.changed } : other,
  );
  return { ...program, units, rows };
}

/** Linear programs over the hulls of the curves' points: slower, and sturdier. They cannot count changes. */
function relaxByPieces(program: Program, guess: Float64Array, options: RouteOptions): RouteAnswer | null {
  if (program.units.length > MOST_UNITS_FOR_TABLEAU || program.rows.some((row) => row.changed !== 0))
    return null;
  return solveByLinearPrograms(program, guess, javascriptLpSolver, { ...options, maxRounds: 12 });
}

/**
 * With the other prices given, the best price of "one more unit may move" is known: what the first unit that must
 * stay would gain by moving. The hull of [x ≠ c] that the relaxation uses is far weaker than this.
 */
function sharpenChangePrice(program: Program, prices: Float64Array): Float64Array {
  const k = program.rows.findIndex((row) => row.changed !== 0);
  if (k === -1) return prices;
  const sharpened = prices.slice();
  sharpened[k] = 0;
  const perUnit = unitPrices(program, sharpened);
  const gains: number[] = [];
  let allowed = program.rows[k]!.bound / program.rows[k]!.changed;
  program.units.forEach((unit, i) => {
    if (unit.countsAsChanged || !contains(unit.domain, unit.current)) {
      allowed -= 1;
      return;
    }
    const own: Prices = {
      outcome: perUnit.outcome[i]!,
      spend: perUnit.spend[i]!,
      moved: perUnit.moved,
      changed: 0,
    };
    gains.push(bestResponse(unit, own).value - netValue(unit, own, unit.current));
  });
  gains.sort((a, b) => b - a);
  sharpened[k] = Math.max(0, gains[Math.max(0, Math.floor(allowed))] ?? 0) / program.rows[k]!.changed;
  return sharpened;
}
