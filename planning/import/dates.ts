import { type IsoDate, parseIsoDate } from '../../store/model/day.ts';

/** Which part of `9/8/2026` comes first. */
export type DateOrder = 'MONTH_FIRST' | 'DAY_FIRST';

const SLASHED = /^(\d{1,2})[/](\d{1,2})[/](\d{4})$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The order that a column's slashed dates prove, such as `13/09/2026`; `AMBIGUOUS` when none of them does and
 * `CONTRADICTORY` when two of them disagree.
 */
export function dateOrderOf(cells: readonly string[]): DateOrder | 'AMBIGUOUS' | 'CONTRADICTORY' {
  const dates = cells.map((cell) => SLASHED.exec(cell.trim())).filter((match) => match !== null);
  const isDayFirst = dates.some(([, first]) => Number(first) > 12);
  const isMonthFirst = dates.some(([, , second]) => Number(second) > 12);
  if (isDayFirst && isMonthFirst) return 'CONTRADICTORY';
  if (isDayFirst) return 'DAY_FIRST';
  return isMonthFirst || dates.length === 0 ? 'MONTH_FIRST' : 'AMBIGUOUS';
}

/** `2026-10-31`, `10/31/2026` (by the order), `31.10.2026`, `October 31, 2026`, `31 Oct. 2026`; null for others. */
export function parseDate(cell: string, order: DateOrder = 'MONTH_FIRST'): IsoDate | null {
  const text = cell.trim();
  const iso = parseIsoDate(text);
  if (iso !== null) return iso;
  const slashed = SLASHED.exec(text);
  if (slashed) {
    const [, first, second, year] = slashed;
    return order === 'MONTH_FIRST' ? calendarDay(year, first, second) : calendarDay(year, second, first);
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted) return calendarDay(dotted[3], dotted[2], dotted[1]);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2}), (\d{4})$/i.exec(text);
  if (monthFirst) return calendarDay(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  const dayFirst = /^(\d{1,2}) ([a-z]{3,9})\.?,? (\d{4})$/i.exec(text);
  if (dayFirst) return calendarDay(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  return null;
}

export interface Period {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** `September 1, 2026 - September 30, 2026` and the like, the two days in any form of `parseDate`. */
export function parsePeriod(text: string, separator: RegExp = /\s+[-–—]\s+/): Period | null {
  const ends = text.replace(/^["']|["']$/g, '').split(separator);
  const [from, to = from] = ends.map((end) => parseDate(end));
  return ends.length <= 2 && from && to && from <= to ? { from, to } : null;
}

const monthNumber = (name = '') => String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);

const calendarDay = (year = '', month = '', day = '') =>
  parseIsoDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
