import type { Response } from '../curve/response.ts';
import type { Targets, Unit } from '../problem/problem.ts';
import { type Domain, type Interval, intersect, isEmpty, lowest, onGrid, pointDomain } from './domain.ts';
import { type UnitLimit, unitLimit } from './unit-clash.ts';

/** Where a unit's own limits let its spend lie, or the limits that leave no room. */
export type UnitDomain =
  | { readonly kind: 'DOMAIN'; readonly domain: Domain }
  | { readonly kind: 'CLASH'; readonly clash: readonly UnitLimit[]; readonly amount: number };

export function unitDomain(unit: Unit, response: Response, targets: Targets | undefined): UnitDomain {
  const floor = strongestFloor(unit);
  const ceiling = strongestCeiling(unit);
  if (unit.locked) return lockedDomain(unit, floor, ceiling);
  // Limits that meet may cross by a rounding error of their product with `current`.
  const rounding = 1e-12 * Math.max(floor.value, unit.current);
  if (floor.value > ceiling.value + rounding) {
    return { kind: 'CLASH', clash: [floor, ceiling], amount: floor.value - ceiling.value };
  }
  const high = Math.max(floor.value, ceiling.value);
  let domain = onGrid({ intervals: [[floor.value, high]], step: unit.step ?? null });
  if (isEmpty(domain)) {
    const gap = Math.ceil(floor.value / (unit.step ?? 1)) * (unit.step ?? 1) - high;
    const step = unitLimit('STEP', unit.step ?? 0, `step ${unit.step}`);
    return { kind: 'CLASH', clash: [floor, ceiling, step], amount: gap };
  }
  if (unit.minIfOn !== undefined && unit.minIfOn > 0) {
    const on: Interval = [unit.minIfOn, Number.POSITIVE_INFINITY];
    domain = intersect(domain, [[0, 0], on]);
    if (isEmpty(domain)) {
      return {
        kind: 'CLASH',
        clash: [minIfOnOf(unit.minIfOn), floor.value > 0 ? floor : ceiling, ceiling],
        amount: unit.minIfOn - high,
      };
    }
  }
  return { kind: 'DOMAIN', domain: withMarginalTargets(unit, response, domain, targets) };
}

interface Limit extends UnitLimit {
  readonly value: number;
}

const atLeast = (value: number, text: string): Limit => ({ value, ...unitLimit('UNIT_MIN', value, text) });
const atMost = (value: number, text: string): Limit => ({ value, ...unitLimit('UNIT_MAX', value, text) });
const minIfOnOf = (value: number): UnitLimit => unitLimit('MIN_IF_ON', value, `minIfOn ${value}`);

function lowerLimits(unit: Unit): Limit[] {
  const limits: Limit[] = [atLeast(0, 'spend is never below 0')];
  if (unit.min !== undefined) limits.push(atLeast(unit.min, `min ${unit.min}`));
  if (unit.minChange !== undefined) {
    limits.push(atLeast(unit.current * (1 + unit.minChange), `minChange ${unit.minChange}`));
  }
  return limits;
}

function upperLimits(unit: Unit): Limit[] {
  const limits: Limit[] = [{ value: Number.POSITIVE_INFINITY, text: 'no upper limit' }];
  if (unit.max !== undefined) limits.push(atMost(unit.max, `max ${unit.max}`));
  if (unit.maxChange !== undefined) {
    limits.push(atMost(unit.current * (1 + unit.maxChange), `maxChange ${unit.maxChange}`));
  }
  return limits;
}

const strongest = (limits: readonly Limit[], stronger: (a: number, b: number) => boolean): Limit =>
  limits.reduce((best, limit) => (stronger(limit.value, best.value) ? limit : best));

const strongestFloor = (unit: Unit) => strongest(lowerLimits(unit), (a, b) => a > b);

const strongestCeiling = (unit: Unit) => strongest(upperLimits(unit), (a, b) => a < b);

/** The least that a unit's own limits let it spend. */
export const lowerLimit = (unit: Unit): number => strongestFloor(unit).value;

/** The most; Infinity where nothing of its own limits it. */
export const upperLimit = (unit: Unit): number => strongestCeiling(unit).value;

function lockedDomain(unit: Unit, floor: Limit, ceiling: Limit): UnitDomain {
  const locked = unitLimit('LOCKED', unit.current, `locked at ${unit.current}`);
  if (floor.value > unit.current) {
    return { kind: 'CLASH', clash: [locked, floor], amount: floor.value - unit.current };
  }
  if (ceiling.value < unit.current) {
    return { kind: 'CLASH', clash: [locked, ceiling], amount: unit.current - ceiling.value };
  }
  if (unit.minIfOn !== undefined && unit.current > 0 && unit.current < unit.minIfOn) {
    return { kind: 'CLASH', clash: [locked, minIfOnOf(unit.minIfOn)], amount: unit.minIfOn - unit.current };
  }
  return { kind: 'DOMAIN', domain: pointDomain(unit.current) };
}

/**
 * A target for marginal returns lets a unit stand at its lower limit, or anywhere that its slope reaches what the
 * target asks for.
 */
function withMarginalTargets(
  unit: Unit,
  response: Response,
  domain: Domain,
  targets: Targets | undefined,
): Domain {
  const fromCpa = targets?.marginalCpaAtMost === undefined ? 0 : 1 / targets.marginalCpaAtMost;
  const revenue = unit.curve.outcome === 'REVENUE' ? 1 : (unit.valuePerConversion ?? 0);
  const fromRoas = targets?.marginalRoasAtLeast === undefined ? 0 : targets.marginalRoasAtLeast / revenue;
  const slope = Math.max(fromCpa, fromRoas);
  if (!(slope > 0)) return domain;
  const low = lowest(domain);
  const steep = steepIntervals(response, slope);
  const allowed: Interval[] = [[low, low]];
  for (const [a, b] of steep) {
    const last = allowed[allowed.length - 1] ?? [low, low];
    if (a <= last[1]) allowed[allowed.length - 1] = [last[0], Math.max(last[1], b)];
    else allowed.push([a, b]);
  }
  return intersect(domain, allowed);
}

/** The closed intervals on which the slope (from the left) is at least `price`. */
function steepIntervals(response: Response, price: number): Interval[] {
  if (response.corners) {
    return response.corners.slice(1).flatMap(([x1, y1], k): Interval[] => {
      const [x0, y0] = response.corners?.[k] ?? [0, 0];
      return (y1 - y0) / (x1 - x0) >= price ? [[x0, x1]] : [];
    });
  }
  const { inflection } = response;
  const steepest = response.slope(inflection);
  if (!(steepest >= price)) return [];
  const to = response.spendAtSlope(price);
  if (inflection === 0) return [[0, to]];
  // The slope rises towards the inflection: bisection for where it reaches the price.
  let low = 0;
  let high = inflection;
  for (let iteration = 0; iteration < 200 && high - low > 1e-15 * high; iteration++) {
    const middle = (low + high) / 2;
    if (response.slope(middle) >= price) high = middle;
    else low = middle;
  }
  return [[high, to]];
}
