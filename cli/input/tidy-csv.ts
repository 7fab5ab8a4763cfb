import Papa from 'papaparse';
import type { CampaignSeries, DayObservation } from '../../optimizer/fit/fitted-curve.ts';
import { BadInputError } from '../exit-code.ts';

/** What a curve counts, by the column it is in. */
export type OutcomeColumn = 'conversions' | 'revenue';

/** Of the tidy format, what a fit needs beside the outcome; any others are ignored. */
const COLUMNS = ['date', 'channel', 'campaign', 'spend'] as const;
type Column = (typeof COLUMNS)[number] | OutcomeColumn;
type Row = Readonly<Record<Column, string>>;

/**
 * Reads `date,channel,campaign,spend,…,conversions,…` into one series per channel and campaign, in order of
 * appearance, days ascending. An empty outcome cell is a figure that was not reported. Throws a `BadInputError` that
 * names the line for anything it cannot be sure of.
 */
export function readTidyCsv(text: string, outcome: OutcomeColumn = 'conversions'): CampaignSeries[] {
  const { rows, lines } = readRows(text, outcome);
  const days = new Map<string, { campaign: string; channel: string; byDate: Map<string, DayOnLine> }>();
  rows.forEach((row, index) => {
    const line = lines[index] ?? 0;
    const campaign = present(row, 'campaign', line);
    const channel = present(row, 'channel', line);
    const key = JSON.stringify([channel, campaign]);
    const series = days.get(key) ?? { campaign, channel, byDate: new Map() };
    days.set(key, series);

    const date = readDate(row, line);
    const twin = series.byDate.get(date);
    if (twin) {
      throw new BadInputError(
        `Line ${line}: ${date} of campaign ${JSON.stringify(campaign)} (${channel}) was already on line ${twin.line}. ` +
          'Wanted one row per campaign and day: add up the rows of a day first.',
      );
    }
    const spend = readNumber(row, 'spend', line);
    if (spend === null) throw badCell(row, 'spend', line, 'an amount; write 0 for a day without spend');
    series.byDate.set(date, { line, day: { date, spend, outcome: readNumber(row, outcome, line) } });
  });
  return Array.from(days.values(), ({ campaign, channel, byDate }) => ({
    campaign,
    channel,
    ...(outcome === 'revenue' && { outcome: 'MONEY' as const }),
    days: Array.from(byDate.values(), ({ day }) => day).sort((a, b) => (a.date < b.date ? -1 : 1)),
  }));
}

interface DayOnLine {
  readonly line: number;
  readonly day: DayObservation;
}

function readRows(text: string, outcome: OutcomeColumn): { rows: Row[]; lines: number[] } {
  const { data } = Papa.parse<string[]>(text.trimEnd(), { delimiter: ',' });
  const [header = [], ...records] = data;
  const names = header.map((name) => name.trim().toLowerCase());
  const wanted = [...COLUMNS, outcome];
  const missing = wanted.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new BadInputError(
      `The header lacks ${missing.join(', ')}; saw ${JSON.stringify(header.join(','))}. ` +
        'Wanted date,channel,campaign,spend,impressions,clicks,conversions,revenue, comma-separated, in any order.',
    );
  }
  const repeated = wanted.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated) throw new BadInputError(`The header names ${repeated} twice. Wanted each column once.`);

  const rows: Row[] = [];
  const lines: number[] = [];
  let line = 1 + lineBreaks(header);
  for (const record of records) {
    const isBlank = record.every((cell) => cell.trim() === '');
    if (!isBlank) {
      if (record.length !== header.length) {
        throw new BadInputError(
          `Line ${line} has ${record.length} cells; the header has ${header.length}. ` +
            'A comma inside a cell needs quotes around the cell, and a decimal is written with a point.',
        );
      }
      rows.push(cellsOf(record, names));
      lines.push(line);
    }
    line += lineBreaks(record);
  }
  if (rows.length === 0)
    throw new BadInputError('The file has a header and no rows. Wanted one row per day.');
  return { rows, lines };
}

/** A quoted cell may hold line breaks of its own. */
const lineBreaks = (record: readonly string[]) =>
  1 + record.reduce((breaks, cell) => breaks + (cell.match(/\n/g)?.length ?? 0), 0);

function cellsOf(record: readonly string[], names: readonly string[]): Row {
  const cell = (column: Column) => (record[names.indexOf(column)] ?? '').trim();
  return {
    date: cell('date'),
    channel: cell('channel'),
    campaign: cell('campaign'),
    spend: cell('spend'),
    conversions: cell('conversions'),
    revenue: cell('revenue'),
  };
}

function present(row: Row, column: Column, line: number): string {
  if (row[column] !== '') return row[column];
  throw badCell(row, column, line, 'a name');
}

function readDate(row: Row, line: number): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(row.date) ? Date.parse(`${row.date}T00:00:00Z`) : Number.NaN;
  const isCalendarDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(row.date);
  if (isCalendarDay) return row.date;
  throw badCell(row, 'date', line, 'a day as YYYY-MM-DD');
}

/** Null for an empty cell. */
function readNumber(row: Row, column: 'spend' | OutcomeColumn, line: number): number | null {
  if (row[column] === '') return null;
  const value = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(row[column]) ? Number(row[column]) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw badCell(row, column, line, 'a number that is not negative, such as 1234.56');
}

function badCell(row: Row, column: Column, line: number, wanted: string): BadInputError {
  return new BadInputError(`Line ${line}: ${column} is ${JSON.stringify(row[column])}. Wanted ${wanted}.`);
}
