import type { Columns } from './choose-columns.ts';
import type { ColumnMapping } from './column-mapping.ts';
import type { DateOrder } from './dates.ts';
import type { Format } from './formats/format.ts';
import type { Field } from './language/field.ts';
import type { DecimalSign } from './numbers.ts';

/** How one file writes things. The columns settle some of it, all of the cells together the rest; see `Evidence`. */
export interface Style {
  /** The day's own column, or Meta's period where each row's period is one day. */
  readonly dateField: 'date' | 'periodStart';
  readonly dateOrder: DateOrder;
  readonly decimalSign: DecimalSign;
  /** Of `spend`, and of revenue where both are of one kind. */
  readonly moneyUnit: 'UNITS' | 'MICROS';
  readonly spendField: 'spend' | 'spendMicros';
  /** Link clicks stand in where a file has no clicks. */
  readonly clicksField: 'clicks' | 'linkClicks';
  /** Leads are the conversions of a file that has no others; results only where the file says what they are. */
  readonly conversionsField: 'conversions' | 'leads' | 'results' | null;
  /** Figures that the file has, but leaves out where they are zero. Sorted. */
  readonly zeroFields: readonly Field[];
}

/** What the columns alone settle, with the format's habits for the rest. */
export function styleOfColumns(columns: Columns, format: Format, mapping: ColumnMapping | undefined): Style {
  const conversions = (['conversions', 'leads', 'results'] as const).find((field) => columns.has(field));
  return {
    dateField: columns.has('date') ? 'date' : 'periodStart',
    dateOrder: mapping?.dateOrder ?? format.usualDateOrder ?? 'MONTH_FIRST',
    decimalSign: mapping?.decimalSign ?? '.',
    moneyUnit: mapping?.moneyUnit ?? 'UNITS',
    spendField: columns.has('spend') ? 'spend' : 'spendMicros',
    clicksField: columns.has('clicks') ? 'clicks' : 'linkClicks',
    conversionsField: conversions ?? null,
    zeroFields: [],
  };
}

export const sameStyle = (a: Style, b: Style): boolean => JSON.stringify(a) === JSON.stringify(b);
