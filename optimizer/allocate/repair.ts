import { solveSymmetric } from './dense.ts';
import { highest, lowest } from './domain.ts';
import { type Program, type Row, rowActivity, rowScale } from './program.ts';

/** A row is taken as standing at its bound within this share of its scale. */
const ACTIVE = 1e-7;
/** Breaches up to this share are rounding errors that a further step would not mend. */
const ROUNDING = 1e-14;
const ROUNDS = 6;

/**
 * Moves a plan that breaks rows by rounding errors (those of a linear program's library, say) back onto them: a few
 * Newton steps to the nearest point where every row at its bound holds, weighted by each unit's room inside its
 * domain. Only units with room are touched, and every one stays inside.
 */
export function repair(program: Program, plan: Float64Array): Float64Array {
  const spends = plan.slice();
  for (let round = 0; round < ROUNDS; round++) {
    const active = activeRows(program, spends);
    if (!active.some(isBroken)) break;
    step(program, spends, active);
  }
  return spends;
}

interface ActiveRow {
  readonly row: Row;
  /** Activity less bound. */
  readonly residual: number;
  readonly scale: number;
}

const isBroken = ({ row, residual, scale }: ActiveRow): boolean =>
  (row.equality ? Math.abs(residual) : residual) > ROUNDING * scale;

function activeRows(program: Program, spends: Float64Array): ActiveRow[] {
  const active: ActiveRow[] = [];
  for (const row of program.rows) {
    if (row.changed !== 0) continue;
    const residual = rowActivity(program, row, spends) - row.bound;
    const scale = rowScale(program, row, spends);
    if (row.equality || residual > -ACTIVE * scale) active.push({ row, residual, scale });
  }
  return active;
}

/** For every unit the active rows it takes part in, with ∂(row's activity)/∂x. */
type Jacobian = readonly (readonly { readonly row: number; readonly slope: number }[])[];

function step(program: Program, spends: Float64Array, active: readonly ActiveRow[]): void {
  const room = Float64Array.from(program.units, (unit, i) => {
    if (unit.domain.step !== null) return 0;
    const interval = unit.domain.intervals.find(([a, b]) => spends[i]! >= a && spends[i]! <= b);
    return interval ? Math.min(spends[i]! - interval[0], interval[1] - spends[i]!) : 0;
  });
  const jacobian = jacobianOf(program, spends, active);
  const size = active.length;
  const normal = new Float64Array(size * size);
  jacobian.forEach((terms, i) => {
    const weight = room[i]! * room[i]!;
    for (const one of terms) {
      for (const other of terms) {
        const at = one.row * size + other.row;
        normal[at] = normal[at]! + one.slope * weight * other.slope;
      }
    }
  });
  const multipliers = solveSymmetric(
    normal,
    Float64Array.from(active, ({ residual }) => residual),
  );
  jacobian.forEach((terms, i) => {
    if (room[i] === 0) return;
    let change = 0;
    for (const { row, slope } of terms) change -= room[i]! * room[i]! * slope * multipliers[row]!;
    const { domain } = program.units[i]!;
    const moved = Math.min(highest(domain), Math.max(lowest(domain), spends[i]! + change));
    if (Number.isFinite(moved)) spends[i] = moved;
  });
}

function jacobianOf(program: Program, spends: Float64Array, active: readonly ActiveRow[]): Jacobian {
  const jacobian: { row: number; slope: number }[][] = program.units.map(() => []);
  active.forEach(({ row }, k) => {
    row.units.forEach((i, j) => {
      const { response, current, isSlack } = program.units[i]!;
      let slope = row.spend[j]!;
      if (row.outcome[j] !== 0) {
        const marginal = response.slope(spends[i]!);
        slope += Number.isFinite(marginal) ? row.outcome[j]! * marginal : 0;
      }
      if (!isSlack) slope += row.moved * Math.sign(spends[i]! - current);
      if (slope !== 0) jacobian[i]!.push({ row: k, slope });
    });
  });
  return jacobian;
}
