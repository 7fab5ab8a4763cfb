import { DayRangeTooLongError } from './errors.ts';
import type { DayRange } from './ports.ts';

/** 20 years. A channel's days are read month by month, so an open-ended range would be thousands of reads. */
const MAX_MONTHS = 240;

/** The months `yyyy-mm` that a range touches, in order; none when it ends before it begins. */
export function monthsOf(range: DayRange): readonly string[] {
  const first = monthNumber(range.from);
  const count = monthNumber(range.to) - first + 1;
  if (range.from > range.to) return [];
  if (count > MAX_MONTHS) {
    throw new DayRangeTooLongError(
      `${range.from} to ${range.to} are ${count} months; wanted at most ${MAX_MONTHS}. Ask for a shorter range.`,
    );
  }
  return Array.from({ length: count }, (_, i) => monthOfNumber(first + i));
}

const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

const monthOfNumber = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
