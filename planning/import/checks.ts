import type { IsoDate } from '../../store/model/day.ts';
import type { FileFacts } from './formats/format.ts';
import { campaignDayKey } from './merge-segments.ts';
import { decimalsIn } from './numbers.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { readRow, Style, UnfinishedRow } from './rows.ts';
import { cellsOf } from './sections.ts';
import type { Table, TableRecord } from './table.ts';
import { type FileTotal, totalMismatch } from './totals.ts';

interface Reading {
  readonly table: Table;
  readonly data: readonly TableRecord[];
  /** What each of `data` was read as. */
  readonly read: readonly ReturnType<typeof readRow>[];
  readonly rows: readonly UnfinishedRow[];
  readonly facts: FileFacts;
  readonly fileTotal: FileTotal | null;
  readonly style: Style;
}

/** Checks of the file as a whole, once every cell is read. */
export function checksOf(reading: Reading): {
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
} {
  const refusals = [duplicate(reading), outsidePeriod(reading), wrongTotal(reading)];
  const warnings = [withoutCost(reading), withoutConversions(reading), otherRowCount(reading)];
  return {
    refusals: refusals.filter((found) => found !== null),
    warnings: warnings.filter((found) => found !== null),
  };
}

/**
 * Rows of one campaign and day may differ in a further segment, and are summed then. Where every cell that is not
 * a figure is the same, the file holds a row twice.
 */
function duplicate({ table, data, read, style }: Reading): Refusal | null {
  const seen = new Set<string>();
  for (const [index, record] of data.entries()) {
    const row = read[index];
    if (row === undefined || row === 'NO_COST' || 'code' in row) continue;
    const segments = record.cells.filter((text, column) => isSegment(table.header[column] ?? '', text));
    const key = `${campaignDayKey(row)}${JSON.stringify(segments)}`;
    if (seen.has(key)) {
      const value = `${row.campaignName}, ${cellsOf(table, record)(style.dateField)}`;
      const hint = 'This campaign has two rows for one day and nothing tells them apart. Remove the double.';
      return refusal('DUPLICATE_ROW', hint, { line: record.line, value });
    }
    seen.add(key);
  }
  return null;
}

const isSegment = (header: string, text: string) =>
  /\b(id|hour|age)\b/i.test(header) || !/^[\s\d.,%€$£-]*$/.test(text);

function outsidePeriod({ data, read, facts: { period } }: Reading): Refusal | null {
  if (period === null) return null;
  const isOutside = (date: IsoDate) => date < period.from || date > period.to;
  const index = read.findIndex((row) => typeof row === 'object' && 'date' in row && isOutside(row.date));
  const row = read[index];
  const record = data[index];
  if (record === undefined || typeof row !== 'object' || !('date' in row)) return null;
  return refusal(
    'ROWS_OUTSIDE_PERIOD',
    `The file says it covers ${period.from} to ${period.to}. Its dates may be read wrongly or it was edited; export it again.`,
    { line: record.line, value: row.date },
  );
}

function wrongTotal({ table, data, rows, fileTotal, style }: Reading): Refusal | null {
  if (fileTotal === null) return null;
  const decimals = Math.max(
    0,
    ...new Set(data.map((record) => decimalsIn(cellsOf(table, record)('spend'), style.decimalSign))),
  );
  const lastPlaceMicros = 10n ** BigInt(6 - Math.min(6, decimals));
  const sum = rows.reduce((total, row) => total + row.spendMicros, 0n);
  return totalMismatch(fileTotal, sum, data.length, lastPlaceMicros);
}

function withoutCost({ read }: Reading): string | null {
  const count = read.filter((row) => row === 'NO_COST').length;
  return count === 0 ? null : `Rows left out because they have no cost: ${count}.`;
}

function withoutConversions({ table, rows }: Reading): string | null {
  if (!table.columns.has('conversions')) {
    const why = table.columns.has('results')
      ? 'Results mean something else for each objective and are not read; add Purchases.'
      : 'Add the column to fit response curves.';
    return `The file has no conversions column. ${why}`;
  }
  const count = rows.filter((row) => row.conversions === null).length;
  return count === 0
    ? null
    : `Campaign days without a conversions figure, kept as not reported and not as 0: ${count}.`;
}

function otherRowCount({ data, facts }: Reading): string | null {
  if (facts.statedRows === null || facts.statedRows === data.length) return null;
  return `The file says it has ${facts.statedRows} rows and has ${data.length}; it may be cut short.`;
}
