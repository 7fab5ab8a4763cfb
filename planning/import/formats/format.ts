import type { IsoDate } from '../../../store/model/day.ts';
import type { DateOrder, Period } from '../dates.ts';
import { normaliseHeader } from '../language/columns.ts';
import type { Field } from '../language/field.ts';
import type { ExportFormat } from '../parsed-export.ts';
import type { TableHead } from '../table/head.ts';

/** The cell of a field in one record as text, trimmed; empty where the file has no such column. */
export type CellOf = (field: Field) => string;

/** What the lines around the table say of the whole file. */
export interface FileFacts {
  readonly period: Period | null;
  /** The period in the file's own words, such as `All time`. */
  readonly periodText: string | null;
  readonly timeZone: string | null;
  readonly vatMode: 'INCLUDED' | 'EXCLUDED' | null;
  /** The last day that the platform itself calls complete. */
  readonly lastCompleteDay: IsoDate | null;
  readonly completenessNotice: string | null;
  /** What the file says its rows are, where that is not days. */
  readonly coarserThanDaily: string | null;
  /** How many rows the file says it has, in the lines above the header. */
  readonly statedRows: number | null;
}

/** One platform's export. A new format is one more of these in `formats.ts`. */
export interface Format {
  readonly format: ExportFormat;
  readonly kind: 'PERFORMANCE' | 'OUTCOMES';
  /** Null where each row says it. */
  readonly platform: string | null;
  /** By content alone: the columns and the lines around them. */
  readonly recognises: (head: TableHead) => boolean;
  readonly factsOf: (head: TableHead) => FileFacts;
  /** What a header means here, where that differs from what it means elsewhere. Null: nothing. */
  readonly columnOf?: (header: string, generally: Field | null) => Field | null;
  /** Of two columns of one meaning, which is it? Normalised names, the best first. */
  readonly preferred?: Readonly<Partial<Record<Field, readonly string[]>>>;
  /** Columns that stand for others: where the file has any of the first, the second ones are not read. */
  readonly standsFor?: readonly (readonly [shown: Field, meant: Field])[];
  readonly platformOf?: (cell: CellOf) => string;
  readonly channelOf: (cell: CellOf) => string;
  /** Of a total row that no word marks. */
  readonly isTotal: (cell: CellOf) => boolean;
  /** Lines below the table that are no data. */
  readonly isFooter: (firstCell: string) => boolean;
  /** A footer always stands below a table that has lines above it. */
  readonly endsWithFooter?: boolean;
  /** The number of rows that a total's label or a footer states. */
  readonly rowsStatedBy?: (firstCell: string) => number | null;
  /** What the conversions are that a column of this name counts, in the platform's words; see `ExportRow.attribution`. */
  readonly conversionsAre?: (header: string) => string | null;
  /** `MICROS_OR_UNITS`: the numbers themselves tell, as they are documented to. */
  readonly moneyUnit: 'UNITS' | 'MICROS_OR_UNITS';
  /** Metrics of zero are left out of the file altogether. */
  readonly leavesOutZeros?: boolean;
  /** The date of a row is where a range begins, which need not be a day. */
  readonly datesAreStarts?: boolean;
  /** `руб.` in the header of an amount is the rouble of Russia. */
  readonly roubles?: boolean;
  /** The order the platform is known to write, for columns that prove none. Null: such a column is refused. */
  readonly usualDateOrder: DateOrder | null;
  /** How to get a row for each day out of this platform. */
  readonly dailyHint: string;
}

/** What most platforms have in common. */
export const PLAIN_FORMAT = {
  kind: 'PERFORMANCE',
  factsOf: () => NO_FACTS,
  isTotal: () => false,
  isFooter: () => false,
  moneyUnit: 'UNITS',
  usualDateOrder: null,
} as const satisfies Partial<Format>;

export const NO_FACTS: FileFacts = {
  period: null,
  periodText: null,
  timeZone: null,
  vatMode: null,
  lastCompleteDay: null,
  completenessNotice: null,
  coarserThanDaily: null,
  statedRows: null,
};

/** The normalised name of the column that has this meaning; empty without one. */
export const nameOf = ({ header, columns }: TableHead, field: Field): string =>
  normaliseHeader(header[columns.get(field) ?? -1] ?? '');

/** Normalised names of all columns. */
export const namesOf = ({ header }: TableHead): readonly string[] => header.map(normaliseHeader);
