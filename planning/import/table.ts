import Papa from 'papaparse';
import { type Field, fieldOf } from './fields.ts';
import { type Refusal, refusal } from './refusal.ts';

export interface TableRecord {
  /** Line in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The table of an export, with what stood above it. */
export interface Table {
  /** First cell of each line above the header, blank lines left out. */
  readonly preamble: readonly string[];
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly columns: ReadonlyMap<Field, number>;
  /** Non-blank lines below the header, footers included. */
  readonly records: readonly TableRecord[];
}

/** A campaign name may hold a pipe, so only these are ever tried; the one that shows the better header wins. */
const DELIMITERS = [',', ';', '\t'] as const;
const HEADER_SEARCH_LINES = 30;
const HEADER_MIN_FIELDS = 3;

/** Finds the header by the column names it knows. */
export function findTable(text: string): Table | Refusal {
  const body = text.replace(/^sep=.\r?\n/i, '');
  const skippedLines = body.length === text.length ? 0 : 1;
  const [best] = DELIMITERS.map((delimiter) => headerCandidate(body, delimiter)).sort(
    (a, b) => b.fields - a.fields,
  );
  if (best === undefined || best.fields < HEADER_MIN_FIELDS) return noHeader(best?.cells ?? []);

  const parsed = Papa.parse<string[]>(body, { delimiter: best.delimiter });
  const broken = parsed.errors.find((error) => error.type === 'Quotes');
  const lines = numbered(parsed.data, skippedLines);
  if (broken !== undefined) {
    return refusal(
      'UNREADABLE_CELL',
      'A quotation mark is opened and not closed here. Export the file again.',
      {
        line: lines[broken.row ?? 0]?.line ?? 1,
      },
    );
  }
  const header = lines[best.index];
  return {
    preamble: lines
      .slice(0, best.index)
      .filter(isNotBlank)
      .map(({ cells }) => cells.join(best.delimiter).trim()),
    header: best.cells,
    headerLine: header?.line ?? 1,
    columns: columnsOf(best.cells),
    records: lines.slice(best.index + 1).filter(isNotBlank),
  };
}

interface HeaderCandidate {
  readonly delimiter: string;
  readonly index: number;
  readonly cells: readonly string[];
  readonly fields: number;
}

function headerCandidate(text: string, delimiter: string): HeaderCandidate {
  const { data } = Papa.parse<string[]>(text, { delimiter, preview: HEADER_SEARCH_LINES });
  return data
    .map((cells, index) => ({ delimiter, index, cells, fields: columnsOf(cells).size }))
    .reduce((best, candidate) => (candidate.fields > best.fields ? candidate : best), {
      delimiter,
      index: 0,
      cells: data[0] ?? [],
      fields: 0,
    });
}

function columnsOf(header: readonly string[]): Map<Field, number> {
  const columns = new Map<Field, number>();
  for (const [index, name] of header.entries()) {
    const field = fieldOf(name);
    if (field !== null && !columns.has(field)) columns.set(field, index);
  }
  return columns;
}

/** A quoted cell may hold line breaks, so a record's line is not its index. */
function numbered(records: readonly string[][], skippedLines: number): TableRecord[] {
  let line = 1 + skippedLines;
  return records.map((cells) => {
    const record = { line, cells };
    line += 1;
    for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1;
    return record;
  });
}

const isNotBlank = ({ cells }: TableRecord) => cells.some((cell) => cell.trim() !== '');

const noHeader = (seen: readonly string[]) =>
  refusal(
    'NO_HEADER',
    'No line among the first 30 names the columns of a report. Wanted at least a day, a campaign and a cost column ' +
      '(such as Day, Campaign, Cost). Load the CSV as the platform wrote it.',
    { line: 1, value: seen.join(' | ').slice(0, 200) },
  );
