import type { IsoDate } from '../../../store/model/day.ts';
import type { DateOrder, Period } from '../dates.ts';
import type { Field } from '../fields.ts';
import type { ExportFormat } from '../parsed-export.ts';
import type { Table } from '../table.ts';

/** The cell of a field in one record, trimmed; empty where the file has no such column. */
export type CellOf = (field: Field) => string;

/** What the lines around the table say of the whole file. */
export interface FileFacts {
  readonly period: Period | null;
  /** The period in the file's own words, such as `All time`. */
  readonly periodText: string | null;
  readonly timeZone: string | null;
  /** The last day that the platform itself calls complete. */
  readonly lastCompleteDay: IsoDate | null;
  /** What the file says its rows are, where that is not days. */
  readonly coarserThanDaily: string | null;
  /** How many rows the file says it has. */
  readonly statedRows: number | null;
}

/** One platform's export. A new format is one more of these in `formats.ts`. */
export interface Format {
  readonly format: ExportFormat;
  readonly platform: string;
  /** By content alone: the columns and the lines around them. */
  readonly recognises: (table: Table) => boolean;
  readonly factsOf: (table: Table) => FileFacts;
  /** Total rows beyond those that are labelled `Total`. */
  readonly isTotal: (cell: CellOf) => boolean;
  /** Lines below the table that are no data. */
  readonly isFooter: (firstCell: string) => boolean;
  readonly channelOf: (cell: CellOf) => string;
  /** The order the platform is known to write, for columns that prove none. Null: such a column is refused. */
  readonly usualDateOrder: DateOrder | null;
  /** How to get a row for each day out of this platform. */
  readonly dailyHint: string;
}

export const NO_FACTS: FileFacts = {
  period: null,
  periodText: null,
  timeZone: null,
  lastCompleteDay: null,
  coarserThanDaily: null,
  statedRows: null,
};
