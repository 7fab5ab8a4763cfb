import { mixtureOf } from '../curve/mixture.ts';
import { type Response, responseOf } from '../curve/response.ts';
import type { Unit } from '../problem/problem.ts';

/** What a unit's spend is expected to bring: its curve, or the mean of its draws where it has some. */
export function unitResponse(unit: Unit, weights?: Float64Array): Response {
  return unit.draws ? mixtureOf(unit.draws, weights) : responseOf(unit.curve);
}
