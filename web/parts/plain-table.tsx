import type { ComponentChildren } from 'preact';
import { ScrollRegion } from './scroll-region.tsx';

export interface PlainColumn<Row> {
  readonly title: ComponentChildren;
  /** Tells it from the others where the titles do not. */
  readonly key?: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** CSS class of its cells: `number` aligns them as figures. */
  readonly class?: string | ((row: Row) => string);
}

interface PlainTableProps<Row> {
  readonly label: string;
  /** The first one names the row. */
  readonly columns: readonly PlainColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** `plain`: figures with a name before them. `rows`: words and figures, under a head that stays in sight. */
  readonly kind?: 'plain' | 'rows';
}

/** A short table in the order it is given. */
export function PlainTable<Row>({ label, columns, rows, keyOf, kind = 'plain' }: PlainTableProps<Row>) {
  return (
    <ScrollRegion label={label}>
      <table class={kind}>
        <thead>
          <tr>
            {columns.map(({ title, key, class: name }) => (
              <th key={key ?? title} scope="col" class={name === 'number' ? name : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, key = title, cell, class: name }, i) =>
                i === 0 ? (
                  <th key={key} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={key} class={typeof name === 'function' ? name(row) : name}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
