import type { LinearProgram, LinearRow } from '../../linear-program/linear-program.ts';
import type { Program, Row } from '../program.ts';

export type Point = readonly [x: number, y: number];

export interface BuiltProgram {
  readonly program: LinearProgram;
  spendsOf(values: Float64Array): Float64Array;
  pricesOf(scaled: Float64Array): Float64Array;
}

/** A stretch of a hull, as seen from the origin: above it spend grows with its use, below it shrinks. */
interface Piece {
  readonly unit: number;
  /** Its end that is nearer to the origin. */
  readonly from: number;
  /** Signed change of spend and of outcome when it is used whole. */
  readonly width: number;
  readonly gain: number;
}

/** Below this share of its scale a row's room at the origin is a rounding error. */
const ROUNDING = 1e-9;

/**
 * The linear program over hulls in segment form: one variable per piece, the share of it that is used. Slopes fall from
 * piece to piece, so a maximum uses them in order. Everything is scaled: pieces to 1, rows to their largest
 * coefficient, the objective to its largest gain.
 *
 * Pieces are counted from an origin. Where that is a feasible plan, using none of them is feasible, and the simplex
 * method needs no first phase: a round starts where the one before ended.
 */
export function buildLinearProgram(
  program: Program,
  hulls: readonly (readonly Point[])[],
  origin: Float64Array,
): BuiltProgram {
  const pieces: Piece[] = [];
  const firstPiece = new Int32Array(hulls.length + 1);
  const outcomeAtOrigin = new Float64Array(hulls.length);
  hulls.forEach((points, unit) => {
    firstPiece[unit] = pieces.length;
    outcomeAtOrigin[unit] = addPieces(points, unit, origin[unit]!, pieces);
  });
  firstPiece[hulls.length] = pieces.length;

  const objective = Float64Array.from(
    pieces,
    ({ unit, width, gain }) =>
      program.objective.outcome[unit]! * gain + program.objective.spend[unit]! * width,
  );
  const objectiveScale = largestMagnitude(objective) || 1;
  const built = program.rows.map((row) =>
    buildRow(program, row, origin, outcomeAtOrigin, pieces, firstPiece),
  );
  return {
    program: {
      objective: objective.map((gain) => gain / objectiveScale),
      upper: new Float64Array(pieces.length).fill(1),
      rows: built.map(({ row }) => row),
    },
    spendsOf: (values) => {
      const spends = origin.slice();
      pieces.forEach(({ unit, width }, j) => {
        spends[unit] = spends[unit]! + Math.min(1, Math.max(0, values[j]!)) * width;
      });
      return spends.map((x, i) =>
        Math.min(hulls[i]![hulls[i]!.length - 1]![0], Math.max(hulls[i]![0]![0], x)),
      );
    },
    pricesOf: (scaled) =>
      scaled.map((price, k) => {
        const unscaled = (price * objectiveScale) / built[k]!.scale;
        return program.rows[k]!.equality ? unscaled : Math.max(0, unscaled);
      }),
  };
}

/** The hull's pieces on both sides of the origin, which may cut one; returns the hull's value there. */
function addPieces(points: readonly Point[], unit: number, origin: number, pieces: Piece[]): number {
  let value = points[0]![1];
  for (let j = 1; j < points.length; j++) {
    const [x0, y0] = points[j - 1]!;
    const [x1, y1] = points[j]!;
    const slope = (y1 - y0) / (x1 - x0);
    if (x1 <= origin) {
      value = y1;
      pieces.push({ unit, from: x1, width: x0 - x1, gain: y0 - y1 });
    } else if (x0 >= origin) {
      pieces.push({ unit, from: x0, width: x1 - x0, gain: y1 - y0 });
    } else {
      value = y0 + slope * (origin - x0);
      pieces.push({ unit, from: origin, width: x0 - origin, gain: y0 - value });
      pieces.push({ unit, from: origin, width: x1 - origin, gain: y1 - value });
    }
  }
  return value;
}

function buildRow(
  program: Program,
  row: Row,
  origin: Float64Array,
  outcomeAtOrigin: Float64Array,
  pieces: readonly Piece[],
  firstPiece: Int32Array,
): { row: LinearRow; scale: number } {
  const variables: number[] = [];
  const coefficients: number[] = [];
  let atOrigin = 0;
  row.units.forEach((unit, position) => {
    const { current, isSlack } = program.units[unit]!;
    const perMove = isSlack ? 0 : row.moved;
    atOrigin += row.spend[position]! * origin[unit]! + row.outcome[position]! * outcomeAtOrigin[unit]!;
    atOrigin += perMove * Math.abs(origin[unit]! - current);
    for (let j = firstPiece[unit]!; j < firstPiece[unit + 1]!; j++) {
      const { from, width, gain } = pieces[j]!;
      const moved = perMove * (Math.abs(from + width - current) - Math.abs(from - current));
      const coefficient = row.spend[position]! * width + row.outcome[position]! * gain + moved;
      if (coefficient === 0) continue;
      variables.push(j);
      coefficients.push(coefficient);
    }
  });
  const scale = largestMagnitude(coefficients) || Math.abs(row.bound - atOrigin) || 1;
  const room = (row.bound - atOrigin) / scale;
  return {
    row: {
      variables: Int32Array.from(variables),
      coefficients: Float64Array.from(coefficients, (coefficient) => coefficient / scale),
      bound: Math.abs(room) < ROUNDING ? 0 : room,
      equality: row.equality,
    },
    scale,
  };
}

function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let j = 0; j < values.length; j++) largest = Math.max(largest, Math.abs(values[j]!));
  return largest;
}
