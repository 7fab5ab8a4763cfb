import type { LinearProgramLibrary } from '../../linear-program/linear-program.ts';
import { highest, lowest } from '../domain.ts';
import { lagrangian } from '../lagrangian.ts';
import { objectiveValue, type Program, type ProgramUnit } from '../program.ts';
import { buildLinearProgram, type Point } from './hull-program.ts';
import type { RouteAnswer, RouteOptions } from './route.ts';

/** Points that a unit keeps at the most; the farthest from the solution go first. */
const MOST_POINTS = 16;

/**
 * The route the project is named for. Every curve is replaced by the upper hull of some of its points, a linear
 * program picks pieces of the hulls, and its prices tell each unit's best response on the true curve: the next point.
 * The prices also give the Lagrangian bound, so the rounds end when the bound and the plan meet.
 *
 * Chords lie below a concave curve, so what satisfies a row on chords satisfies it on the curve. For curves that are
 * not concave the hull is their concave envelope: the bound holds, and the plan may stand in a gap that branching closes.
 */
export function solveByLinearPrograms(
  program: Program,
  firstGuess: Float64Array,
  library: LinearProgramLibrary,
  options: RouteOptions,
): RouteAnswer {
  const hasKinks = program.rows.some((row) => row.moved !== 0);
  const kinkOf = (unit: ProgramUnit) => (hasKinks ? unit.current : null);
  const guess = firstGuess.map((x, i) => inside(program.units[i]!, x));
  const hulls = program.units.map((unit, i) => initialPoints(unit, guess[i]!, kinkOf(unit)));
  let bound = Number.POSITIVE_INFINITY;
  let prices: Float64Array = new Float64Array(program.rows.length);
  let spends: Float64Array | null = null;
  let lastPrices: Float64Array | null = null;
  let linearPrograms = 0;
  while (linearPrograms < options.maxRounds) {
    const built = buildLinearProgram(program, hulls, spends ?? guess);
    const solution = library.maximize(built.program);
    linearPrograms += 1;
    if (solution.status !== 'OPTIMAL') {
      const status = solution.status === 'INFEASIBLE' ? 'INFEASIBLE' : 'FAILED';
      return spends
        ? { status: 'PLAN', spends, prices, bound, rounds: linearPrograms }
        : { status, rounds: linearPrograms };
    }
    spends = built.spendsOf(solution.values);
    const roundPrices = built.pricesOf(solution.prices);
    // Prices of successive rounds lie on both sides of the right ones: halfway is asked as well.
    const halfway = lastPrices?.map((price, k) => (price + roundPrices[k]!) / 2);
    lastPrices = roundPrices;
    const duals = [roundPrices, ...(halfway ? [halfway] : [])].map((asked) => {
      const dual = lagrangian(program, asked);
      if (dual.bound < bound) {
        bound = dual.bound;
        prices = asked;
      }
      return dual;
    });
    const value = objectiveValue(program, spends);
    if (bound - value <= options.relativeGap * Math.max(Math.abs(bound), Math.abs(value))) break;
    if (performance.now() > options.deadline) break;
    let added = 0;
    for (let i = 0; i < hulls.length; i++) {
      const unit = program.units[i]!;
      for (const dual of duals) added += refine(hulls[i]!, unit, dual.spends[i]!, spends[i]!, kinkOf(unit));
    }
    if (added === 0) break;
  }
  return spends
    ? { status: 'PLAN', spends, prices, bound, rounds: linearPrograms }
    : { status: 'FAILED', rounds: linearPrograms };
}

const inside = ({ domain }: ProgramUnit, x: number): number =>
  Math.min(highest(domain), Math.max(lowest(domain), x));

function initialPoints(unit: ProgramUnit, guess: number, kink: number | null): Point[] {
  const low = lowest(unit.domain);
  const high = highest(unit.domain);
  const spends = new Set([low, high]);
  for (const [a, b] of unit.domain.intervals) spends.add(a).add(b);
  const isInside = (x: number) => x > low && x < high;
  const { inflection, corners } = unit.response;
  const near = [guess, guess + (high - guess) / 8, guess - (guess - low) / 8];
  const spread = [0.25, 0.5, 0.75].map((share) => low + share * (high - low));
  for (const x of [unit.current, ...near, ...spread, inflection]) {
    if (isInside(x)) spends.add(x);
  }
  for (const [x] of corners ?? []) if (isInside(x)) spends.add(x);
  return hullOf(
    Array.from(spends, (x): Point => [x, unit.response.value(x)]),
    kink,
  );
}

/**
 * The upper hull of the points. Where limits on moves put a kink at the current spend, the hull is taken on both
 * sides of it, so that no piece crosses the kink.
 */
function hullOf(points: readonly Point[], kink: number | null): Point[] {
  const sorted = [...points].sort((p, q) => p[0] - q[0]);
  if (kink === null || !sorted.some(([x]) => x === kink)) return upperHull(sorted);
  const left = upperHull(sorted.filter(([x]) => x <= kink));
  return [...left, ...upperHull(sorted.filter(([x]) => x >= kink)).slice(1)];
}

function upperHull(sorted: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const point of sorted) {
    while (hull.length >= 2 && !turnsRight(hull[hull.length - 2]!, hull[hull.length - 1]!, point)) hull.pop();
    if (hull.length === 0 || point[0] > hull[hull.length - 1]![0]) hull.push(point);
  }
  return hull;
}

const turnsRight = (a: Point, b: Point, c: Point) =>
  (b[1] - a[1]) * (c[0] - b[0]) > (c[1] - b[1]) * (b[0] - a[0]);

/** Adds the best response and its neighbourhood; returns how many points are new. */
function refine(
  points: Point[],
  unit: ProgramUnit,
  response: number,
  planned: number,
  kink: number | null,
): number {
  const before = new Set(points.map(([x]) => x));
  const candidates = new Set<number>();
  const width = highest(unit.domain) - lowest(unit.domain);
  const add = (x: number) => {
    if (points.every((point) => Math.abs(point[0] - x) > 1e-12 * width)) candidates.add(x);
  };
  const next = points.findIndex(([x]) => x >= response);
  const from = points[Math.max(0, next - 1)]![0];
  const to = points[next === -1 ? points.length - 1 : next]![0];
  if (response > from && response < to && unit.domain.intervals.length === 1) {
    add(response - 0.15 * (response - from));
    add(response + 0.15 * (to - response));
  }
  if (Number.isFinite(response)) add(response);
  if (unit.domain.intervals.some(([a, b]) => planned > a && planned < b)) add(planned);
  const added = Array.from(candidates, (x): Point => [x, unit.response.value(x)]);
  const merged = hullOf([...points, ...added], kink);
  while (merged.length > MOST_POINTS) merged.splice(farthest(merged, response, unit.current), 1);
  points.splice(0, points.length, ...merged);
  return merged.filter(([x]) => !before.has(x)).length;
}

function farthest(points: readonly Point[], from: number, current: number): number {
  let worst = 1;
  for (let j = 1; j < points.length - 1; j++) {
    const x = points[j]![0];
    if (x !== current && Math.abs(x - from) > Math.abs(points[worst]![0] - from)) worst = j;
  }
  return worst;
}
