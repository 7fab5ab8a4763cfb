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
  | 'UNREADABLE_CELL'
  | 'NEGATIVE_COST'
  | 'DUPLICATE_ROW'
  | 'ROWS_OUTSIDE_PERIOD'
  | 'TOTAL_MISMATCH'
  | 'NEEDS_CURRENCY'
  | 'MIXED_CURRENCY';

export interface Refusal {
  readonly code: RefusalCode;
  /** Line in the file, counted from 1; null where the whole file is meant. */
  readonly line: number | null;
  /** What was seen, as it stands in the file. */
  readonly value: string | null;
  /** What was wanted and what to do. */
  readonly hint: string;
}

export const refusal = (
  code: RefusalCode,
  hint: string,
  at: { readonly line?: number; readonly value?: string } = {},
): Refusal => ({ code, line: at.line ?? null, value: at.value ?? null, hint });
