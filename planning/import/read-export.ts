import { addDays } from '../../store/model/day.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import { checksOf } from './checks.ts';
import { currencyOf } from './currency.ts';
import { parseDate } from './dates.ts';
import { decodeText } from './decode.ts';
import type { Field } from './fields.ts';
import { type FileFacts, type Format, NO_FACTS } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import { mergeSegments } from './merge-segments.ts';
import type { ExportFile, ExportRow, ParsedExport } from './parsed-export.ts';
import { type Refusal, refusal } from './refusal.ts';
import { readRow, type UnfinishedRow } from './rows.ts';
import { cellsOf, sectionsOf } from './sections.ts';
import { styleOf } from './style.ts';
import { findTable, type Table, type TableRecord } from './table.ts';
import { readTotals, totalOfShownRows } from './totals.ts';

/**
 * Platforms credit conversions to the day of the click, and most come in within a week: this many days up to and
 * with `asOf` are taken as still incomplete. A newer export of the same days settles them.
 */
export const INCOMPLETE_DAYS = 7;

/** A broken column would repeat itself on every line; the first ones say enough. */
const MAX_REFUSALS = 20;

/**
 * Reads an export file. Pure; content that cannot be read is a refusal in the result, never an exception, and a
 * refused file has no rows.
 */
export function readExport(file: ExportFile): ParsedExport {
  const text = decodeText(file.bytes);
  if (typeof text !== 'string') return refused(file, [text]);
  const table = findTable(text);
  if ('code' in table) return refused(file, [table]);
  const format = FORMATS.find((candidate) => candidate.recognises(table));
  if (format === undefined) return refused(file, [unknownFormat(table)]);
  return readTable(file, table, format);
}

function readTable(file: ExportFile, table: Table, format: Format): ParsedExport {
  const facts = format.factsOf(table);
  const known = { format, facts };
  const isDay = (cell: string) => parseDate(cell) !== null || parseDate(cell, 'DAY_FIRST') !== null;
  const { data, totals } = sectionsOf(table, format, isDay);

  const missing = missingColumn(table);
  if (missing !== null) return refused(file, [missing], known);
  const dateField = dailyField(table, data);
  if (dateField === null || facts.coarserThanDaily !== null) {
    return refused(file, [notDaily(table, format, facts)], known);
  }
  if (data.length === 0) return refused(file, [headersOnly(table)], known);
  const style = styleOf(table, dateField, data, format);
  if ('code' in style) return refused(file, [style], known);

  const read = data.map((record) => readRow(cellsOf(table, record), record.line, format, style));
  const unreadable = read.filter((row): row is Refusal => typeof row === 'object' && 'code' in row);
  const rows = read.filter((row): row is UnfinishedRow => typeof row === 'object' && !('code' in row));
  const currency = currencyOf(table, data, file.currency);
  const refusals = [...unreadable, ...(typeof currency === 'string' ? [] : [currency])];
  if (refusals.length > 0 || typeof currency !== 'string') return refused(file, refusals, known);

  const merged = mergeSegments(rows);
  const fileTotal = totalOfShownRows(readTotals(table, totals, style.decimalSign));
  const checks = checksOf({ table, data, read, rows: merged, facts, fileTotal, style });
  if (checks.refusals.length > 0) return refused(file, checks.refusals, { ...known, currency });
  return accepted(file, known, currency, merged, fileTotal?.spendMicros ?? null, checks.warnings);
}

interface Known {
  readonly format: Format;
  readonly facts: FileFacts;
  readonly currency?: CurrencyCode;
}

function accepted(
  file: ExportFile,
  { format, facts }: Known,
  currency: CurrencyCode,
  merged: readonly UnfinishedRow[],
  fileTotalMicros: Micros | null,
  warnings: readonly string[],
): ParsedExport {
  const lastDay = merged.at(-1)?.date ?? null;
  const asOf = file.asOf ?? facts.lastCompleteDay ?? facts.period?.to ?? lastDay;
  const completeThrough = asOf === null ? null : addDays(asOf, -INCOMPLETE_DAYS);
  const rows = merged.map((row): ExportRow => {
    const incomplete = completeThrough === null || row.date > completeThrough;
    return { ...row, currencyCode: currency, incomplete };
  });
  return {
    ...refused(file, [], { format, facts, currency }),
    asOf,
    rows,
    firstDay: merged[0]?.date ?? null,
    lastDay,
    spendMicros: rows.reduce((sum, row) => sum + row.spendMicros, 0n),
    fileTotalMicros,
    warnings,
  };
}

function refused(file: ExportFile, refusals: readonly Refusal[], known?: Known): ParsedExport {
  const { period, timeZone } = known?.facts ?? NO_FACTS;
  return {
    file: file.name,
    format: known?.format.format ?? null,
    platform: known?.format.platform ?? null,
    period,
    timeZone,
    currency: known?.currency ?? null,
    // None of today's formats says whether its costs include value-added tax.
    vatMode: null,
    asOf: file.asOf ?? null,
    rows: [],
    firstDay: null,
    lastDay: null,
    spendMicros: 0n,
    fileTotalMicros: null,
    warnings: [],
    refusals: refusals.slice(0, MAX_REFUSALS),
  };
}

/** The column that holds the day: its own, or Meta's period where each row's period is one day. */
function dailyField(table: Table, data: readonly TableRecord[]): Field | null {
  if (table.columns.has('date')) return 'date';
  const isOneDay = (record: TableRecord) => {
    const cell = cellsOf(table, record);
    return cell('periodStart') !== '' && cell('periodStart') === cell('periodEnd');
  };
  return data.length > 0 && data.every(isOneDay) ? 'periodStart' : null;
}

function missingColumn(table: Table): Refusal | null {
  const { columns, header, headerLine } = table;
  const missing = [
    columns.has('spend') ? null : 'a cost column (Cost, Spend or Amount spent)',
    columns.has('campaignName') || columns.has('campaignId') ? null : 'a Campaign or Campaign ID column',
  ].filter((name) => name !== null);
  if (missing.length === 0) return null;
  return refusal(
    'MISSING_COLUMN',
    `Wanted ${missing.join(' and ')}. Add it to the report and export it again.`,
    {
      line: headerLine,
      value: header.join(' | '),
    },
  );
}

const notDaily = (table: Table, format: Format, facts: FileFacts) =>
  refusal('NOT_DAILY', `The rows of this file are not single days. ${format.dailyHint}`, {
    line: table.headerLine,
    value: facts.coarserThanDaily ?? facts.periodText ?? table.header.join(' | '),
  });

const headersOnly = (table: Table) =>
  refusal(
    'HEADERS_ONLY',
    'The file has a header and no rows. Choose a period with data and export it again.',
    {
      line: table.headerLine,
      value: table.header.join(' | '),
    },
  );

const unknownFormat = (table: Table) =>
  refusal(
    'UNSUPPORTED',
    'This table is of no known format. Known are the exports of Google Ads, Meta Ads Manager and Microsoft ' +
      'Advertising, and CSV with the columns date, channel, campaign, spend, impressions, clicks, conversions, revenue.',
    { line: table.headerLine, value: table.header.join(' | ') },
  );
