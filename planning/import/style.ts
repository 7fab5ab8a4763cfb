import { dateOrderOf } from './dates.ts';
import type { Field } from './fields.ts';
import type { Format } from './formats/format.ts';
import { decimalSignOf, isAbsent } from './numbers.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Style } from './rows.ts';
import { cellsOf } from './sections.ts';
import type { Table, TableRecord } from './table.ts';

const NUMERIC_FIELDS = ['spend', 'impressions', 'clicks', 'conversions', 'revenue'] as const;

/** Settles from whole columns what a single cell leaves open: `9/8/2026`, `1,234`. */
export function styleOf(
  table: Table,
  dateField: Field,
  data: readonly TableRecord[],
  format: Format,
): Style | Refusal {
  const numeric = NUMERIC_FIELDS.flatMap((field) =>
    data.map((record) => ({ line: record.line, text: cellsOf(table, record)(field) })),
  ).filter(({ text }) => !isAbsent(text));
  const decimalSign = decimalSignOf(numeric.map(({ text }) => text));
  if (typeof decimalSign === 'object') {
    const { line, text } = numeric[decimalSign.contradictedAt] ?? { line: table.headerLine, text: '' };
    const hint =
      'Some numbers of this file have a decimal point and some a decimal comma. Export it again unedited.';
    return refusal('AMBIGUOUS_NUMBERS', hint, { line, value: text });
  }

  const dates = data.map((record) => cellsOf(table, record)(dateField));
  const proven = dateOrderOf(dates);
  const dateOrder = proven === 'AMBIGUOUS' ? format.usualDateOrder : proven;
  if (dateOrder === null || dateOrder === 'CONTRADICTORY') {
    const hint =
      dateOrder === null
        ? 'No date of this column shows whether the month or the day comes first. Export with dates as YYYY-MM-DD.'
        : 'Some dates of this column put the month first and some the day. Export with dates as YYYY-MM-DD.';
    return refusal('AMBIGUOUS_DATES', hint, {
      line: data[0]?.line ?? table.headerLine,
      value: dates[0] ?? '',
    });
  }
  return {
    dateField,
    dateOrder,
    decimalSign,
    clicksField: table.columns.has('clicks') ? 'clicks' : 'linkClicks',
  };
}
