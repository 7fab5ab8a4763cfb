import type { LiftExperiment } from './fitted-curve.ts';
import { logMultipliers, type RhythmBasis, type RhythmRows, rhythmRows } from './rhythm.ts';
import { type Shape, valueAt } from './shape.ts';
import type { DaySpans } from './special-days.ts';
import { dayNumber, type Timeline, weekdayOf } from './timeline.ts';

/** An experiment as an observation of s·[f(test) − f(control)], in the campaign's own units. */
export interface Increment {
  readonly control: number;
  readonly test: number;
  readonly lift: number;
  readonly standardError: number;
}

/** An experiment with the rhythm of its days. */
export interface PlacedExperiment {
  readonly experiment: LiftExperiment;
  readonly rows: RhythmRows;
}

const LONGEST_DAYS = 731;

/** Experiments that say something, with their days on the basis of the rhythm. */
export function placeExperiments(
  experiments: readonly LiftExperiment[],
  basis: RhythmBasis,
  specialDays: readonly DaySpans[],
  start: number,
): readonly PlacedExperiment[] {
  return experiments.filter(isTelling).map((experiment) => {
    const from = dayNumber(experiment.from);
    const length = Math.min(Math.max(dayNumber(experiment.to) - from + 1, 1), LONGEST_DAYS);
    const day = Int32Array.from({ length }, (_, i) => i);
    const sinceStart = day.map((i) => from + i - start);
    const weekday = Uint8Array.from(day, (i) => weekdayOf(from + i));
    return { experiment, rows: rhythmRows({ day, sinceStart, weekday }, basis, specialDays) };
  });
}

function isTelling({ from, to, spendControl, spendTest, lift, standardError }: LiftExperiment): boolean {
  const numbers = [dayNumber(from), dayNumber(to), spendControl, spendTest, lift, standardError];
  return (
    numbers.every(Number.isFinite) &&
    standardError > 0 &&
    spendControl >= 0 &&
    spendTest >= 0 &&
    spendControl !== spendTest
  );
}

/** The mean multiplier of an experiment's days. */
export function multiplierOf({ rows }: PlacedExperiment, centre: Float64Array, delta: Float64Array): number {
  const logs = logMultipliers(rows, centre, delta);
  return logs.reduce((sum, log) => sum + Math.exp(log), 0) / logs.length;
}

export function incrementOf(
  placed: PlacedExperiment,
  timeline: Timeline,
  centre: Float64Array,
  delta: Float64Array,
): Increment {
  const { spendControl, spendTest, lift, standardError } = placed.experiment;
  const outcome = timeline.outcomeUnit * multiplierOf(placed, centre, delta);
  return {
    control: spendControl / timeline.spendUnit,
    test: spendTest / timeline.spendUnit,
    lift: lift / outcome,
    standardError: standardError / outcome,
  };
}

/**
 * Adds the evidence to the quadratic [A11, A12, A22, g1, g2, yy] of (b, s): each experiment is one more row, of the
 * column f(test) − f(control) and of known variance.
 *
 * @param weight of a row of variance 1, so that the tempering of the days leaves experiments as they are
 */
export function addIncrements(
  increments: readonly Increment[],
  weight: number,
  shape: Shape,
  statistics: Float64Array,
): void {
  for (const { control, test, lift, standardError } of increments) {
    const difference = valueAt(shape, test) - valueAt(shape, control);
    const w = weight / standardError ** 2;
    statistics[2]! += w * difference * difference;
    statistics[4]! += w * difference * lift;
    statistics[5]! += w * lift * lift;
  }
}
