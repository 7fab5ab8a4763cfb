import Papa from 'papaparse';
import { says } from '../../../optimizer/statement.ts';
import { refuse } from '../refusal.ts';
import type { TableRecord } from './record.ts';

/** A campaign name may hold a pipe, so only these are ever tried. */
export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** No row of a report is as long as this; what is, is no table or has lost a quotation mark. */
const MAX_RECORD_LENGTH = 2 ** 20;

/** Line ends of every kind as `\n`, across the borders of pieces. */
export async function* unixLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let endedWithReturn = false;
  for await (const piece of pieces) {
    const text = endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') endedWithReturn = piece.endsWith('\r');
    if (text !== '') yield text.replace(/\r\n?/g, '\n');
  }
}

/** The records of separated values, each with the line it begins on. Text is held for one record at a time. */
export async function* separatedRecords(
  pieces: AsyncIterable<string>,
  delimiter: Delimiter,
  firstLine = 1,
): AsyncGenerator<readonly TableRecord[]> {
  let line = firstLine;
  let rest = '';
  const take = (isLast: boolean): readonly TableRecord[] => {
    const { data, errors, meta } = parsed(rest, delimiter, !isLast);
    const records = data.map((cells) => {
      const record = { line, cells };
      line += 1;
      for (const cell of cells) if (cell.includes('\n')) line += cell.split('\n').length - 1;
      return record;
    });
    const broken = errors.find(({ type }) => type === 'Quotes');
    if (broken !== undefined) throw brokenQuote(records[broken.row ?? 0]?.line ?? line);
    rest = rest.slice(meta.cursor);
    if (rest.length > MAX_RECORD_LENGTH) throw tooLong(line, rest);
    return records;
  };
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += MAX_RECORD_LENGTH) {
      rest += piece.slice(at, at + MAX_RECORD_LENGTH);
      const records = take(false);
      if (records.length > 0) yield records;
    }
  }
  if (rest !== '') yield take(true);
}

/** All records of a short text, wrong quotation marks forgiven: to look for a header in. */
export const previewRecords = (text: string, delimiter: Delimiter): readonly (readonly string[])[] =>
  parsed(text, delimiter, false).data;

interface Parsed {
  readonly data: readonly string[][];
  readonly errors: readonly { readonly type: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

const parsed = (text: string, delimiter: Delimiter, ignoreLastRow: boolean): Parsed =>
  new Papa.Parser({ delimiter, newline: '\n' }).parse(text, 0, ignoreLastRow);

const brokenQuote = (line: number) =>
  refuse(
    'UNREADABLE_CELL',
    says('QUOTE_OPEN', 'A quotation mark is opened and not closed here. Export the file again.'),
    { line },
  );

function tooLong(line: number, text: string) {
  if (text.slice(0, 10_000).includes('"')) return brokenQuote(line);
  const hint = says(
    'LINE_TOO_LONG',
    'This line is longer than any row of a report. Load the CSV as the platform wrote it.',
  );
  return refuse('UNREADABLE_CELL', hint, { line, value: `${text.slice(0, 80)}…` });
}
