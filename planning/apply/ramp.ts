import { InvalidInputError } from '../errors.ts';
import type { ChangeSetBody } from './change-set-body.ts';

/** A large move in steps with days between them. */
export interface Ramp {
  /** 2 to 10. */
  readonly steps: number;
  /** 1 to 60. */
  readonly daysBetween: number;
}

/** Equal steps, the first at once. Throws `InvalidInputError`. */
export function stagesOf(ramp: Ramp | undefined): ChangeSetBody['stages'] {
  if (ramp === undefined) return [{ share: 1, afterDays: 0 }];
  const { steps, daysBetween } = ramp;
  if (!Number.isInteger(steps) || steps < 2 || steps > 10) {
    throw new InvalidInputError(['ramp', 'steps'], `A ramp of ${steps} steps was asked for; wanted 2 to 10.`);
  }
  if (!Number.isInteger(daysBetween) || daysBetween < 1 || daysBetween > 60) {
    throw new InvalidInputError(
      ['ramp', 'daysBetween'],
      `${daysBetween} days between steps were asked for; wanted 1 to 60.`,
    );
  }
  return Array.from({ length: steps }, (_, step) => ({
    share: (step + 1) / steps,
    afterDays: step * daysBetween,
  }));
}
