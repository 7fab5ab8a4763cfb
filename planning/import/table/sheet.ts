import type { Cell, TableRecord } from './record.ts';
import { parsedXml } from './xml.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  readonly isDateStyle: (style: number) => boolean;
  /** Days are counted from 1904, as the Macintosh once did, instead of 1900. */
  readonly countsFrom1904: boolean;
}

export interface MergedCells {
  /** Such as `A5:A9`. */
  readonly range: string;
  readonly firstRow: number;
  readonly lastRow: number;
}

const MAX_COLUMNS = 16_384;

/** The rows of a sheet, numbers and dates as such and blank cells as empty text. */
export async function* sheetRecords(
  chunks: AsyncIterable<Uint8Array>,
  context: SheetContext,
  onMerged: (merged: MergedCells) => void = () => {},
): AsyncGenerator<readonly TableRecord[]> {
  let records: TableRecord[] = [];
  let line = 0;
  let cells: Cell[] = [];
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let isValue = false;
  const steps = parsedXml(chunks, {
    open(element, attributes) {
      if (element === 'row') {
        line = Number(attributes.r ?? line + 1);
        cells = [];
        column = -1;
      } else if (element === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        value = '';
      } else if (element === 'v' || element === 't') isValue = true;
      else if (element === 'mergeCell') onMerged(mergedCells(attributes.ref ?? ''));
    },
    close(element) {
      if (element === 'v' || element === 't') isValue = false;
      else if (element === 'c' && column >= 0 && column < MAX_COLUMNS) {
        while (cells.length < column) cells.push('');
        cells[column] = cellOf(value, type, style, context);
      } else if (element === 'row') records.push({ line, cells });
    },
    text(piece) {
      if (isValue) value += piece;
    },
  });
  for await (const _ of steps) {
    if (records.length === 0) continue;
    yield records;
    records = [];
  }
}

function cellOf(value: string, type: string, style: number, context: SheetContext): Cell {
  if (type === 's') return context.texts[Number(value)] ?? '';
  if (type !== 'n' || value === '') return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return context.isDateStyle(style) ? dateText(number, context.countsFrom1904) : number;
}

const MS_PER_DAY = 86_400_000;
/** Day 0. Spreadsheets count a 29 February 1900 that never was, so it is a day early; dates before March 1900 are off. */
const DAY_0_OF_1900 = Date.UTC(1899, 11, 30);
const DAY_0_OF_1904 = Date.UTC(1904, 0, 1);
const LAST_DAY = 2_958_465;

/** `2026-10-31`, with the time after a `T` where it is not midnight. */
function dateText(days: number, countsFrom1904: boolean): Cell {
  if (days < 61 || days > LAST_DAY) return days;
  const seconds = Math.round(days * 86_400);
  const time = (countsFrom1904 ? DAY_0_OF_1904 : DAY_0_OF_1900) + (seconds / 86_400) * MS_PER_DAY;
  const text = new Date(time).toISOString().slice(0, 19);
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text;
}

/** `AB12` → 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? '') {
    column = column * 26 + letter.charCodeAt(0) - 64;
  }
  return column - 1;
}

function mergedCells(range: string): MergedCells {
  const [firstRow = 0, lastRow = firstRow] = (range.match(/\d+/g) ?? []).map(Number);
  return { range, firstRow, lastRow };
}
