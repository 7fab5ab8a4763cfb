import { mixtureOf } from '../curve/mixture.ts';
import { type Response, responseOf } from '../curve/response.ts';
import type { AllocationProblem, Unit } from '../problem/problem.ts';

/** What a unit's spend is expected to bring: its curve, or the mean of its draws where it has some. */
export function unitResponse(unit: Unit, weights?: Float64Array): Response {
  return unit.draws ? mixtureOf(unit.draws, weights) : responseOf(unit.curve);
}

/** `weights` of the draws, where units have some; equal ones by default. */
export const responsesOf = ({ units }: AllocationProblem, weights?: Float64Array): readonly Response[] =>
  units.map((unit) => unitResponse(unit, weights));
