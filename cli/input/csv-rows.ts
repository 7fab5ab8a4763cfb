import Papa from 'papaparse';
import { BadInputError } from '../exit-code.ts';

/** The wanted cells of one line, trimmed. */
export interface CsvRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

/**
 * The wanted columns of a comma-separated text with a header, whatever their order; further columns are ignored.
 *
 * @param example a header to show where columns are missing
 */
export function readRows<Column extends string>(
  text: string,
  wanted: readonly Column[],
  example: string,
): CsvRow<Column>[] {
  const { data } = Papa.parse<string[]>(text.trimEnd(), { delimiter: ',' });
  const [header = [], ...records] = data;
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = wanted.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new BadInputError(
      `The header lacks ${missing.join(', ')}; saw ${JSON.stringify(header.join(','))}. ` +
        `Wanted ${example}, comma-separated, in any order.`,
    );
  }
  const repeated = wanted.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (repeated) throw new BadInputError(`The header names ${repeated} twice. Wanted each column once.`);

  const rows: CsvRow<Column>[] = [];
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
      // Object.fromEntries does not know which keys it was given.
      const cells = Object.fromEntries(
        wanted.map((column) => [column, (record[names.indexOf(column)] ?? '').trim()]),
      ) as Record<Column, string>;
      rows.push({ line, cells });
    }
    line += lineBreaks(record);
  }
  if (rows.length === 0)
    throw new BadInputError('The file has a header and no rows. Wanted one row per day.');
  return rows;
}

/** A quoted cell may hold line breaks of its own. */
const lineBreaks = (record: readonly string[]) =>
  1 + record.reduce((breaks, cell) => breaks + (cell.match(/\n/g)?.length ?? 0), 0);

export function present<Column extends string>(row: CsvRow<Column>, column: Column): string {
  if (row.cells[column] !== '') return row.cells[column];
  throw badCell(row, column, 'a name');
}

export function readDate<Column extends string>(row: CsvRow<Column | 'date'>): string {
  const text = row.cells.date;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isCalendarDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (isCalendarDay) return text;
  throw badCell(row, 'date', 'a day as YYYY-MM-DD');
}

/** Null for an empty cell. */
export function readNumber<Column extends string>(
  row: CsvRow<Column>,
  column: Column,
  sign: 'NOT_NEGATIVE' | 'ANY' = 'NOT_NEGATIVE',
): number | null {
  const text = row.cells[column];
  if (text === '') return null;
  const unsigned = sign === 'ANY' ? text.replace(/^-/, '') : text;
  const isNumber = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(unsigned);
  const value = isNumber ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw badCell(row, column, `a number${sign === 'ANY' ? '' : ' that is not negative'}, such as 1234.56`);
}

export function badCell<Column extends string>(
  { line, cells }: CsvRow<Column>,
  column: Column,
  wanted: string,
): BadInputError {
  return new BadInputError(`Line ${line}: ${column} is ${JSON.stringify(cells[column])}. Wanted ${wanted}.`);
}
