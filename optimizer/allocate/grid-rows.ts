import { isFixed, lowest } from './domain.ts';
import type { Program, Row } from './program.ts';

/** Steps are read to this share of a unit of money. */
const RESOLUTION = 1e-6;

/**
 * Rows on total spend whose units all move in steps can only meet multiples of the steps' greatest common divisor:
 * their bounds are moved inward to one, which closes the gap that a leftover smaller than a step leaves open.
 */
export function tightenToGrid(program: Program): Program {
  const rows = program.rows.map((row) => {
    const grid = gridOf(program, row);
    if (!grid || row.equality) return row;
    const { sign, fixed, size } = grid;
    const steps = (sign * row.bound - fixed) / size;
    const whole = sign > 0 ? Math.floor(steps + 1e-9) : Math.ceil(steps - 1e-9);
    return { ...row, bound: sign * (fixed + whole * size) };
  });
  return { ...program, rows };
}

/** A budget that no number of steps meets, and by how much it is missed; null where there is none. */
export function missedByGrid(program: Program): {
  readonly row: Row;
  readonly amount: number;
  /** What the total moves by. */
  readonly step: number;
} | null {
  for (const row of program.rows) {
    const grid = row.equality ? gridOf(program, row) : null;
    if (!grid) continue;
    const steps = (row.bound - grid.fixed) / grid.size;
    const amount = Math.abs(steps - Math.round(steps)) * grid.size;
    if (amount > 1e-9 * Math.max(grid.size, Math.abs(row.bound))) return { row, amount, step: grid.size };
  }
  return null;
}

interface Grid {
  readonly sign: 1 | -1;
  /** What the units that cannot move spend. */
  readonly fixed: number;
  readonly size: number;
}

function gridOf(program: Program, row: Row): Grid | null {
  const sign = row.spend[0];
  if (sign !== 1 && sign !== -1) return null;
  const isPlainSum =
    row.spend.every((s) => s === sign) &&
    row.outcome.every((o) => o === 0) &&
    row.moved === 0 &&
    row.changed === 0;
  if (!isPlainSum) return null;
  let fixed = 0;
  let size = 0;
  for (const i of row.units) {
    const { domain } = program.units[i]!;
    if (isFixed(domain)) fixed += lowest(domain);
    else if (domain.step === null) return null;
    else size = greatestCommonDivisor(Math.round(domain.step / RESOLUTION), size);
  }
  return size > 0 ? { sign, fixed, size: size * RESOLUTION } : null;
}

function greatestCommonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}
