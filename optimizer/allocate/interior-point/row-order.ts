import type { Program } from '../program.ts';

/** Rows over more than this share of the units touch nearly all others: they come last. */
const WIDE = 0.25;

/**
 * An order of the rows in which those that share units stand close together, so that the factor of J·D⁻¹·Jᵀ stays
 * narrow: reverse Cuthill and McKee (Proc. 24th ACM National Conference, 1969) over the narrow rows, then the wide ones.
 */
export function rowOrder({ units, rows }: Program): Int32Array {
  const isWide = rows.map((row) => row.units.length > WIDE * units.length);
  const narrow = rows.flatMap((_, k) => (isWide[k] ? [] : [k]));
  const wide = rows.flatMap((_, k) => (isWide[k] ? [k] : []));
  const neighbours = neighboursOf(
    rows.map((row, k) => (isWide[k] ? [] : row.units)),
    units.length,
  );
  const degree = (k: number) => neighbours[k]!.length;
  const visited = new Uint8Array(rows.length);
  const order: number[] = [];
  for (const start of [...narrow].sort((a, b) => degree(a) - degree(b))) {
    if (visited[start]) continue;
    visited[start] = 1;
    order.push(start);
    for (let at = order.length - 1; at < order.length; at++) {
      const next = neighbours[order[at]!]!.filter((k) => !visited[k]).sort((a, b) => degree(a) - degree(b));
      for (const k of next) {
        visited[k] = 1;
        order.push(k);
      }
    }
  }
  return Int32Array.from([...order.reverse(), ...wide]);
}

function neighboursOf(members: readonly ArrayLike<number>[], units: number): number[][] {
  const rowsOf: number[][] = Array.from({ length: units }, () => []);
  members.forEach((own, k) => {
    for (let j = 0; j < own.length; j++) rowsOf[own[j]!]!.push(k);
  });
  return members.map((own, k) => {
    const found = new Set<number>();
    for (let j = 0; j < own.length; j++)
      for (const other of rowsOf[own[j]!]!) if (other !== k) found.add(other);
    return [...found].sort((a, b) => a - b);
  });
}

/**
 * The skyline of J·D⁻¹·Jᵀ: for every row the first row that shares a column with it. `rows` are compressed by column,
 * ascending within each, at start[j] … start[j + 1].
 */
export function firstRows(count: number, start: Int32Array, rows: Int32Array): Int32Array {
  const first = Int32Array.from({ length: count }, (_, k) => k);
  for (let j = 0; j + 1 < start.length; j++) {
    const from = start[j]!;
    const to = start[j + 1]!;
    if (from === to) continue;
    const lowestRow = rows[from]!;
    for (let t = from + 1; t < to; t++) {
      const k = rows[t]!;
      if (lowestRow < first[k]!) first[k] = lowestRow;
    }
  }
  return first;
}
