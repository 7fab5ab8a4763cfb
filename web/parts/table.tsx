import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { t } from '../i18n/i18n.ts';
import { ScrollRegion } from './scroll-region.tsx';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What the column sorts by; left out: it does not sort. */
  readonly value?: (row: Row) => number | string | null;
  readonly numeric?: boolean;
  /** CSS width of the column. */
  readonly width?: string;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly sort: { readonly column: string; readonly isDescending: boolean };
  readonly onSort: (column: string, isDescending: boolean) => void;
  /** Told which rows are in sight. */
  readonly onSight?: (rows: readonly Row[]) => void;
}

const ROW_HEIGHT = 44;
const MOST_HEIGHT = 640;
/** Rows drawn above and below those in sight, so that scrolling shows no gap. */
const SPARE = 8;

/** A table of any length: only the rows in sight are in the document. */
export function Table<Row>({ label, columns, rows, keyOf, sort, onSort, onSight }: TableProps<Row>) {
  const box = useRef<HTMLElement>(null);
  /** The row at the upper edge: less than a row of scrolling draws nothing anew. */
  const [top, setTop] = useState(0);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, sort.column, sort.isDescending]);
  const first = Math.max(0, top - SPARE);
  const last = Math.min(sorted.length, top + Math.ceil(MOST_HEIGHT / ROW_HEIGHT) + 1 + SPARE);
  const inSight = sorted.slice(first, last);
  const sight = inSight.map(keyOf).join(' ');
  useLayoutEffect(() => onSight?.(inSight), [sight]);
  return (
    <ScrollRegion
      box={box}
      class="scroll tall"
      label={label}
      onScroll={() => setTop(Math.floor((box.current?.scrollTop ?? 0) / ROW_HEIGHT))}
    >
      <table class="rows" aria-rowcount={rows.length + 1}>
        <caption class="visually-hidden">{label}</caption>
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={width ? { width } : undefined} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Spacer rows={first} columns={columns.length} />}
          {inSight.map((row, i) => (
            <tr key={keyOf(row)} aria-rowindex={first + i + 2}>
              {columns.map(({ id, cell, numeric }, c) =>
                c === 0 ? (
                  <th key={id} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={id} class={numeric ? 'number' : undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
          {last < sorted.length && <Spacer rows={sorted.length - last} columns={columns.length} />}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Spacer({ rows, columns }: { rows: number; columns: number }) {
  return (
    <tr class="spacer">
      <td aria-hidden="true" colSpan={columns} style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

interface HeadCellProps<Row> {
  readonly column: Column<Row>;
  readonly sort: TableProps<Row>['sort'];
  readonly onSort: TableProps<Row>['onSort'];
}

function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { id, title, value, numeric } = column;
  const isSorted = sort.column === id;
  const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={numeric ? 'number' : undefined} aria-sort={value ? (order ?? 'none') : undefined}>
      {value ? (
        <button
          type="button"
          class="sort"
          title={t('table.sort')}
          onClick={() => onSort(id, isSorted ? !sort.isDescending : Boolean(numeric))}
        >
          {title}
          <span aria-hidden="true">{isSorted ? (sort.isDescending ? ' ↓' : ' ↑') : ''}</span>
        </button>
      ) : (
        title
      )}
    </th>
  );
}

/** Rows without a value come last, whichever way the table is sorted. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { column, isDescending }: TableProps<Row>['sort'],
): readonly Row[] {
  const value = columns.find(({ id }) => id === column)?.value;
  if (!value) return rows;
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' || typeof right === 'string')
      return sign * String(left).localeCompare(String(right));
    return sign * (left - right);
  });
}
