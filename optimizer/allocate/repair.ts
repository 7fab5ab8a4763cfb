import { solveSymmetric } from './dense.ts';
import { highest, lowest } from './domain.ts';
import { type Program, type Row, rowActivity, rowScale } from './program.ts';

/** A row is taken as standing at its bound within this share of its scale. */
const ACTIVE = 1e-7;
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
    if (!active.some(({ residual, scale }) => Math.abs(residual) > 1e-16 * scale)) break;
    step(program, spends, active);
  }
  return spends;
}

interface ActiveRow {
  readonly row: Row;
  readonly residual: number;
  readonly scale: number;
}

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

function step(program: Program, spends: Float64Array, active: readonly ActiveRow[]): void {
  const n = program.units.length;
  const room = Float64Array.from(program.units, (unit, i) => {
    if (unit.domain.step !== null) return 0;
    const interval = unit.domain.intervals.find(([a, b]) => spends[i]! >= a && spends[i]! <= b);
    return interval ? Math.min(spends[i]! - interval[0], interval[1] - spends[i]!) : 0;
  });
  const jacobian = active.map(({ row }) => slopesOf(program, row, spends, n));
  const size = active.length;
  const normal = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += jacobian[k]![i]! * room[i]! * room[i]! * jacobian[l]![i]!;
      normal[k * size + l] = sum;
      normal[l * size + k] = sum;
    }
  }
  const multipliers = solveSymmetric(
    normal,
    Float64Array.from(active, ({ residual }) => residual),
  );
  for (let i = 0; i < n; i++) {
    if (room[i] === 0) continue;
    let change = 0;
    for (let k = 0; k < size; k++) change -= room[i]! * room[i]! * jacobian[k]![i]! * multipliers[k]!;
    const { domain } = program.units[i]!;
    const moved = Math.min(highest(domain), Math.max(lowest(domain), spends[i]! + change));
    if (Number.isFinite(moved)) spends[i] = moved;
  }
}

/** ∂(row's activity)/∂x at the plan. */
function slopesOf(program: Program, row: Row, spends: Float64Array, n: number): Float64Array {
  const slopes = new Float64Array(n);
  for (let j = 0; j < row.units.length; j++) {
    const i = row.units[j]!;
    const { response, current, isSlack } = program.units[i]!;
    let slope = row.spend[j]!;
    if (row.outcome[j] !== 0) {
      const marginal = response.slope(spends[i]!);
      slope += Number.isFinite(marginal) ? row.outcome[j]! * marginal : 0;
    }
    slopes[i] = slope + (isSlack ? 0 : row.moved * Math.sign(spends[i]! - current));
  }
  return slopes;
}
