import type { Statement } from '../../optimizer/statement.ts';

/** Why a file was refused. A file with any refusal writes nothing. */
export type RefusalCode =
  | 'EMPTY_FILE'
  | 'UNSUPPORTED'
  | 'NO_HEADER'
  | 'MISSING_COLUMN'
  | 'HEADERS_ONLY'
  | 'NOT_DAILY'
  | 'AMBIGUOUS_DATES'
  | 'AMBIGUOUS_NUMBERS'
  | 'AMBIGUOUS_COLUMN'
  | 'AMBIGUOUS_RESULT_COLUMN'
  | 'UNREADABLE_CELL'
  | 'NEGATIVE_COST'
  | 'MICROS_SUSPECTED'
  | 'DUPLICATE_ROW'
  | 'ROWS_OUTSIDE_PERIOD'
  | 'TOTAL_MISMATCH'
  | 'TRUNCATED_EXPORT_SUSPECTED'
  | 'TOO_MANY_ROWS'
  | 'NEEDS_CURRENCY'
  | 'MIXED_CURRENCY';

export interface Refusal {
  readonly code: RefusalCode;
  /** Line in the file, counted from 1; null where the whole file is meant. In a workbook, the row of the sheet. */
  readonly line: number | null;
  /** What was seen, as it stands in the file. */
  readonly value: string | null;
  /** What was wanted and what to do. */
  readonly hint: string;
  /** The hint with its code and figures. Absent in what was previewed before they were kept. */
  readonly statement?: Statement;
}

export const refusal = (
  code: RefusalCode,
  statement: Statement,
  at: { readonly line?: number; readonly value?: string } = {},
): Refusal => ({
  code,
  line: at.line ?? null,
  value: at.value ?? null,
  hint: statement.sentence,
  statement,
});

/** Carries a refusal from wherever a file turns out unreadable to where the file is opened; never further. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;
  /** The cells that might be headers, where nothing says so: a planner can. */
  readonly columns: readonly string[];
  constructor(refused: Refusal, columns: readonly string[] = []) {
    super(refused.hint);
    this.refusal = refused;
    this.columns = columns;
  }
}

/** `throw refuse(…)`: as `refusal`, for the readers of a file's outer layers. */
export const refuse = (...of: Parameters<typeof refusal>): RefusedError => new RefusedError(refusal(...of));
