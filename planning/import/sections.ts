import type { Field } from './fields.ts';
import type { CellOf, Format } from './formats/format.ts';
import type { Table, TableRecord } from './table.ts';

/** The lines below the header, told apart. */
export interface Sections {
  readonly data: readonly TableRecord[];
  readonly totals: readonly TableRecord[];
}

export const cellsOf =
  (table: Table, record: TableRecord): CellOf =>
  (field: Field) =>
    (record.cells[table.columns.get(field) ?? -1] ?? '').trim();

/** A total has a label where it has no day: a campaign named "Total: x" keeps its days. */
export function sectionsOf(table: Table, format: Format, isDay: (cell: string) => boolean): Sections {
  const data: TableRecord[] = [];
  const totals: TableRecord[] = [];
  for (const record of table.records) {
    const cell = cellsOf(table, record);
    const firstCell = record.cells.find((text) => text.trim() !== '') ?? '';
    const isLabelledTotal = isTotalLabel(firstCell) && !isDay(cell('date'));
    if (format.isFooter(firstCell)) continue;
    if (isLabelledTotal || format.isTotal(cell)) totals.push(record);
    else data.push(record);
  }
  return { data, totals };
}

/** `Total`, `Total: Campaigns`, `Grand total`, `Total of 33 results`; not a campaign named `Total Wine`. */
export const isTotalLabel = (label: string): boolean =>
  /^(grand )?totals?( of \d+ results)?\s*(:.*)?$/i.test(label.trim());
