import { addDays, dayNumber, type IsoDate } from '../../store/model/day.ts';
import type { DayRange } from '../../store/ports.ts';
import { daysBetween } from '../complete-days.ts';

/** One figure by day; days that are not there are not known. */
export type DailyFigure = ReadonlyMap<IsoDate, number>;

export interface Projection {
  /** Of the range's known days. */
  readonly toDate: number;
  /** With what the days that are left are expected to bring. */
  readonly end: number;
  /** Holds the end in 80 % of cases, by how far the same projection was off at earlier days; null without enough of them. */
  readonly interval: readonly [number, number] | null;
  /** The share of the range that its known days usually make, by weekday. */
  readonly expectedShare: number;
}

/** The level is that of the last four weeks, each weekday by its own share of the last eight. */
const LEVEL_DAYS = 28;
const RHYTHM_DAYS = 56;
/** Fewer known days than that say nothing of a weekday. */
const LEAST_DAYS = 14;
/** An error band of fewer past projections than that would be an accident. */
const LEAST_TRIALS = 12;

/**
 * Where a figure will stand at the end of a range, if it goes on as it did: each day left brings the mean of the last
 * four weeks times its weekday's rhythm. The band is empirical: the same projection as far ahead, made at each earlier
 * day, against what came.
 */
export function projected(figure: DailyFigure, range: DayRange, through: IsoDate): Projection {
  const all = daysOf(range);
  const known = all.filter((date) => date <= through);
  const ahead = all.filter((date) => date > through).map((date) => dayNumber(date) - dayNumber(through));
  const toDate = sumOf(figure, known);
  const rhythm = rhythmAt(figure, through);
  const weight = (days: readonly IsoDate[]) => days.reduce((sum, date) => sum + rhythm[weekday(date)], 0);
  const expectedShare = weight(known) / weight(all);
  if (ahead.length === 0) return { toDate, end: toDate, interval: [toDate, toDate], expectedShare };

  const expected = forecast(figure, through, ahead);
  if (expected === null) {
    const runRate = known.length === 0 ? 0 : toDate / known.length;
    return { toDate, end: toDate + ahead.length * runRate, interval: null, expectedShare };
  }
  const reach = relativeReach(pastErrors(figure, through, ahead), Math.max(...ahead));
  const interval =
    reach === null
      ? null
      : ([toDate + expected * Math.max(0, 1 - reach), toDate + expected * (1 + reach)] as const);
  return { toDate, end: toDate + expected, interval, expectedShare };
}

/** What the days so many days after `origin` bring, by what is known on it; null where that is too little. */
function forecast(figure: DailyFigure, origin: IsoDate, ahead: readonly number[]): number | null {
  const recent = daysOf({ from: addDays(origin, 1 - LEVEL_DAYS), to: origin }).filter((date) =>
    figure.has(date),
  );
  if (recent.length < LEAST_DAYS) return null;
  const rhythm = rhythmAt(figure, origin);
  const weight = (days: readonly IsoDate[]) => days.reduce((sum, date) => sum + rhythm[weekday(date)], 0);
  const weightOfRecent = weight(recent);
  const level = weightOfRecent === 0 ? 0 : sumOf(figure, recent) / weightOfRecent;
  return level * weight(ahead.map((days) => addDays(origin, days)));
}

/** (what came − what was projected) ÷ what was projected as far ahead, at every earlier day at which both are known. */
function pastErrors(figure: DailyFigure, through: IsoDate, ahead: readonly number[]): readonly number[] {
  const first = [...figure.keys()].reduce((a, b) => (a < b ? a : b), through);
  const furthest = Math.max(...ahead);
  const errors: number[] = [];
  for (let origin = addDays(through, -furthest); addDays(origin, 1 - LEVEL_DAYS) >= first; ) {
    const expected = forecast(figure, origin, ahead);
    const came = ahead.map((days) => addDays(origin, days));
    if (expected !== null && expected > 0) errors.push(sumOf(figure, came) / expected - 1);
    origin = addDays(origin, -1);
  }
  return errors;
}

/**
 * How far, relatively, the middle 80 % of errors reach: their root mean square times Student's t. Projections from
 * neighbouring days share most of their days, so only as many count as lie a horizon apart.
 */
function relativeReach(errors: readonly number[], horizon: number): number | null {
  if (errors.length < LEAST_TRIALS) return null;
  const meanSquare = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
  const independent = Math.max(1, Math.round((errors.length + horizon) / horizon) - 1);
  return (T90[independent - 1] ?? Z90) * Math.sqrt(meanSquare);
}

/** Student's t, quantile 0.9, for 1, 2, 3, … degrees of freedom; then the normal one is near enough. */
const T90 = [3.078, 1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372];
const Z90 = 1.2815515655446004;

type Rhythm = readonly [number, number, number, number, number, number, number];

/** Of each weekday, its mean over the mean of all; 1 where nothing is known. */
function rhythmAt(figure: DailyFigure, through: IsoDate): Rhythm {
  const sums = Array.from({ length: 7 }, () => ({ sum: 0, days: 0 }));
  for (const date of daysOf({ from: addDays(through, 1 - RHYTHM_DAYS), to: through })) {
    const value = figure.get(date);
    const slot = sums[weekday(date)];
    if (value === undefined || slot === undefined) continue;
    slot.sum += value;
    slot.days += 1;
  }
  const days = sums.reduce((count, slot) => count + slot.days, 0);
  const mean = sums.reduce((sum, slot) => sum + slot.sum, 0) / days;
  // A week is a tuple of seven.
  return sums.map(({ sum, days: n }) => (n < 2 || !(mean > 0) ? 1 : sum / n / mean)) as unknown as Rhythm;
}

/** 0 Monday to 6 Sunday. 1970-01-01 was a Thursday. */
const weekday = (date: IsoDate) => ((((dayNumber(date) + 3) % 7) + 7) % 7) as 0 | 1 | 2 | 3 | 4 | 5 | 6;

const daysOf = ({ from, to }: DayRange): readonly IsoDate[] =>
  from > to ? [] : Array.from({ length: daysBetween(from, to) }, (_, i) => addDays(from, i));

const sumOf = (figure: DailyFigure, days: readonly IsoDate[]) =>
  days.reduce((sum, date) => sum + (figure.get(date) ?? 0), 0);
