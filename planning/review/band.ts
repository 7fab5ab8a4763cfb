import type { Expected } from '../apply/change-set-body.ts';
import { sumOfExpected } from '../apply/items-of-scenario.ts';
import type { Band } from './review.ts';

/** Standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

export interface Observed {
  readonly expected: Expected;
  readonly actual: number;
}

/**
 * What was predicted for so many days beside what came, one or several campaigns together. The prediction is of a mean;
 * what comes is a count, which scatters around its mean as counts do (Poisson): both doubts add as squares do.
 */
export function bandOf(observed: readonly Observed[], days: number): Band {
  const { conversions, interval } = sumOfExpected(observed.map(({ expected }) => expected));
  const actual = observed.reduce((sum, each) => sum + each.actual, 0);
  const predicted = conversions * days;
  if (interval === null) return { predicted, interval: null, actual, isInside: null };
  const [low, high] = interval;
  const chance = Z90 * Math.sqrt(Math.max(0, predicted));
  const below = Math.hypot((conversions - low) * days, chance);
  const above = Math.hypot((high - conversions) * days, chance);
  const ends: [number, number] = [Math.max(0, predicted - below), predicted + above];
  return { predicted, interval: ends, actual, isInside: ends[0] <= actual && actual <= ends[1] };
}
