import { addDays, day, dayNumber, type IsoDate, parseIsoDate } from '../store/model/day.ts';
import type { Month } from '../store/model/monthly.ts';
import type { DayRange } from '../store/ports.ts';
import { earlierDay, laterDay } from './day-order.ts';

export type PeriodGrain = 'DAY' | 'WEEK' | 'MONTH';

/** A day, an ISO week (Monday to Sunday) or a calendar month, cut to the range that was asked for. */
export interface CalendarPeriod {
  readonly grain: PeriodGrain;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The range cuts the period short, so it does not compare with its neighbours. */
  readonly partial: boolean;
}

export const isPeriodGrain = (text: string): text is PeriodGrain =>
  text === 'DAY' || text === 'WEEK' || text === 'MONTH';

export function periodOf(grain: PeriodGrain, date: IsoDate, range?: DayRange): CalendarPeriod {
  const [from, to] = wholePeriod(grain, date);
  if (!range) return { grain, from, to, partial: false };
  return {
    grain,
    from: laterDay(from, range.from),
    to: earlierDay(to, range.to),
    partial: from < range.from || to > range.to,
  };
}

function wholePeriod(grain: PeriodGrain, date: IsoDate): readonly [IsoDate, IsoDate] {
  if (grain === 'DAY') return [date, date];
  if (grain === 'WEEK') {
    // 1970-01-01, day 0, was a Thursday.
    const daysSinceMonday = (dayNumber(date) + 3) % 7;
    const monday = addDays(date, -daysSinceMonday);
    return [monday, addDays(monday, 6)];
  }
  const first = firstOfMonth(date);
  return [first, addDays(firstOfMonth(addDays(first, 31)), -1)];
}

/** Cutting the label keeps it a day. */
const firstOfMonth = (date: IsoDate) => `${date.slice(0, 7)}-01` as IsoDate;

/** `2026-10`, or null for what is no calendar month. */
export const parseMonth = (text: string): Month | null => (parseIsoDate(`${text}-01`) === null ? null : text);

/** All days of a calendar month. */
export const monthRange = (month: Month): DayRange => {
  const { from, to } = periodOf('MONTH', day(`${month}-01`));
  return { from, to };
};

/** The month so many months later, or earlier for a negative number. */
export function addMonths(month: Month, count: number): Month {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((((number % 12) + 12) % 12) + 1).padStart(2, '0')}`;
}

/** Months from the month of one day to that of another. */
export const monthsApart = (from: IsoDate, to: IsoDate): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));
