import type { Response } from '../curve/response.ts';
import type { BindingConstraint } from '../problem/result.ts';

/**
 * A plan over time as mathematics. Unit i spends xᵢₜ in period t; what it sows is reaped in part later:
 *
 *   aᵢₜ = θᵢ·aᵢ,ₜ₋₁ + eᵢₜ·xᵢₜ,   eᵢₜ = (1 − θᵢ) / costᵢₜ,   aᵢ₀ given
 *
 *   maximise   Σᵢ Σₜ  αᵢ·xᵢₜ + βᵢ·rᵢₜ·fᵢ(aᵢₜ)
 *   subject to Σᵢ  sₖᵢ·Σ_{t ∈ Tₖ} xᵢₜ  +  oₖᵢ·Σₜ rᵢₜ·fᵢ(aᵢₜ)  ≤  bₖ     for every row k (or = bₖ)
 *              lowᵢₜ ≤ xᵢₜ ≤ highᵢₜ
 *              keepᵢ·xᵢₜ ≤ xᵢ,ₜ₋₁  and  keepᵢ·xᵢ,ₜ₋₁ ≤ xᵢₜ
 *
 * with βᵢ ≥ 0, oₖᵢ ≤ 0: more outcome always helps. A plan is one Float64Array, the spend of unit i in period t at
 * i·(number of periods) + t.
 */
export interface PlanProgram {
  readonly periods: number;
  readonly units: readonly PlanUnit[];
  readonly objective: { readonly spend: Float64Array; readonly outcome: Float64Array };
  readonly rows: readonly PlanRow[];
}

export interface PlanUnit {
  readonly id: string;
  readonly response: Response;
  /** θ. */
  readonly carryOver: number;
  /** Effective spend of the period before the first. */
  readonly carryIn: number;
  /** e: effective spend per unit of money, by period. */
  readonly effect: Float64Array;
  /** r: what multiplies the response, by period. */
  readonly season: Float64Array;
  readonly low: Float64Array;
  /** May be infinite. */
  readonly high: Float64Array;
  /** The share of a period's spend that its neighbours must at least have; null where nothing is asked. */
  readonly keep: number | null;
}

export interface PlanRow {
  readonly kind: BindingConstraint['kind'];
  readonly group?: string;
  readonly period?: string;
  readonly periodBudget?: string;
  /** Tₖ: the periods whose spend counts. Outcomes count over all of them. */
  readonly periods: Int32Array;
  /** By unit. */
  readonly spend: Float64Array;
  readonly outcome: Float64Array;
  readonly bound: number;
  readonly equality: boolean;
  readonly description: string;
}

/** Spend of every period is that of the one before: the unit has one decision for the whole plan. */
export const isSteady = (unit: PlanUnit): boolean => unit.keep === 1;

/** aᵢₜ of one unit, from its spends in `plan` at `offset`. */
export function effectiveSpends(unit: PlanUnit, plan: ArrayLike<number>, offset: number): Float64Array {
  const effective = new Float64Array(unit.effect.length);
  let stock = unit.carryIn;
  for (let t = 0; t < effective.length; t++) {
    const carried = unit.carryOver === 0 ? 0 : unit.carryOver * stock;
    stock = carried + unit.effect[t]! * plan[offset + t]!;
    effective[t] = stock;
  }
  return effective;
}

/** Σₜ rₜ·f(aₜ) of one unit. */
export function outcomeOf(unit: PlanUnit, plan: ArrayLike<number>, offset: number): number {
  return outcomesOf(unit, plan, offset).reduce((sum, outcome) => sum + outcome, 0);
}

/** rₜ·f(aₜ) of one unit, by period. */
export function outcomesOf(unit: PlanUnit, plan: ArrayLike<number>, offset: number): Float64Array {
  return effectiveSpends(unit, plan, offset).map((a, t) => unit.season[t]! * unit.response.value(a));
}

/** What one more unit of money in each period brings in outcome, in that period and after. */
export function marginalsOf(unit: PlanUnit, plan: ArrayLike<number>, offset: number): Float64Array {
  const effective = effectiveSpends(unit, plan, offset);
  const marginals = new Float64Array(effective.length);
  let reaped = 0;
  for (let t = effective.length - 1; t >= 0; t--) {
    const season = unit.season[t]!;
    const now = season === 0 ? 0 : season * unit.response.slope(effective[t]!);
    reaped = now + (unit.carryOver === 0 ? 0 : unit.carryOver * reaped);
    marginals[t] = unit.effect[t]! * reaped;
  }
  return marginals;
}

export function planValue(program: PlanProgram, plan: ArrayLike<number>): number {
  const { periods, units, objective } = program;
  let value = 0;
  units.forEach((unit, i) => {
    const spend = objective.spend[i]!;
    const outcome = objective.outcome[i]!;
    if (spend !== 0) for (let t = 0; t < periods; t++) value += spend * plan[i * periods + t]!;
    if (outcome !== 0) value += outcome * outcomeOf(unit, plan, i * periods);
  });
  return value;
}

/** What a row takes up at a plan. */
export function planActivity(program: PlanProgram, row: PlanRow, plan: ArrayLike<number>): number {
  let activity = 0;
  program.units.forEach((unit, i) => {
    const offset = i * program.periods;
    if (row.spend[i] !== 0) for (const t of row.periods) activity += row.spend[i]! * plan[offset + t]!;
    if (row.outcome[i] !== 0) activity += row.outcome[i]! * outcomeOf(unit, plan, offset);
  });
  return activity;
}

/** The size of the objective's terms, gains and costs added up. */
export function planMagnitude(program: PlanProgram, plan: ArrayLike<number>): number {
  const { periods, units, objective } = program;
  return units.reduce((sum, unit, i) => {
    let spend = 0;
    for (let t = 0; t < periods; t++) spend += plan[i * periods + t]!;
    const gain = Math.abs(objective.outcome[i]! * outcomeOf(unit, plan, i * periods));
    return sum + Math.abs(objective.spend[i]! * spend) + gain;
  }, 0);
}

/** Between which values each aᵢₜ can lie, from the limits of the spends. */
export function effectiveRange(unit: PlanUnit): { readonly low: Float64Array; readonly high: Float64Array } {
  return { low: effectiveSpends(unit, unit.low, 0), high: effectiveSpends(unit, unit.high, 0) };
}
