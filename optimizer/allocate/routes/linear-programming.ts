import type { LinearProgram, LinearProgramLibrary, LinearRow } from '../../linear-program/linear-program.ts';
import { highest, lowest } from '../domain.ts';
import { lagrangian } from '../lagrangian.ts';
import { objectiveValue, type Program, type ProgramUnit, type Row } from '../program.ts';
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
  const hulls = program.units.map((unit, i) => initialPoints(unit, firstGuess[i]!, kinkOf(unit)));
  let bound = Number.POSITIVE_INFINITY;
  let prices: Float64Array = new Float64Array(program.rows.length);
  let spends: Float64Array | null = null;
  let linearPrograms = 0;
  while (linearPrograms < options.maxRounds) {
    const built = buildLinearProgram(program, hulls);
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
    const dual = lagrangian(program, roundPrices);
    if (dual.bound < bound) {
      bound = dual.bound;
      prices = roundPrices;
    }
    const value = objectiveValue(program, spends);
    if (bound - value <= options.relativeGap * Math.max(Math.abs(bound), Math.abs(value))) break;
    if (performance.now() > options.deadline) break;
    let added = 0;
    for (let i = 0; i < hulls.length; i++) {
      const unit = program.units[i]!;
      added += refine(hulls[i]!, unit, dual.spends[i]!, spends[i]!, kinkOf(unit));
    }
    if (added === 0) break;
  }
  return spends
    ? { status: 'PLAN', spends, prices, bound, rounds: linearPrograms }
    : { status: 'FAILED', rounds: linearPrograms };
}

type Point = readonly [x: number, y: number];

function initialPoints(unit: ProgramUnit, guess: number, kink: number | null): Point[] {
  const low = lowest(unit.domain);
  const high = highest(unit.domain);
  const spends = new Set([low, high]);
  for (const [a, b] of unit.domain.intervals) spends.add(a).add(b);
  const inside = (x: number) => x > low && x < high;
  const { inflection, corners } = unit.response;
  for (const x of [unit.current, guess, guess + (high - guess) / 8, guess - (guess - low) / 8, inflection]) {
    if (inside(x)) spends.add(x);
  }
  for (const [x] of corners ?? []) if (inside(x)) spends.add(x);
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

interface BuiltProgram {
  readonly program: LinearProgram;
  spendsOf(values: Float64Array): Float64Array;
  pricesOf(scaled: Float64Array): Float64Array;
}

/**
 * Segment form: one variable per hull piece, the share of the piece that is used. Slopes fall from piece to piece, so
 * a maximum uses them in order. Everything is scaled: pieces to 1, rows to their largest coefficient, the objective to
 * its largest gain.
 */
function buildLinearProgram(program: Program, hulls: readonly Point[][]): BuiltProgram {
  const pieces: { unit: number; from: number; width: number; gain: number }[] = [];
  const firstPiece = new Int32Array(hulls.length + 1);
  hulls.forEach((points, unit) => {
    firstPiece[unit] = pieces.length;
    for (let j = 1; j < points.length; j++) {
      const [x0, y0] = points[j - 1]!;
      const [x1, y1] = points[j]!;
      pieces.push({ unit, from: x0, width: x1 - x0, gain: y1 - y0 });
    }
  });
  firstPiece[hulls.length] = pieces.length;

  const objective = Float64Array.from(
    pieces,
    ({ unit, width, gain }) =>
      program.objective.outcome[unit]! * gain + program.objective.spend[unit]! * width,
  );
  const objectiveScale = largestMagnitude(objective) || 1;
  const rowScales: number[] = [];
  const rows = program.rows.map((row) => {
    const { built, scale } = buildRow(program, row, hulls, pieces, firstPiece);
    rowScales.push(scale);
    return built;
  });
  return {
    program: {
      objective: objective.map((gain) => gain / objectiveScale),
      upper: new Float64Array(pieces.length).fill(1),
      rows,
    },
    spendsOf: (values) => {
      const spends = Float64Array.from(hulls, (points) => points[0]![0]);
      pieces.forEach(({ unit, width }, j) => {
        const used = Math.min(1, Math.max(0, values[j]!));
        spends[unit] = spends[unit]! + used * width;
      });
      // The last piece ends exactly at the highest spend.
      return spends.map((x, i) => Math.min(x, hulls[i]![hulls[i]!.length - 1]![0]));
    },
    pricesOf: (scaled) =>
      scaled.map((price, k) => {
        const unscaled = (price * objectiveScale) / rowScales[k]!;
        return program.rows[k]!.equality ? unscaled : Math.max(0, unscaled);
      }),
  };
}

function buildRow(
  program: Program,
  row: Row,
  hulls: readonly Point[][],
  pieces: readonly { unit: number; from: number; width: number; gain: number }[],
  firstPiece: Int32Array,
): { built: LinearRow; scale: number } {
  const variables: number[] = [];
  const coefficients: number[] = [];
  let atLowest = 0;
  row.units.forEach((unit, position) => {
    const [low, lowOutcome] = hulls[unit]![0]!;
    const { current, isSlack } = program.units[unit]!;
    const movedPrice = isSlack ? 0 : row.moved;
    atLowest +=
      row.spend[position]! * low + row.outcome[position]! * lowOutcome + movedPrice * Math.abs(low - current);
    for (let j = firstPiece[unit]!; j < firstPiece[unit + 1]!; j++) {
      const { from, width, gain } = pieces[j]!;
      const moved = movedPrice * (Math.abs(from + width - current) - Math.abs(from - current));
      const coefficient = row.spend[position]! * width + row.outcome[position]! * gain + moved;
      if (coefficient === 0) continue;
      variables.push(j);
      coefficients.push(coefficient);
    }
  });
  const scale = largestMagnitude(coefficients) || Math.abs(row.bound - atLowest) || 1;
  return {
    built: {
      variables: Int32Array.from(variables),
      coefficients: Float64Array.from(coefficients, (coefficient) => coefficient / scale),
      bound: (row.bound - atLowest) / scale,
      equality: row.equality,
    },
    scale,
  };
}

const largestMagnitude = (values: ArrayLike<number>): number => {
  let largest = 0;
  for (let j = 0; j < values.length; j++) largest = Math.max(largest, Math.abs(values[j]!));
  return largest;
};
