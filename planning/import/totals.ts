import { formatMicros, type Micros } from '../../store/model/money.ts';
import { parseDate } from './dates.ts';
import { type DecimalSign, decimalToMicros, plainDecimal } from './numbers.ts';
import { type Refusal, refusal } from './refusal.ts';
import { cellsOf, isTotalLabel } from './sections.ts';
import type { Table, TableRecord } from './table.ts';

/** A total that the file states itself. */
export interface FileTotal {
  readonly line: number;
  /** Empty where only a blank entity marks it. */
  readonly label: string;
  readonly spendMicros: Micros;
}

/** Totals of the whole file; one of a single day, or without a readable cost, cannot be checked against. */
export function readTotals(table: Table, records: readonly TableRecord[], sign: DecimalSign): FileTotal[] {
  return records.flatMap((record) => {
    const cell = cellsOf(table, record);
    const isTotalOfOneDay = parseDate(cell('date')) !== null;
    const decimal = isTotalOfOneDay ? null : plainDecimal(cell('spend'), sign);
    const label = record.cells.find((cell) => isTotalLabel(cell)) ?? '';
    return decimal === null ? [] : [{ line: record.line, label, spendMicros: decimalToMicros(decimal) }];
  });
}

/** The total of exactly the rows shown: of the filtered campaigns before that of the whole account. */
export function totalOfShownRows(totals: readonly FileTotal[]): FileTotal | null {
  const wanted = [/filtered/i, /campaigns/i, /account/i, /^(grand )?totals?( of \d+ results)?\s*:?$/i, /^$/];
  for (const pattern of wanted) {
    const found = totals.find(({ label }) => pattern.test(label.trim()));
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Platforms round each row and the total apart. n rounding errors of at most half a unit in the last place add up
 * to about √n of them; four times that is never rounding.
 */
export function totalMismatch(
  total: FileTotal,
  sum: Micros,
  rows: number,
  lastPlaceMicros: Micros,
): Refusal | null {
  const tolerance = lastPlaceMicros * BigInt(1 + Math.ceil(2 * Math.sqrt(rows)));
  const difference = total.spendMicros > sum ? total.spendMicros - sum : sum - total.spendMicros;
  if (difference <= tolerance) return null;
  return refusal(
    'TOTAL_MISMATCH',
    `The file states a total cost of ${formatMicros(total.spendMicros)}, its rows sum to ${formatMicros(sum)}. ` +
      'Rows are missing or doubled; export the report again without editing it.',
    { line: total.line, value: formatMicros(total.spendMicros) },
  );
}
