import type { Response } from '../curve/response.ts';
import { isSteady, type PlanProgram, type PlanRow, type PlanUnit } from './plan-program.ts';

const PASSES = 2;

/**
 * Narrows the limits of every spend to what the rows leave possible and what an optimal plan may need. Rows that fix
 * spends so fix them here, exactly, and the engine meets room on every side of what is left.
 */
export function tighten(program: PlanProgram): PlanProgram {
  const units = program.units.map((unit) => ({ ...unit, low: unit.low.slice(), high: unit.high.slice() }));
  capByProfit(program, units);
  for (let pass = 0; pass < PASSES; pass++) {
    for (const row of program.rows) {
      if (row.outcome.some((o) => o !== 0)) continue;
      capByRow(row, units, 1, row.bound);
      if (row.equality) capByRow(row, units, -1, -row.bound);
    }
    for (const unit of units) if (isSteady(unit)) narrowToOne(unit);
  }
  return { ...program, units };
}

/** What no period of a steady unit can have, none of them can. */
function narrowToOne({ low, high }: PlanUnit): void {
  low.fill(low.reduce((most, x) => Math.max(most, x)));
  high.fill(
    Math.max(
      low[0]!,
      high.reduce((least, x) => Math.min(least, x)),
    ),
  );
}

/** Σ sign·s·x ≤ bound: what the others take at least is not there for this spend. */
function capByRow(row: PlanRow, units: readonly PlanUnit[], sign: number, bound: number): void {
  let least = 0;
  const leastOf = (s: number, { low, high }: PlanUnit, t: number) => (s > 0 ? s * low[t]! : s * high[t]!);
  units.forEach((unit, i) => {
    const s = sign * row.spend[i]!;
    if (s !== 0) for (const t of row.periods) least += leastOf(s, unit, t);
  });
  if (!Number.isFinite(least)) return;
  const rounding = 1e-14 * (Math.abs(bound) + Math.abs(least));
  units.forEach((unit, i) => {
    const s = sign * row.spend[i]!;
    if (s === 0) return;
    for (const t of row.periods) {
      // A limit beyond the opposite one is a clash of rows, which is found and explained elsewhere.
      const limit = (bound - least + leastOf(s, unit, t) + rounding) / s;
      if (s > 0) unit.high[t] = Math.min(unit.high[t]!, Math.max(limit, unit.low[t]!));
      else unit.low[t] = Math.max(unit.low[t]!, Math.min(limit, unit.high[t]!));
    }
  });
}

/**
 * Where spend itself costs and no row asks for more of it or of its outcome, money beyond the point at which all that
 * it can bring, now and later, is less than itself is never well spent. Other spends only lower what it brings.
 */
function capByProfit({ rows, objective, periods }: PlanProgram, units: readonly PlanUnit[]): void {
  const asksForMore = rows.some(
    (row) => row.equality || row.spend.some((s) => s < 0) || row.outcome.some((o) => o < 0),
  );
  if (asksForMore) return;
  units.forEach((unit, i) => {
    const cost = -objective.spend[i]!;
    if (!(cost > 0) || unit.keep !== null) return;
    for (let t = 0; t < periods; t++) {
      if (Number.isFinite(unit.high[t]!)) continue;
      const cap = firstUnder(cost, (x) => objective.outcome[i]! * mostAtMargin(unit, t, x));
      unit.high[t] = Math.max(unit.low[t]!, cap);
    }
  });
}

/** The most that one more unit of money in period t can bring when x is spent there, whatever else is. */
function mostAtMargin({ effect, season, carryOver, response }: PlanUnit, t: number, x: number): number {
  let stock = effect[t]! * x;
  let share = effect[t]!;
  let most = 0;
  for (let later = t; later < effect.length && share > 0; later++) {
    if (season[later]! > 0) most += share * season[later]! * steepestBeyond(response, stock);
    stock *= carryOver;
    share *= carryOver;
  }
  return most;
}

function steepestBeyond({ corners, inflection, slope }: Response, x: number): number {
  if (!corners) return slope(Math.max(x, inflection));
  const slopes = corners.slice(1).flatMap(([x1, y1], k) => {
    const [x0, y0] = corners[k]!;
    return x1 > x ? [(y1 - y0) / (x1 - x0)] : [];
  });
  return Math.max(0, ...slopes);
}

function firstUnder(price: number, marginal: (x: number) => number): number {
  let high = 1;
  while (marginal(high) > price) {
    high *= 2;
    if (high > 1e300) return Number.POSITIVE_INFINITY;
  }
  let low = 0;
  while (high - low > 1e-3 * high && high > 1e-300) {
    const middle = (low + high) / 2;
    if (marginal(middle) > price) low = middle;
    else high = middle;
  }
  return high;
}

export const hasEnds = ({ units }: PlanProgram): boolean =>
  units.every(({ high }) => high.every(Number.isFinite));

/** Spends without an upper limit get one: so many times what the units spend today. */
export function withEnds(program: PlanProgram, current: readonly number[], times: number): PlanProgram {
  if (hasEnds(program)) return program;
  const mean = current.reduce((sum, x) => sum + x, 0) / current.length;
  const units = program.units.map((unit, i) => {
    const size =
      Math.max(
        current[i]!,
        mean,
        unit.low.reduce((most, x) => Math.max(most, x), 0),
      ) || 1;
    return { ...unit, high: unit.high.map((high) => (Number.isFinite(high) ? high : times * size)) };
  });
  return { ...program, units };
}

/** @returns whether a spend without an upper limit stands near the end that it was given. */
export function reachesEnd(program: PlanProgram, finite: PlanProgram, plan: ArrayLike<number>): boolean {
  return program.units.some(({ high }, i) =>
    high.some(
      (limit, t) => !Number.isFinite(limit) && plan[i * program.periods + t]! > finite.units[i]!.high[t]! / 2,
    ),
  );
}
