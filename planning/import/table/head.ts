import { says } from '../../../optimizer/statement.ts';
import type { ColumnMapping } from '../column-mapping.ts';
import { fieldOf } from '../language/columns.ts';
import type { Field } from '../language/field.ts';
import { normalised } from '../language/normalise.ts';
import { type Refusal, refusal } from '../refusal.ts';
import { type Cell, type TableRecord, textOf } from './record.ts';

/** The top of a table: what its columns mean, and what stands above and first below the header. */
export interface TableHead {
  /** The text of each line above the header, blank lines left out. */
  readonly preamble: readonly string[];
  readonly header: readonly string[];
  readonly headerLine: number;
  /** The first column of each meaning. */
  readonly columns: ReadonlyMap<Field, number>;
  /** All columns of a meaning that more than one has. */
  readonly rivals: ReadonlyMap<Field, readonly number[]>;
  /** The first record below the header. */
  readonly first: TableRecord | null;
}

export const HEADER_SEARCH_LINES = 30;
const HEADER_MIN_FIELDS = 3;

export interface HeaderFound {
  /** Index among the lines that were searched. */
  readonly index: number;
  readonly header: readonly string[];
  /** How many meanings its names have; below three it is no header. */
  readonly score: number;
}

/** The line whose names mean most; a mapping's names count before all others. */
export function findHeader(
  lines: readonly (readonly Cell[])[],
  mapping: ColumnMapping | undefined,
): HeaderFound | null {
  let best: HeaderFound | null = null;
  for (const [index, cells] of lines.slice(0, HEADER_SEARCH_LINES).entries()) {
    const header = cells.map(textOf);
    const mapped = mappedColumns(header, mapping).size;
    const score = new Set(header.map(fieldOf).filter((field) => field !== null)).size + mapped * 100;
    if (score >= HEADER_MIN_FIELDS && score > (best?.score ?? 0)) best = { index, header, score };
  }
  return best;
}

export function columnsOf(header: readonly string[]): Pick<TableHead, 'columns' | 'rivals'> {
  const all = new Map<Field, number[]>();
  for (const [index, name] of header.entries()) {
    const field = fieldOf(name);
    if (field !== null) all.set(field, [...(all.get(field) ?? []), index]);
  }
  return {
    columns: new Map([...all].map(([field, [first = 0]]) => [field, first])),
    rivals: new Map([...all].filter(([, indices]) => indices.length > 1)),
  };
}

/** Where the columns that a planner has named stand. */
export function mappedColumns(
  header: readonly string[],
  mapping: ColumnMapping | undefined,
): ReadonlyMap<Field, number> {
  const names = header.map(normalised);
  return new Map(
    Object.entries(mapping?.columns ?? {}).flatMap(([field, name]) => {
      const index = name === undefined ? -1 : names.indexOf(normalised(name));
      return index < 0 ? [] : [[field as Field, index] as const];
    }),
  );
}

export const noHeader = (seen: readonly Cell[] = []): Refusal =>
  refusal(
    'NO_HEADER',
    says(
      'NO_HEADER_LINE',
      'No line among the first 30 names the columns of a report. Wanted at least a day, a campaign and a cost column ' +
        '(such as Day, Campaign, Cost). Load the file as the platform wrote it, or say by a column mapping what its columns mean.',
    ),
    { line: 1, value: seen.map(textOf).join(' | ').slice(0, 200) },
  );
