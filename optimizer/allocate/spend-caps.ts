import type { Response } from '../curve/response.ts';
import { clip, highest, lowest, nextAllowed } from './domain.ts';
import type { Program, ProgramUnit, Row } from './program.ts';

/**
 * Narrows every unit's domain to what the rows leave possible, so that the engines meet finite intervals. Only spends
 * that no feasible plan, or no optimal one, has are cut off. What is still without an end is unbounded.
 * `isProfitFinal` says that the objective's coefficients will stay as they are.
 */
export function capSpends(program: Program, isProfitFinal = true): Program {
  const caps = new Float64Array(program.units.length).fill(Number.POSITIVE_INFINITY);
  const lower = (row: Row, j: number) => lowest(program.units[row.units[j]!]!.domain);
  for (const row of program.rows) {
    if (row.moved !== 0) capByMoves(program, row, caps);
    if (row.outcome.some((o) => o !== 0) || row.moved !== 0 || row.changed !== 0) continue;
    if (row.spend.some((s) => s < 0)) continue;
    // Σ s·x ≤ b with s ≥ 0: what the others must at least spend is not there for this unit.
    let floor = 0;
    for (let j = 0; j < row.units.length; j++) floor += row.spend[j]! * lower(row, j);
    for (let j = 0; j < row.units.length; j++) {
      const i = row.units[j]!;
      if (row.spend[j]! <= 0) continue;
      const own = row.spend[j]! * lower(row, j);
      caps[i] = Math.min(caps[i]!, (row.bound - (floor - own)) / row.spend[j]!);
    }
  }
  capByEfficiency(program, caps);
  if (isProfitFinal) capByProfit(program, caps);
  const units = program.units.map((unit, i): ProgramUnit => {
    const cap = caps[i]!;
    if (!(cap < highest(unit.domain))) return unit;
    // A cap below the lowest spend is a clash of rows, which the engines find and explain.
    const domain = clip(unit.domain, 0, Math.max(cap, lowest(unit.domain)));
    return { ...unit, domain };
  });
  return { ...program, units };
}

function capByMoves(program: Program, row: Row, caps: Float64Array): void {
  for (const i of row.units) {
    caps[i] = Math.min(caps[i]!, program.units[i]!.current + row.bound / row.moved);
  }
}

/**
 * Under Σ s·x − Σ t·y(x) ≤ b, a unit's own deficit s·x − t·y(x) can at most be what all the others together can earn
 * in surplus.
 */
function capByEfficiency(program: Program, caps: Float64Array): void {
  for (const row of program.rows) {
    if (row.moved !== 0 || row.changed !== 0 || !row.spend.every((s) => s > 0)) continue;
    if (!row.outcome.some((o) => o < 0)) continue;
    const surplus = Array.from(row.units, (i, j) =>
      largestSurplus(program.units[i]!, row.spend[j]!, -row.outcome[j]!),
    );
    const total = surplus.reduce((sum, s) => sum + s, 0);
    if (!Number.isFinite(total)) continue;
    for (let j = 0; j < row.units.length; j++) {
      const i = row.units[j]!;
      if (Number.isFinite(caps[i]!) || Number.isFinite(highest(program.units[i]!.domain))) continue;
      const room = row.bound + total - surplus[j]!;
      const { response, domain } = program.units[i]!;
      const deficit = (x: number) => row.spend[j]! * x + row.outcome[j]! * response.value(x);
      // Beyond the peak of its surplus the deficit only grows.
      caps[i] = firstBeyond(
        deficit,
        room,
        Math.max(lowest(domain), peak(response, row.spend[j]! / -row.outcome[j]!), 1e-9),
      );
    }
  }
}

/** An upper bound of t·y(x) − s·x over the unit's domain. */
function largestSurplus(unit: ProgramUnit, s: number, t: number): number {
  const { response, domain } = unit;
  const low = lowest(domain);
  const high = highest(domain);
  if (t === 0) return -s * low;
  const candidates = [low, Math.min(high, Math.max(low, peak(response, s / t)))];
  if (Number.isFinite(high)) candidates.push(high);
  for (const [x] of response.corners ?? []) if (x > low && x < high) candidates.push(x);
  // A minimum-if-on leaves gaps; the surplus over the whole interval is still an upper bound.
  return Math.max(
    ...candidates.map((x) => (Number.isFinite(x) ? t * response.value(x) - s * x : Number.POSITIVE_INFINITY)),
  );
}

const peak = (response: Response, price: number): number =>
  response.corners ? (response.corners.at(-1)?.[0] ?? 0) : response.spendAtSlope(price);

function firstBeyond(f: (x: number) => number, target: number, start: number): number {
  let x = start;
  for (let doubling = 0; doubling < 2000 && Number.isFinite(x); doubling++) {
    if (f(x) > target) return x;
    x *= 2;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Where spend itself costs in the objective and no row asks for more of it, of its outcome or for staying, no optimal
 * plan goes beyond the first allowed spend at or above the one at which the unit's own net return peaks.
 */
function capByProfit(program: Program, caps: Float64Array): void {
  const asksForMore = program.rows.some(
    (row) =>
      row.equality ||
      row.moved !== 0 ||
      row.changed !== 0 ||
      row.spend.some((s) => s < 0) ||
      row.outcome.some((o) => o < 0),
  );
  if (asksForMore) return;
  program.units.forEach((unit, i) => {
    const cost = -program.objective.spend[i]!;
    const gain = program.objective.outcome[i]!;
    if (!(cost > 0)) return;
    const best = gain > 0 ? peak(unit.response, cost / gain) : 0;
    caps[i] = Math.min(caps[i]!, nextAllowed(unit.domain, best));
  });
}
