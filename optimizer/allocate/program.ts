import type { Response } from '../curve/response.ts';
import type { BindingConstraint, StatedLimit } from '../problem/result.ts';
import { type Domain, highest, lowest } from './domain.ts';

/**
 * The problem as mathematics. It is separable: given prices for the rows, every unit decides alone.
 *
 *   maximise   Σᵢ  αᵢ·xᵢ + βᵢ·yᵢ(xᵢ)
 *   subject to Σᵢ  sₖᵢ·xᵢ + oₖᵢ·yᵢ(xᵢ) + mₖ·|xᵢ − cᵢ| + nₖ·[xᵢ ≠ cᵢ]  ≤  bₖ     for every row k (or = bₖ)
 *              xᵢ ∈ Xᵢ
 *
 * Outcomes enter a row only where more of them helps (oₖᵢ ≤ 0), and the objective with βᵢ ≥ 0: a concave majorant of
 * yᵢ therefore always relaxes.
 */
export interface Program {
  readonly units: readonly ProgramUnit[];
  readonly objective: { readonly spend: Float64Array; readonly outcome: Float64Array };
  readonly rows: readonly Row[];
}

export interface ProgramUnit {
  readonly id: string;
  readonly current: number;
  readonly response: Response;
  readonly domain: Domain;
  /** While branching: the unit counts as changed wherever it stands. */
  readonly countsAsChanged?: boolean;
  /** No unit of the planner's but the slack of a row: its moves do not count. */
  readonly isSlack?: boolean;
}

export type RowKind = BindingConstraint['kind'];

/** Σ over `units` of spend·x + outcome·y(x) + moved·|x − c| + changed·[x ≠ c] ≤ bound. */
export interface Row {
  readonly kind: RowKind;
  readonly group?: string;
  readonly units: Int32Array;
  /** Parallel to `units`. */
  readonly spend: Float64Array;
  readonly outcome: Float64Array;
  readonly moved: number;
  readonly changed: number;
  readonly bound: number;
  /** The row holds with equality, and its price may have either sign. */
  readonly equality: boolean;
  /** In the planner's words, with the figures. */
  readonly description: string;
  readonly limit?: StatedLimit;
}

/** What one row takes up at the plan `spends`. */
export function rowActivity(program: Program, row: Row, spends: ArrayLike<number>): number {
  let total = 0;
  for (let j = 0; j < row.units.length; j++) {
    const i = row.units[j]!;
    const unit = program.units[i]!;
    const x = spends[i]!;
    total += row.spend[j]! * x;
    if (row.outcome[j] !== 0) total += row.outcome[j]! * unit.response.value(x);
    if (unit.isSlack) continue;
    if (row.moved !== 0) total += row.moved * Math.abs(x - unit.current);
    if (row.changed !== 0 && x !== unit.current) total += row.changed;
  }
  return total;
}

export function objectiveValue(program: Program, spends: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < program.units.length; i++) {
    const x = spends[i]!;
    const outcome = program.objective.outcome[i]!;
    total += program.objective.spend[i]! * x;
    if (outcome !== 0) total += outcome * program.units[i]!.response.value(x);
  }
  return total;
}

/** No plan is worth less, whatever the rows. */
export function leastValue({ units, objective }: Program): number {
  let least = 0;
  for (let i = 0; i < units.length; i++) {
    const { domain, response } = units[i]!;
    const spend = objective.spend[i]!;
    const outcome = objective.outcome[i]!;
    if (spend !== 0) least += spend * (spend < 0 ? highest(domain) : lowest(domain));
    if (outcome !== 0) least += outcome * response.value(lowest(domain));
  }
  return least;
}

/** The size of a row's terms at the plan: what its violation is measured against. */
export function rowScale(program: Program, row: Row, spends: ArrayLike<number>): number {
  let total = Math.abs(row.bound);
  for (let j = 0; j < row.units.length; j++) {
    const i = row.units[j]!;
    const x = spends[i]!;
    total += Math.abs(row.spend[j]! * x);
    if (row.outcome[j] !== 0) total += Math.abs(row.outcome[j]! * program.units[i]!.response.value(x));
  }
  return total;
}

/** The size of the objective's terms at a plan, gains and costs added up. */
export function magnitudeOf({ units, objective }: Program, spends: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < units.length; i++) {
    total += Math.abs(objective.spend[i]! * spends[i]!);
    total += Math.abs(objective.outcome[i]! * units[i]!.response.value(spends[i]!));
  }
  return total;
}
