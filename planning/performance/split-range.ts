import { addDays, day, type IsoDate } from '../../store/model/day.ts';
import { type Month, monthOf } from '../../store/model/monthly.ts';
import type { DayRange } from '../../store/ports.ts';
import { earlierDay, laterDay } from '../day-order.ts';
import { addMonths, monthRange } from '../period.ts';

export interface SplitRange {
  /** Calendar months that lie in the range as a whole. */
  readonly months: readonly Month[];
  /** What is left at both ends. */
  readonly edges: readonly DayRange[];
}

/** A range as whole months, whose sums are stored, and the days at its ends. */
export function splitRange({ from, to }: DayRange): SplitRange {
  const months: Month[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = addMonths(month, 1)) {
    const whole = monthRange(month);
    if (whole.from >= from && whole.to <= to) months.push(month);
  }
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined) return { months, edges: [{ from, to }] };
  const head = { from, to: addDays(monthRange(first).from, -1) };
  const tail = { from: addDays(monthRange(last).to, 1), to };
  return { months, edges: [head, tail].filter((edge) => edge.from <= edge.to) };
}

/** The days of a month whose bits are set: day d is bit d − 1. */
export function daysOfMask(month: Month, mask: number): readonly IsoDate[] {
  const first = day(`${month}-01`);
  return Array.from({ length: 31 }, (_, i) => i)
    .filter((i) => (mask >>> i) & 1)
    .map((i) => addDays(first, i));
}

export const maskOf = (date: IsoDate): number => (1 << (Number(date.slice(8)) - 1)) >>> 0;

/** The days that both ranges have; null when they have none. */
export function commonDays(a: DayRange, b: DayRange): DayRange | null {
  const range = { from: laterDay(a.from, b.from), to: earlierDay(a.to, b.to) };
  return range.from <= range.to ? range : null;
}
