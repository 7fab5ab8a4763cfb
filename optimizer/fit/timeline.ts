import type { CampaignSeries, DayObservation } from './fitted-curve.ts';

/** A campaign's days laid out for arithmetic, in its own units: mean active spend is 1, mean outcome is 1. */
export interface Timeline {
  readonly series: CampaignSeries;
  /** Day number of the series' first day. */
  readonly firstDay: number;
  /** Units of money: mean spend over the days with spend; 1 where there is none. */
  readonly spendUnit: number;
  /** Mean outcome over the days that are fitted, or a share of its mean size where that is larger; 1 where all is 0. */
  readonly outcomeUnit: number;
  /** Every calendar day from the first to the last, in spend units; days without a report are filled in. */
  readonly spend: Float64Array;
  /** Mean spend of the first seven calendar days: what carries over into the first day is a multiple of it. */
  readonly firstWeekSpend: number;
  /** The reported days. */
  readonly all: Rows;
  /** The reported days whose outcome is known and complete. */
  readonly fitted: Rows;
  /** Outcome of the fitted days, in outcome units, grossed up where it is not complete. */
  readonly outcome: Float64Array;
  /** How much a fitted day counts: 1 when complete, less while outcome is still coming in. */
  readonly trust: Float64Array;
}

export interface Rows {
  /** Position in the calendar of the series. */
  readonly day: Int32Array;
  /** Days since the workspace's first day. */
  readonly sinceStart: Int32Array;
  /** 0 is Monday. */
  readonly weekday: Uint8Array;
}

const MS_PER_DAY = 86_400_000;

const DIGIT_ZERO = 48;

/** Days since 1970-01-01 of a `YYYY-MM-DD`; not a number for anything else. */
export function dayNumber(date: string): number {
  if (date.length !== 10) return Number.NaN;
  const digits = (from: number, to: number) => {
    let value = 0;
    for (let i = from; i < to; i++) value = 10 * value + date.charCodeAt(i) - DIGIT_ZERO;
    return value;
  };
  return Math.round(Date.UTC(digits(0, 4), digits(5, 7) - 1, digits(8, 10)) / MS_PER_DAY);
}

export function dateOf(day: number): string {
  return Number.isFinite(day) ? new Date(day * MS_PER_DAY).toISOString().slice(0, 10) : '1970-01-01';
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** @param start day number of the workspace's first day */
export function layOut(series: CampaignSeries, start: number): Timeline {
  const days = [...series.days].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const active = days.map(spendOf).filter((x) => x > 0);
  const spendUnit = meanOf(active) || 1;
  const completeness = days.map(completenessOf);
  const isFitted = days.map((day, i) => outcomeOf(day) !== null && completeness[i]! > 0);
  const outcome = days.map((day, i) => (outcomeOf(day) ?? 0) / (completeness[i]! || 1));
  const fittedOutcome = outcome.filter((_, i) => isFitted[i]);
  const meanSize = meanOf(fittedOutcome.map(Math.abs));
  // Cancelled and refunded outcome is negative: the unit must not shrink to nothing where it outweighs the rest.
  const outcomeUnit = Math.max(meanOf(fittedOutcome), LEAST_UNIT * meanSize) || 1;

  const numbers = days.map((day) => dayNumber(day.date));
  const first = numbers[0] ?? start;
  const spend = calendarSpend(days, numbers, spendUnit);
  const all = rowsOf(numbers, first, start);
  const fitted = rowsOf(
    numbers.filter((_, i) => isFitted[i]),
    first,
    start,
  );
  return {
    series,
    firstDay: first,
    spendUnit,
    outcomeUnit,
    spend,
    firstWeekSpend: meanOf([...spend.slice(0, 7)]),
    all,
    fitted,
    outcome: Float64Array.from(fittedOutcome, (y) => y / outcomeUnit),
    // Once for the outcome that is seen (a thinned count), once more for the share itself, which is a guess.
    trust: Float64Array.from(
      completeness.filter((_, i) => isFitted[i]),
      (share) => share ** 2,
    ),
  };
}

const LEAST_UNIT = 0.05;

/** An incomplete day is grossed up from this share on; below it the outcome says too little. */
const LEAST_COMPLETENESS = 0.5;

/** The share of a day's outcome that is in; 0 where the day is not to be fitted. */
export function completenessOf(day: DayObservation): number {
  if (day.incomplete !== true) return 1;
  const share = day.completeness ?? 0;
  return share >= LEAST_COMPLETENESS ? Math.min(1, share) : 0;
}

/**
 * Platforms leave out days on which nothing ran, so a gap is a pause without spend; but one or two days missing
 * between days with spend are lost reports, and take the mean of their neighbours.
 */
function calendarSpend(
  days: readonly DayObservation[],
  numbers: readonly number[],
  unit: number,
): Float64Array {
  const first = numbers[0];
  if (first === undefined) return new Float64Array(0);
  const spend = new Float64Array(numbers[numbers.length - 1]! - first + 1);
  days.forEach((day, i) => {
    const at = numbers[i]! - first;
    spend[at] = spendOf(day) / unit;
    const missing = i === 0 ? 0 : numbers[i]! - numbers[i - 1]! - 1;
    if (missing > 0 && missing <= 2) {
      const between = (spend[at]! + spend[at - missing - 1]!) / 2;
      for (let k = 1; k <= missing; k++) spend[at - k] = between;
    }
  });
  return spend;
}

function rowsOf(numbers: readonly number[], first: number, start: number): Rows {
  return {
    day: Int32Array.from(numbers, (n) => n - first),
    sinceStart: Int32Array.from(numbers, (n) => n - start),
    weekday: Uint8Array.from(numbers, weekdayOf),
  };
}

function spendOf(day: DayObservation): number {
  return Number.isFinite(day.spend) && day.spend > 0 ? day.spend : 0;
}

function outcomeOf(day: DayObservation): number | null {
  return day.outcome !== null && Number.isFinite(day.outcome) ? day.outcome : null;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
