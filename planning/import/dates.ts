import { type IsoDate, parseIsoDate } from '../../store/model/day.ts';
import { remember } from './language/remember.ts';
import { monthOf } from './language/words.ts';

/** Which part of `9/8/2026` comes first. */
export type DateOrder = 'MONTH_FIRST' | 'DAY_FIRST';

const ORDERED = /^(\d{1,2})([/-])(\d{1,2})\2(\d{4})$/;

/** What one cell proves of the order: `13/09/2026` the day, `09/13/2026` the month; null for a date of either order. */
export const orderShownBy = remember((cell): DateOrder | 'NONE' | null => {
  const match = ORDERED.exec(withoutTime(cell));
  if (!match) return 'NONE';
  const [, first, , second] = match;
  if (Number(first) > 12) return 'DAY_FIRST';
  return Number(second) > 12 ? 'MONTH_FIRST' : null;
});

/**
 * `2026-10-31`, `10/31/2026` (by the order; null without one), `31.10.2026`, and with the month as a word of any of the
 * languages: `October 31, 2026`, `31. Oktober 2026`, `31 oct. 2026`, `31 de outubro de 2026`, `31 октября 2026 г.`.
 * A time of day is left out, as the label of the day is all that counts. Null for anything else.
 */
export const parseDate = (cell: string, order: DateOrder | null): IsoDate | null =>
  PARSERS[order ?? 'UNKNOWN'](cell);

function parse(cell: string, order: DateOrder | null): IsoDate | null {
  const text = withoutTime(cell);
  const iso = parseIsoDate(text);
  if (iso !== null) return iso;
  const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst) return calendarDay(yearFirst[1], yearFirst[2], yearFirst[3]);
  const ordered = ORDERED.exec(text);
  if (ordered) {
    const [, first, , second, year] = ordered;
    if (order === null) return null;
    return order === 'MONTH_FIRST' ? calendarDay(year, first, second) : calendarDay(year, second, first);
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted) return calendarDay(dotted[3], dotted[2], dotted[1]);
  return dateInWords(text);
}

const PARSERS = {
  MONTH_FIRST: remember((cell) => parse(cell, 'MONTH_FIRST')),
  DAY_FIRST: remember((cell) => parse(cell, 'DAY_FIRST')),
  UNKNOWN: remember((cell) => parse(cell, null)),
};

function dateInWords(text: string): IsoDate | null {
  const monthFirst = /^(\p{L}+\.?) (\d{1,2}),? (\d{4})$/u.exec(text);
  if (monthFirst) return calendarDay(monthFirst[3], String(monthOf(monthFirst[1] ?? '')), monthFirst[2]);
  const dayFirst = /^(\d{1,2})\.? (?:de )?(\p{L}+\.?),? (?:de )?(\d{4})(?: ?г\.?)?$/u.exec(text);
  if (dayFirst) return calendarDay(dayFirst[3], String(monthOf(dayFirst[2] ?? '')), dayFirst[1]);
  return null;
}

export interface Period {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** `September 1, 2026 - September 30, 2026` and the like, the two days in any form of `parseDate`. */
export function parsePeriod(
  text: string,
  order: DateOrder | null = null,
  separator = /\s+[-–—]\s+/,
): Period | null {
  const ends = text
    .trim()
    .replace(/^["']|["']$/g, '')
    .split(separator);
  const [from, to = from] = ends.map((end) => parseDate(end, order));
  return ends.length <= 2 && from && to && from <= to ? { from, to } : null;
}

const TIME = /[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$/i;

const withoutTime = (cell: string) => cell.replace(/\s+/g, ' ').trim().replace(TIME, '');

const calendarDay = (year = '', month = '', day = '') =>
  parseIsoDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
