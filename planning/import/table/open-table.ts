import { numberFigure, says } from '../../../optimizer/statement.ts';
import { decoded, type Encoding } from '../bytes/decode.ts';
import { unpack } from '../bytes/unpack.ts';
import type { ColumnMapping } from '../column-mapping.ts';
import { googleAdsApiTable } from '../formats/google-ads-api.ts';
import { RefusedError, refuse } from '../refusal.ts';
import { columnsOf, findHeader, HEADER_SEARCH_LINES, noHeader, type TableHead } from './head.ts';
import { type Cell, isBlank, type Records, type TableRecord, textOf } from './record.ts';
import { DELIMITERS, previewRecords, separatedRecords, unixLines } from './separated.ts';
import type { MergedCells } from './sheet.ts';
import { readWorkbook, type Sheet } from './workbook.ts';

/** The one table of a file, opened at its header. */
export interface Table {
  readonly head: TableHead;
  /** Set where the content is no separated text and no sheet, and so says by itself what it is. */
  readonly isGoogleAdsApi: boolean;
  /** Rows may be shorter than the header: a sheet leaves out blank cells at the end of a row. */
  readonly isSheet: boolean;
  /** The records below the header that are not blank, footers included. To be read once. */
  readonly records: Records;
  /** Cells merged over several rows, known once the records have been read. */
  readonly merged: () => readonly MergedCells[];
  /** Whether the last line ended with a line break, known once the records have been read. */
  readonly endsWithLineBreak: () => boolean;
}

/** Takes the wrapping off and finds the table. What a file is, its content says; its name is never looked at. */
export async function openTable(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Encoding,
  mapping: ColumnMapping | undefined,
): Promise<Table> {
  const content = await unpack(chunks);
  if (content.kind === 'WORKBOOK') return openSheet(await readWorkbook(content.archive), mapping);
  const { head, all } = await withHead(unixLines(decoded(content.bytes, encoding)));
  if (head.trim() === '') {
    const hint = says(
      'NO_TEXT',
      'The file holds no text. Export the report again and check that it has rows.',
    );
    throw refuse('EMPTY_FILE', hint);
  }
  return /^\s*[[{]/.test(head) ? googleAdsApiTable(all) : openSeparated(head, all, mapping);
}

async function openSeparated(
  head: string,
  all: AsyncIterable<string>,
  mapping: ColumnMapping | undefined,
): Promise<Table> {
  const hint = /^sep=.\n/i.exec(head)?.[0] ?? '';
  const text = head
    .slice(hint.length, HEAD_LENGTH)
    .split('\n', 2 * HEADER_SEARCH_LINES)
    .join('\n');
  const candidates = DELIMITERS.map((delimiter) => {
    const lines = previewRecords(text, delimiter);
    return { delimiter, found: findHeader(lines, mapping), first: lines[0] };
  });
  const [best] = candidates.sort((a, b) => (b.found?.score ?? 0) - (a.found?.score ?? 0));
  if (!best?.found) throw new RefusedError(noHeader(best?.first), widest(candidates));
  let last = '';
  async function* withoutHint(): AsyncGenerator<string> {
    let left = hint.length;
    for await (const piece of all) {
      yield piece.slice(left);
      left = Math.max(0, left - piece.length);
      last = piece.at(-1) ?? last;
    }
  }
  const records = separatedRecords(withoutHint(), best.delimiter, hint === '' ? 1 : 2);
  return {
    ...(await atHeader(records, best.found, best.delimiter)),
    isGoogleAdsApi: false,
    isSheet: false,
    merged: () => [],
    endsWithLineBreak: () => last === '\n',
  };
}

async function openSheet(sheets: readonly Sheet[], mapping: ColumnMapping | undefined): Promise<Table> {
  const candidates = await Promise.all(
    sheets.map(async (sheet) => {
      const lines = await firstRecords(sheet.records());
      return {
        sheet,
        first: lines[0]?.cells,
        found: findHeader(
          lines.map(({ cells }) => cells),
          mapping,
        ),
      };
    }),
  );
  const tables = candidates.filter(({ found }) => found !== null);
  const [only] = tables;
  if (!only?.found) throw new RefusedError(noHeader(candidates[0]?.first), widest(candidates));
  if (tables.length > 1) {
    const value = tables
      .map(({ sheet }) => sheet.name)
      .join(', ')
      .slice(0, 200);
    const hint = says(
      'SEVERAL_TABLES',
      `The workbook holds ${tables.length} tables. Save the sheet that is meant as a file of its own.`,
      numberFigure('n', tables.length),
    );
    throw refuse('UNSUPPORTED', hint, { value });
  }
  const merged: MergedCells[] = [];
  return {
    ...(await atHeader(
      only.sheet.records((cells) => merged.push(cells)),
      only.found,
      ' ',
    )),
    isGoogleAdsApi: false,
    isSheet: true,
    merged: () => merged,
    endsWithLineBreak: () => true,
  };
}

/** Of the ways to read the first line, the one that makes most of it. */
const widest = (candidates: readonly { readonly first?: readonly Cell[] | undefined }[]): readonly string[] =>
  candidates
    .map(({ first = [] }) => first.map(textOf))
    .reduce((most, cells) => (cells.length > most.length ? cells : most), []);

/** Reads up to and with the first record below the header; the others follow as they are asked for. */
async function atHeader(
  records: Records,
  { index, header }: { readonly index: number; readonly header: readonly string[] },
  joint: string,
): Promise<Pick<Table, 'head' | 'records'>> {
  const iterator = records[Symbol.asyncIterator]();
  const taken: TableRecord[] = [];
  const firstBelow = () => taken.slice(index + 1).find((record) => !isBlank(record)) ?? null;
  while (firstBelow() === null) {
    const next = await iterator.next();
    if (next.done) break;
    taken.push(...next.value);
  }
  const preamble = taken
    .slice(0, index)
    .map(({ cells }) =>
      cells
        .join(joint)
        .replace(/[,;\s]+$/, '')
        .trim(),
    )
    .filter((line) => line !== '');
  async function* below(): AsyncGenerator<readonly TableRecord[]> {
    try {
      yield taken.slice(index + 1).filter((record) => !isBlank(record));
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
        yield next.value.filter((record) => !isBlank(record));
      }
    } finally {
      await iterator.return?.();
    }
  }
  const head: TableHead = {
    preamble,
    header,
    headerLine: taken[index]?.line ?? index + 1,
    ...columnsOf(header),
    first: firstBelow(),
  };
  return { head, records: below() };
}

async function firstRecords(records: Records): Promise<readonly TableRecord[]> {
  const lines: TableRecord[] = [];
  for await (const some of records) {
    lines.push(...some.slice(0, HEADER_SEARCH_LINES));
    if (lines.length >= HEADER_SEARCH_LINES) break;
  }
  return lines;
}

const HEAD_LENGTH = 2 ** 18;

/** Enough text to hold the header, and the whole from its beginning. */
async function withHead(pieces: AsyncIterable<string>) {
  const iterator = pieces[Symbol.asyncIterator]();
  let head = '';
  let lines = 0;
  while (head.length < HEAD_LENGTH && lines <= HEADER_SEARCH_LINES) {
    const next = await iterator.next();
    if (next.done) break;
    head += next.value;
    lines += next.value.split('\n').length - 1;
  }
  async function* all(): AsyncGenerator<string> {
    try {
      yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}
