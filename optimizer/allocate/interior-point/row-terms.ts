import { contains, highest, lowest } from '../domain.ts';
import type { Program, ProgramUnit } from '../program.ts';
import type { Pieces } from './pieces.ts';
import { rowOrder } from './row-order.ts';

/**
 * The rows as the interior-point method meets them: for every piece the rows it takes part in, with a linear
 * coefficient (per share of the piece) and a coefficient of its outcome; scaled so that entries are of the order of one.
 */
export interface RowTerms {
  readonly count: number;
  /** Position in the factorisation → index of the program's row. See `rowOrder`. */
  readonly order: Int32Array;
  readonly isEquality: Uint8Array;
  readonly bound: Float64Array;
  readonly scale: Float64Array;
  /** Compressed by piece: the terms of piece j are at start[j] … start[j + 1]. Rows ascend within a piece. */
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly linear: Float64Array;
  readonly outcome: Float64Array;
}

export function rowTerms(program: Program, pieces: Pieces): RowTerms {
  const count = program.rows.length;
  const order = rowOrder(program);
  const piecesOf = piecesOfUnits(program.units.length, pieces);
  const perPiece: { row: number; linear: number; outcome: number }[][] = Array.from(pieces.unit, () => []);
  const bound = new Float64Array(count);
  const scale = new Float64Array(count);
  const isEquality = new Uint8Array(count);
  order.forEach((k, position) => {
    const row = program.rows[k]!;
    let atLowest = 0;
    let size = 0;
    let members = 0;
    row.units.forEach((i, t) => {
      const { response, current } = program.units[i]!;
      const low = pieces.lowest[i]!;
      const change = changeOf(program.units[i]!);
      const moved = program.units[i]!.isSlack ? 0 : row.moved;
      atLowest += row.spend[t]! * low + moved * Math.abs(low - current) + row.changed * change.atLowest;
      if (row.outcome[t] !== 0) atLowest += row.outcome[t]! * response.value(low);
      for (const j of piecesOf[i]!) {
        const width = pieces.width[j]!;
        const perSpend = pieces.side[j]! > 0 ? change.above : -change.below;
        const linear = (row.spend[t]! + moved * pieces.side[j]! + row.changed * perSpend) * width;
        const outcome = row.outcome[t]!;
        if (linear === 0 && outcome === 0) continue;
        perPiece[j]!.push({ row: position, linear, outcome });
        const curve = pieces.curve[j]!;
        const from = pieces.from[j]!;
        const gain = outcome === 0 ? 0 : outcome * (curve.value(from + width) - curve.value(from));
        size += Math.abs(linear) + Math.abs(gain);
        members += 1;
      }
    });
    scale[position] = members > 0 && size > 0 ? size / members : 1;
    bound[position] = (row.bound - atLowest) / scale[position]!;
    isEquality[position] = row.equality ? 1 : 0;
  });
  const start = new Int32Array(pieces.unit.length + 1);
  perPiece.forEach((terms, j) => {
    start[j + 1] = start[j]! + terms.length;
  });
  const flat = perPiece.flat();
  return {
    count,
    order,
    isEquality,
    bound,
    scale,
    start,
    row: Int32Array.from(flat, (term) => term.row),
    linear: Float64Array.from(flat, (term) => term.linear / scale[term.row]!),
    outcome: Float64Array.from(flat, (term) => term.outcome / scale[term.row]!),
  };
}

/**
 * The convex hull of [x ≠ c] over the unit's interval: it rises from 0 at the current spend to 1 at either end. Where
 * the current spend is outside, or the unit counts anyway, it is 1 throughout.
 */
function changeOf({ domain, current, countsAsChanged, isSlack }: ProgramUnit) {
  if (isSlack) return { atLowest: 0, below: 0, above: 0 };
  const low = lowest(domain);
  const high = highest(domain);
  if (countsAsChanged || !contains(domain, current)) return { atLowest: 1, below: 0, above: 0 };
  return {
    atLowest: low < current ? 1 : 0,
    below: low < current ? 1 / (current - low) : 0,
    above: high > current ? 1 / (high - current) : 0,
  };
}

function piecesOfUnits(units: number, pieces: Pieces): number[][] {
  const found: number[][] = Array.from({ length: units }, () => []);
  pieces.unit.forEach((i, j) => {
    found[i]!.push(j);
  });
  return found;
}
