import { addDays, dayNumber, type IsoDate } from '../store/model/day.ts';
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
