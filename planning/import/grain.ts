import { dayNumber, type IsoDate } from '../../store/model/day.ts';
import type { Period } from './dates.ts';

/** Fewer days than these may fall on one weekday or on the first of a month by chance. */
const LEAST_WEEKS = 4;
const LEAST_MONTHS = 2;

/** Tells days from the labels of weeks and months, which look the same one by one. */
export interface Grain {
  see(date: IsoDate): void;
  /** What the dates are, in words, where they are not days. `period` is given where a date may stand for all of it. */
  coarserThanDaily(period: Period | null, rowsMayBeSparse: boolean): string | null;
}

export function createGrain(): Grain {
  const days = new Set<IsoDate>();
  return {
    see(date) {
      days.add(date);
    },
    coarserThanDaily(period, rowsMayBeSparse) {
      const all = [...days];
      const least = rowsMayBeSparse ? 2 : 1;
      const [first] = all;
      if (first === undefined) return null;
      const isOneOfLongPeriod =
        all.length === 1 && period !== null && period.from === first && period.to !== first;
      if (isOneOfLongPeriod) return `every row on ${first}, the first day of the period`;
      const areMonths = all.length >= LEAST_MONTHS * least && all.every((date) => date.endsWith('-01'));
      if (areMonths) return `${all.length} dates, each the first of a month`;
      const areWeeks =
        all.length >= LEAST_WEEKS * least &&
        all.every((date) => (dayNumber(date) - dayNumber(first)) % 7 === 0);
      return areWeeks ? `${all.length} dates, each on the same day of the week` : null;
    },
  };
}
