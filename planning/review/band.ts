import type { Expected, Forecast } from '../apply/change-set-body.ts';
import { sumOfExpected } from '../apply/items-of-scenario.ts';
import type { Band } from './review.ts';

/** Standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

export interface Observed {
  readonly expected: Expected;
  /** What was expected to be reported, where that is another figure than what was planned with. */
  readonly forecast?: Forecast | undefined;
  /** Those of one channel err together by the spread of their forecasts. */
  readonly channel?: string | undefined;
  readonly actual: number;
}

/**
 * What was predicted for so many days beside what came, one or several campaigns together. The prediction is of a mean;
 * what comes is a count, which scatters around its mean as counts do (Poisson): both doubts add as squares do, and so
 * does the error that campaigns of a channel share.
 */
export function bandOf(observed: readonly Observed[], days: number): Band {
  const { conversions, interval } = sumOfExpected(observed.map(reportedOf));
  const actual = observed.reduce((sum, each) => sum + each.actual, 0);
  const predicted = conversions * days;
  if (interval === null) return { predicted, interval: null, actual, isInside: null };
  const [low, high] = interval;
  const chance = Z90 * Math.sqrt(Math.max(0, predicted));
  const shared = Z90 * sharedError(observed) * days;
  const below = Math.hypot((conversions - low) * days, chance, shared);
  const above = Math.hypot((high - conversions) * days, chance, shared);
  const ends: [number, number] = [Math.max(0, predicted - below), predicted + above];
  return { predicted, interval: ends, actual, isInside: ends[0] <= actual && actual <= ends[1] };
}

/** The same of the bare fits, as if no review had corrected them. */
export const uncorrectedBandOf = (observed: readonly Observed[], days: number): Band =>
  bandOf(
    observed.map(({ forecast, ...each }) => ({ ...each, expected: forecast?.uncorrected ?? each.expected })),
    days,
  );

function reportedOf({ expected, forecast }: Observed): Expected {
  if (forecast === undefined) return expected;
  const { conversions, interval } = forecast.uncorrected;
  const times = (value: number) => value * forecast.factor;
  return {
    conversions: times(conversions),
    interval: interval && [times(interval[0]), times(interval[1])],
  };
}

/** Standard deviation a day: within a channel errors add, between channels their squares do. */
function sharedError(observed: readonly Observed[]): number {
  const ofChannel = new Map<string, number>();
  for (const each of observed) {
    const channel = each.channel ?? '';
    const error = (each.forecast?.spread ?? 0) * reportedOf(each).conversions;
    ofChannel.set(channel, (ofChannel.get(channel) ?? 0) + error);
  }
  return Math.hypot(...ofChannel.values());
}
