import type { Response } from '../curve/response.ts';
import type { Targets, Unit } from '../problem/problem.ts';
import { type Domain, type Interval, intersect, isEmpty, lowest, onGrid, pointDomain } from './domain.ts';

/** Where a unit's own limits let its spend lie, or the limits that leave no room. */
export type UnitDomain =
  | { readonly kind: 'DOMAIN'; readonly domain: Domain }
  | { readonly kind: 'CLASH'; readonly clash: readonly string[]; readonly amount: number };

export function unitDomain(unit: Unit, response: Response, targets: Targets | undefined): UnitDomain {
  const floor = strongestFloor(unit);
  const ceiling = strongestCeiling(unit);
  if (unit.locked) return lockedDomain(unit, floor, ceiling);
  // Limits that meet may cross by a rounding error of their product with `current`.
  const rounding = 1e-12 * Math.max(floor.value, unit.current);
  if (floor.value > ceiling.value + rounding) {
    return { kind: 'CLASH', clash: [floor.text, ceiling.text], amount: floor.value - ceiling.value };
  }
  const high = Math.max(floor.value, ceiling.value);
  let domain = onGrid({ intervals: [[floor.value, high]], step: unit.step ?? null });
  if (isEmpty(domain)) {
    const gap = Math.ceil(floor.value / (unit.step ?? 1)) * (unit.step ?? 1) - high;
    return { kind: 'CLASH', clash: [floor.text, ceiling.text, `step ${unit.step}`], amount: gap };
  }
  if (unit.minIfOn !== undefined && unit.minIfOn > 0) {
    const on: Interval = [unit.minIfOn, Number.POSITIVE_INFINITY];
    domain = intersect(domain, [[0, 0], on]);
    if (isEmpty(domain)) {
      return {
        kind: 'CLASH',
        clash: [`minIfOn ${unit.minIfOn}`, floor.value > 0 ? floor.text : ceiling.text, ceiling.text],
        amount: unit.minIfOn - high,
      };
    }
  }
  return { kind: 'DOMAIN', domain: withMarginalTargets(unit, response, domain, targets) };
}

interface Limit {
  readonly value: number;
  readonly text: string;
}

function lowerLimits(unit: Unit): Limit[] {
  const limits: Limit[] = [{ value: 0, text: 'spend is never below 0' }];
  if (unit.min !== undefined) limits.push({ value: unit.min, text: `min ${unit.min}` });
  if (unit.minChange !== undefined) {
    limits.push({ value: unit.current * (1 + unit.minChange), text: `minChange ${unit.minChange}` });
  }
  return limits;
}

function upperLimits(unit: Unit): Limit[] {
  const limits: Limit[] = [{ value: Number.POSITIVE_INFINITY, text: 'no upper limit' }];
  if (unit.max !== undefined) limits.push({ value: unit.max, text: `max ${unit.max}` });
  if (unit.maxChange !== undefined) {
    limits.push({ value: unit.current * (1 + unit.maxChange), text: `maxChange ${unit.maxChange}` });
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
  const locked = `locked at ${unit.current}`;
  if (floor.value > unit.current) {
    return { kind: 'CLASH', clash: [locked, floor.text], amount: floor.value - unit.current };
  }
  if (ceiling.value < unit.current) {
    return { kind: 'CLASH', clash: [locked, ceiling.text], amount: unit.current - ceiling.value };
  }
  if (unit.minIfOn !== undefined && unit.current > 0 && unit.current < unit.minIfOn) {
    return { kind: 'CLASH', clash: [locked, `minIfOn ${unit.minIfOn}`], amount: unit.minIfOn - unit.current };
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
