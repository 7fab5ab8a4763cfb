import { parseDate } from './dates.ts';
import { isTotalLabel } from './language/words.ts';
import { cellsOf, type Reading } from './rows.ts';
import { type TableRecord, textOf } from './table/record.ts';

export interface Section {
  readonly kind: 'DATA' | 'TOTAL' | 'FOOTER';
  /** The first cell that is not blank. */
  readonly firstCell: string;
}

/** Tells the lines below the header apart. A total has a label where it has no day: a campaign named "Total: x" keeps its days. */
export function sectionOf(record: TableRecord, { format, columns }: Reading): Section {
  const firstCell = textOf(record.cells.find((cell) => textOf(cell) !== ''));
  if (format.isFooter(firstCell)) return { kind: 'FOOTER', firstCell };
  const cell = cellsOf(columns, record);
  const isTotal = (isTotalLabel(firstCell) && !isDay(cell('date'))) || format.isTotal(cell);
  return { kind: isTotal ? 'TOTAL' : 'DATA', firstCell };
}

const isDay = (cell: string) =>
  parseDate(cell, 'MONTH_FIRST') !== null || parseDate(cell, 'DAY_FIRST') !== null;
