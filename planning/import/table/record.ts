/** A number where the file itself holds a number (a workbook, JSON), else text as it stands. */
export type Cell = string | number;

export interface TableRecord {
  /** Line in the file or row of the sheet, counted from 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** Records as they come out of a file, some at a time. */
export type Records = AsyncIterable<readonly TableRecord[]>;

/** The cell as text, trimmed: numbers with a decimal point and without an exponent where they have one exactly. */
export const textOf = (cell: Cell | undefined): string =>
  cell === undefined ? '' : typeof cell === 'string' ? cell.trim() : String(cell);

export const isBlank = ({ cells }: TableRecord): boolean => cells.every((cell) => textOf(cell) === '');
