import { addDays, dayNumber, type IsoDate, parseIsoDate } from '../../store/model/day.ts';
import { monthOf } from '../../store/model/monthly.ts';
import type { DayRange } from '../../store/ports.ts';
import { daysBetween } from '../complete-days.ts';
import { earlierDay } from '../day-order.ts';
import { addMonths, monthRange, monthsApart, type PeriodGrain, periodOf } from '../period.ts';
import type { Comparison } from './request.ts';
import { splitRange } from './split-range.ts';

/**
 * What a range is compared with: as many days before it, or as many whole months where it is of whole months; or the
 * same days a year ago (29 February with the 28th).
 */
export function comparedRange({ from, to }: DayRange, comparison: Comparison): DayRange {
  if (comparison === 'YEAR_AGO') return { from: yearAgo(from), to: yearAgo(to) };
  const { months, edges } = splitRange({ from, to });
  const [first] = months;
  if (first !== undefined && edges.length === 0) {
    const shifted = addMonths(first, -months.length);
    return { from: monthRange(shifted).from, to: addDays(from, -1) };
  }
  return { from: addDays(from, -daysBetween(from, to)), to: addDays(from, -1) };
}

function yearAgo(date: IsoDate): IsoDate {
  const year = String(Number(date.slice(0, 4)) - 1).padStart(4, '0');
  return parseIsoDate(`${year}${date.slice(4)}`) ?? yearAgo(addDays(date, -1));
}

/** The day of `range` in the period that stands where a day of the compared range stands: first to first. */
export function alignedDay(
  date: IsoDate,
  grain: PeriodGrain | undefined,
  compared: DayRange,
  range: DayRange,
): IsoDate {
  switch (grain) {
    case undefined:
      return range.from;
    case 'DAY':
      return earlierDay(addDays(range.from, dayNumber(date) - dayNumber(compared.from)), range.to);
    case 'WEEK': {
      const weeks = (mondayNumber(date) - mondayNumber(compared.from)) / 7;
      return earlierDay(addDays(periodOf('WEEK', range.from).from, 7 * weeks), range.to);
    }
    case 'MONTH':
      return earlierDay(
        monthRange(addMonths(monthOf(range.from), monthsApart(compared.from, date))).from,
        range.to,
      );
  }
}

const mondayNumber = (date: IsoDate): number => dayNumber(periodOf('WEEK', date).from);
