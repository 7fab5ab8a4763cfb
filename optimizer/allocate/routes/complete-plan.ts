import { bestResponse, type Prices } from '../best-response.ts';
import { type Domain, highest, type Interval, lowest, nearest, pointDomain } from '../domain.ts';
import { envelopeOf } from '../envelope.ts';
import { unitPrices } from '../lagrangian.ts';
import { objectiveValue, type Program, rowActivity, rowScale } from '../program.ts';
import { repair } from '../repair.ts';
import { solveByDualNewton, suitsDualNewton } from './dual-newton.ts';
import { fillGrid } from './grid.ts';
import { solveByInteriorPoint } from './interior-point.ts';
import { hasOnlyBudget } from './relaxation.ts';
import type { RouteOptions } from './route.ts';
import { budgetRow, EXACT, fillToBudget, ROUGH } from './water-filling.ts';

export interface Plan {
  readonly spends: Float64Array;
  readonly value: number;
  /** Prices at which the chosen regions' best plan was found. */
  readonly prices: Float64Array;
}

/**
 * Makes a true plan of a wish: every unit is held to a region around its wished spend on which its curve is concave
 * (a single point where it must choose), and the program is solved exactly on those regions. The prices found ask
 * every unit anew; as long as their best responses lead to better plans, those are followed.
 */
export function completePlan(program: Program, wish: Float64Array, options: RouteOptions): Plan | null {
  let best: Plan | null = null;
  let wished = wish;
  for (let round = 0; round < 6; round++) {
    const plan = solveOnRegions(program, wished, options);
    if (!plan || (best && plan.value <= best.value * (1 + Math.sign(best.value) * 1e-13))) break;
    best = plan;
    wished = responsesTo(program, plan.prices, plan.spends);
    if (performance.now() > options.deadline) break;
  }
  return best;
}

/** The spends as a plan, if they happen to be one. */
export function planAt(program: Program, spends: Float64Array): Plan | null {
  if (!isWithinRows(program, spends)) return null;
  return { spends, value: objectiveValue(program, spends), prices: new Float64Array(program.rows.length) };
}

function solveOnRegions(program: Program, wish: Float64Array, options: RouteOptions): Plan | null {
  const stays = stayingUnits(program, wish);
  const units = program.units.map((unit, i) => ({
    ...unit,
    domain: stays.has(i) ? pointDomain(unit.current) : regionAround(unit.response, unit.domain, wish[i]!),
  }));
  const restricted: Program = { ...program, units, rows: program.rows.filter((row) => row.changed === 0) };
  const solved = solveConcave(restricted, options);
  const gridded = fillGrid(program, solved ? repair(restricted, solved.spends) : wish);
  for (const spends of solved ? [repair(restricted, solved.spends), gridded] : [gridded]) {
    if (spends && isWithinRows(program, spends)) {
      return { spends, value: objectiveValue(program, spends), prices: pricesOf(program, solved?.prices) };
    }
  }
  return null;
}

/** Prices of the restricted program's rows, in the whole program's order; rows left out cost nothing. */
function pricesOf(program: Program, found: Float64Array | undefined): Float64Array {
  let next = 0;
  return Float64Array.from(program.rows, (row) => (row.changed === 0 ? (found?.[next++] ?? 0) : 0));
}

function solveConcave(
  program: Program,
  options: RouteOptions,
): { spends: Float64Array; prices: Float64Array } | null {
  if (hasOnlyBudget(program)) {
    const { price, spends } = fillToBudget(program, program.rows[0], EXACT);
    return { spends, prices: Float64Array.from(program.rows, () => price) };
  }
  const budget = budgetRow(program);
  const { price, spends: guess } = fillToBudget(program, program.rows[budget], ROUGH);
  if (suitsDualNewton(program)) {
    const prices = Float64Array.from(program.rows, (_, k) => (k === budget ? price : 0));
    const answer = solveByDualNewton(program, prices, options);
    if (answer.status !== 'FAILED') return answer.status === 'PLAN' ? answer : null;
  }
  const envelopes = program.units.map(({ response, domain }) => envelopeOf(response, domain));
  const answer = solveByInteriorPoint(program, envelopes, guess, options);
  return answer.status === 'PLAN' ? answer : null;
}

/** Where the number of changes is limited, the units that wish for the smallest ones stay. */
function stayingUnits(program: Program, wish: Float64Array): Set<number> {
  const row = program.rows.find(({ changed }) => changed !== 0);
  if (!row) return new Set();
  const distances = program.units
    .map((unit, i) => ({ i, distance: Math.abs(wish[i]! - unit.current) }))
    .filter(
      ({ i }) => nearest(program.units[i]!.domain, program.units[i]!.current) === program.units[i]!.current,
    )
    .sort((a, b) => b.distance - a.distance);
  const mustMove = program.units.length - distances.length;
  const allowed = Math.max(0, Math.floor(row.bound / row.changed) - mustMove);
  return new Set(distances.slice(allowed).map(({ i }) => i));
}

/** The largest part of the domain around x on which the response is concave. */
function regionAround(response: Program['units'][number]['response'], domain: Domain, x: number): Domain {
  if (domain.step !== null) return pointDomain(nearest(domain, x));
  const inside = nearest(domain, x);
  const interval = domain.intervals.find(([a, b]) => inside >= a && inside <= b) ?? domain.intervals[0]!;
  const [a, b] = interval;
  if (a === b) return pointDomain(a);
  if (response.corners) return { intervals: [concaveRun(response.corners, interval, inside)], step: null };
  const { inflection } = response;
  if (inflection <= a) return { intervals: [interval], step: null };
  if (inflection >= b) return pointDomain(inside - a < b - inside ? a : b);
  return inside - a < inflection - inside ? pointDomain(a) : { intervals: [[inflection, b]], step: null };
}

function concaveRun(corners: readonly (readonly [number, number])[], [a, b]: Interval, x: number): Interval {
  const slope = (k: number) => {
    const [x0, y0] = corners[k]!;
    const next = corners[k + 1];
    return next ? (next[1] - y0) / (next[0] - x0) : 0;
  };
  let first = Math.max(
    0,
    corners.findLastIndex(([corner]) => corner <= x),
  );
  let last = first;
  while (first > 0 && corners[first]![0] > a && slope(first - 1) >= slope(first)) first -= 1;
  while (last < corners.length - 1 && slope(last + 1) <= slope(last)) last += 1;
  const end = last === corners.length - 1 ? b : Math.min(b, corners[last + 1]![0]);
  return [Math.max(a, corners[first]![0]), end];
}

function responsesTo(program: Program, prices: Float64Array, near: Float64Array): Float64Array {
  const perUnit = unitPrices(program, prices);
  const own: Prices = { outcome: 0, spend: 0, moved: perUnit.moved, changed: 0 };
  const hasLimitedChanges = program.rows.some((row) => row.changed !== 0);
  const gains = new Float64Array(program.units.length);
  const responses = Float64Array.from(program.units, (unit, i) => {
    own.outcome = perUnit.outcome[i]!;
    own.spend = perUnit.spend[i]!;
    const best = bestResponse(unit, own);
    const atCurrent = own.outcome * unit.response.value(unit.current) - own.spend * unit.current;
    gains[i] = best.value - atCurrent;
    return Number.isFinite(best.spend) ? best.spend : near[i]!;
  });
  if (!hasLimitedChanges) return responses;
  // Whoever gains most by moving moves: distances stand for gains in `stayingUnits`.
  const row = program.rows.find(({ changed }) => changed !== 0)!;
  const ranked = Array.from(gains.keys()).sort((p, q) => gains[q]! - gains[p]!);
  const movers = new Set(ranked.slice(0, Math.floor(row.bound / row.changed)));
  return responses.map((x, i) => (movers.has(i) ? x : program.units[i]!.current));
}

const ROW_TOLERANCE = 1e-10;

export function isWithinRows(program: Program, spends: Float64Array): boolean {
  const inDomains = program.units.every(
    ({ domain }, i) =>
      spends[i]! >= lowest(domain) &&
      spends[i]! <= highest(domain) &&
      Math.abs(nearest(domain, spends[i]!) - spends[i]!) <= 1e-12 * Math.max(1e-300, Math.abs(spends[i]!)),
  );
  return (
    inDomains &&
    program.rows.every((row) => {
      const excess = rowActivity(program, row, spends) - row.bound;
      return (row.equality ? Math.abs(excess) : excess) <= ROW_TOLERANCE * rowScale(program, row, spends);
    })
  );
}
