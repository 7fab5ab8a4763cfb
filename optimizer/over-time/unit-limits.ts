import type { UnitLimit } from '../allocate/unit-clash.ts';
import type { Period, Unit } from '../problem/problem.ts';

/** Between which spends a unit may stand in each period, or the limits that leave no room. */
export type UnitLimits =
  | { readonly kind: 'LIMITS'; readonly low: Float64Array; readonly high: Float64Array }
  | { readonly kind: 'CLASH'; readonly clash: readonly UnitLimit[]; readonly amount: number };

interface Limit extends UnitLimit {
  readonly value: number;
}

export function unitLimits(unit: Unit, periods: readonly Period[]): UnitLimits {
  const low = new Float64Array(periods.length);
  const high = new Float64Array(periods.length);
  for (const [t, { id }] of periods.entries()) {
    const floor = lowerLimits(unit, id).reduce((best, limit) => (limit.value > best.value ? limit : best));
    const ceiling = upperLimits(unit, id).reduce((best, limit) => (limit.value < best.value ? limit : best));
    // Limits that meet may cross by a rounding error of their product with `current`.
    const rounding = 1e-12 * Math.max(floor.value, unit.current);
    if (floor.value > ceiling.value + rounding) {
      const clash = [floor, ceiling];
      return { kind: 'CLASH', clash, amount: floor.value - ceiling.value };
    }
    low[t] = floor.value;
    high[t] = Math.max(floor.value, ceiling.value);
  }
  return unit.maxPeriodChange === undefined
    ? { kind: 'LIMITS', low, high }
    : withinReach(unit.maxPeriodChange, low, high, periods);
}

function lowerLimits(unit: Unit, period: string): Limit[] {
  const limits: Limit[] = [{ value: 0, text: 'spend is never below 0' }];
  if (unit.locked) limits.push({ value: unit.current, text: `locked at ${unit.current}` });
  if (unit.min !== undefined) limits.push({ value: unit.min, text: `min ${unit.min}` });
  if (unit.minChange !== undefined)
    limits.push({ value: unit.current * (1 + unit.minChange), text: `minChange ${unit.minChange}` });
  for (const { min, period: id } of unit.byPeriod ?? []) {
    if (id === period && min !== undefined) limits.push({ value: min, text: `min ${min} in ${period}` });
  }
  return limits;
}

function upperLimits(unit: Unit, period: string): Limit[] {
  const limits: Limit[] = [{ value: Number.POSITIVE_INFINITY, text: 'no upper limit' }];
  if (unit.locked) limits.push({ value: unit.current, text: `locked at ${unit.current}` });
  if (unit.max !== undefined) limits.push({ value: unit.max, text: `max ${unit.max}` });
  if (unit.maxChange !== undefined)
    limits.push({ value: unit.current * (1 + unit.maxChange), text: `maxChange ${unit.maxChange}` });
  for (const { max, period: id } of unit.byPeriod ?? []) {
    if (id === period && max !== undefined) limits.push({ value: max, text: `max ${max} in ${period}` });
  }
  return limits;
}

/**
 * Narrows each period to what its neighbours leave within reach: xₜ ≥ keep·xₜ₋₁ and xₜ ≤ xₜ₋₁ / keep, both ways. After
 * one pass in each direction nothing changes any more.
 */
function withinReach(
  change: number,
  low: Float64Array,
  high: Float64Array,
  periods: readonly Period[],
): UnitLimits {
  const keep = 1 - change;
  const reach = (value: number) => (value === 0 ? 0 : keep > 0 ? value / keep : Number.POSITIVE_INFINITY);
  const narrow = (t: number, neighbour: number) => {
    low[t] = Math.max(low[t]!, keep * low[neighbour]!);
    high[t] = Math.min(high[t]!, reach(high[neighbour]!));
  };
  for (let t = 1; t < low.length; t++) narrow(t, t - 1);
  for (let t = low.length - 2; t >= 0; t--) narrow(t, t + 1);
  for (const [t, { id }] of periods.entries()) {
    const excess = low[t]! - high[t]!;
    if (excess > 1e-12 * low[t]!) {
      const clash = [
        { text: `maxPeriodChange ${change}` },
        { text: `the limits of the periods around ${id}` },
      ];
      return { kind: 'CLASH', clash, amount: excess };
    }
    high[t] = Math.max(low[t]!, high[t]!);
  }
  return { kind: 'LIMITS', low, high };
}
