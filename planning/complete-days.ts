import { addDays, dayNumber, type IsoDate } from '../store/model/day.ts';
import type { DailyPerformance } from '../store/model/entities.ts';
import { earlierDay, laterDay } from './day-order.ts';

/** Platforms restate the last 28 to 30 days. A day still marked incomplete after that will not be restated. */
const RESTATED_DAYS = 30;

/**
 * The last day up to which conversions have come in; null when no day is complete or there are no rows.
 * A row left incomplete longer ago than platforms restate does not hold the others back.
 */
export function dataCompleteThrough(
  rows: Iterable<Pick<DailyPerformance, 'date' | 'incomplete'>>,
): IsoDate | null {
  let firstDay: IsoDate | null = null;
  let lastDay: IsoDate | null = null;
  const incompleteDays: IsoDate[] = [];
  for (const { date, incomplete } of rows) {
    firstDay = firstDay === null ? date : earlierDay(firstDay, date);
    lastDay = lastDay === null ? date : laterDay(lastDay, date);
    if (incomplete) incompleteDays.push(date);
  }
  if (firstDay === null || lastDay === null) return null;
  const oldestRestated = addDays(lastDay, -RESTATED_DAYS);
  const restatable = incompleteDays.filter((date) => date > oldestRestated);
  const completeThrough = restatable.length === 0 ? lastDay : addDays(restatable.reduce(earlierDay), -1);
  return completeThrough < firstDay ? null : completeThrough;
}

/** Days from `from` to `to`, both included. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from) + 1;
