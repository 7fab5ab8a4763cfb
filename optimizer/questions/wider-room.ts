import type { AllocationProblem, Unit } from '../problem/problem.ts';
import type { AllocationResult, Answers } from '../problem/result.ts';
import type { Deadline } from './deadline.ts';
import { gainOf } from './gain.ts';

/** The best plan when every unit may go `times` as far from its current spend as its limits let it. */
export function widerRoom(
  problem: AllocationProblem,
  result: AllocationResult,
  times: number,
  clock: Deadline,
): NonNullable<Answers['widerRoom']> {
  const wider = clock.solve({ ...problem, units: problem.units.map((unit) => widen(unit, times)) });
  const { objectiveValue } = wider;
  const gain =
    objectiveValue === null || result.objectiveValue === null
      ? null
      : gainOf(problem, objectiveValue, result.objectiveValue);
  return { times, objectiveValue, gain };
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
