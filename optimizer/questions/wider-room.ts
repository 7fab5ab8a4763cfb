import type { AllocationProblem, Unit } from '../problem/problem.ts';
import type { AllocationResult, Answers } from '../problem/result.ts';
import type { Deadline } from './deadline.ts';
import { gainOf } from './gain.ts';

const ROUNDING = 1e-6;

/** The best plan when every unit may go `times` as far from its current spend as its limits let it; nulls where time did not suffice to tell. */
export function widerRoom(
  problem: AllocationProblem,
  result: AllocationResult,
  times: number,
  clock: Deadline,
): NonNullable<Answers['widerRoom']> {
  const wider = clock.solve({ ...problem, units: problem.units.map((unit) => widen(unit, times)) });
  const unknown = { times, objectiveValue: null, gain: null };
  if (wider.objectiveValue === null || result.objectiveValue === null) return unknown;
  const gain = gainOf(problem, wider.objectiveValue, result.objectiveValue);
  // The plan itself lies within the wider room: an answer below it is one that time was too short for.
  if (gain < -ROUNDING * Math.abs(result.objectiveValue)) return unknown;
  return { times, objectiveValue: wider.objectiveValue, gain };
}

/** Limits on the far side of the current spend stay: there is no room there to widen. */
function widen(unit: Unit, times: number): Unit {
  const { current, min, max, minChange, maxChange } = unit;
  return {
    ...unit,
    ...(min !== undefined && min <= current && { min: Math.max(0, current - times * (current - min)) }),
    ...(max !== undefined && max >= current && { max: current + times * (max - current) }),
    ...(minChange !== undefined && minChange <= 0 && { minChange: Math.max(-1, times * minChange) }),
    ...(maxChange !== undefined && maxChange >= 0 && { maxChange: times * maxChange }),
  };
}
