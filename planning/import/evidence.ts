import { nameFigure, says } from '../../optimizer/statement.ts';
import type { Columns } from './choose-columns.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { type DateOrder, orderShownBy } from './dates.ts';
import type { Format } from './formats/format.ts';
import type { Field } from './language/field.ts';
import { type DecimalSign, isAbsent, looksLikeMicros, mayBeThousands, signShownBy } from './numbers.ts';
import { type Refusal, refusal } from './refusal.ts';
import type { Style } from './style.ts';
import { type TableRecord, textOf } from './table/record.ts';

const NUMERIC_FIELDS = [
  'spend',
  'spendMicros',
  'impressions',
  'clicks',
  'linkClicks',
  'conversions',
  'results',
  'revenue',
  'leads',
  'orders',
  'newCustomers',
  'margin',
] as const satisfies readonly Field[];

interface Seen {
  readonly line: number;
  readonly text: string;
}

/** What the cells of a whole file prove that a single one leaves open: `9/8/2026`, `1,234`, `12340000`. */
export interface Evidence {
  see(record: TableRecord): void;
  /** The style as far as it is proven by what was seen; what nothing proves is as usual for the format. */
  settled(): Style;
  /** What the records contradict each other in, or leave open. Asked once all of them have been seen. */
  doubt(): Refusal | null;
}

export function createEvidence(
  columns: Columns,
  format: Format,
  base: Style,
  mapping: ColumnMapping | undefined,
): Evidence {
  const numeric = NUMERIC_FIELDS.flatMap((field) => {
    const index = columns.get(field);
    return index === undefined ? [] : [{ field, index }];
  });
  const dateIndex = columns.get(base.dateField) ?? -1;
  const spendIndex = columns.get('spend') ?? -1;
  let sign: DecimalSign | null = null;
  let otherSign: Seen | null = null;
  let openNumber: Seen | null = null;
  let firstDate: Seen | null = null;
  let openDate: Seen | null = null;
  const orders = new Set<DateOrder>();
  const costs = { some: 0, likeMicros: 0, withFraction: 0 };
  let firstCost: Seen | null = null;
  let oddCost: Seen | null = null;
  const fieldsWithFigures = new Set<Field>();

  function see({ line, cells }: TableRecord): void {
    for (const { field, index } of numeric) {
      const cell = cells[index] ?? '';
      if (format.leavesOutZeros && textOf(cell) !== '') fieldsWithFigures.add(field);
      if (typeof cell === 'number' || isAbsent(cell)) continue;
      const shown = signShownBy(cell);
      if (shown !== null && sign !== null && shown !== sign) otherSign ??= { line, text: textOf(cell) };
      sign ??= shown;
      if (sign === null && openNumber === null && mayBeThousands(cell))
        openNumber = { line, text: textOf(cell) };
    }
    const cost = textOf(cells[spendIndex]);
    if (/[1-9]/.test(cost)) {
      costs.some += 1;
      firstCost ??= { line, text: cost };
      if (looksLikeMicros(cells[spendIndex] ?? '')) costs.likeMicros += 1;
      else oddCost ??= { line, text: cost };
      if (/[.,]/.test(cost)) costs.withFraction += 1;
    }
    const date = textOf(cells[dateIndex]);
    const order = orderShownBy(date);
    firstDate ??= { line, text: date };
    if (order === null) openDate ??= { line, text: date };
    else if (order !== 'NONE') orders.add(order);
  }

  const costsAreMicros = () => costs.some > 0 && costs.likeMicros === costs.some;

  function settled(): Style {
    const [proven] = orders;
    const unit = format.moneyUnit === 'MICROS_OR_UNITS' && costsAreMicros() ? 'MICROS' : 'UNITS';
    return {
      ...base,
      dateOrder: proven ?? mapping?.dateOrder ?? format.usualDateOrder ?? 'MONTH_FIRST',
      decimalSign: sign ?? mapping?.decimalSign ?? '.',
      moneyUnit: mapping?.moneyUnit ?? unit,
      zeroFields: [...fieldsWithFigures].sort(),
    };
  }

  function doubt(): Refusal | null {
    if (otherSign !== null) return mixedSigns(otherSign);
    if (sign === null && openNumber !== null && mapping?.decimalSign === undefined)
      return openThousands(openNumber);
    if (orders.size > 1 && firstDate !== null) return dateDoubt('CONTRADICTORY', firstDate);
    const isOrderKnown = orders.size === 1 || (mapping?.dateOrder ?? format.usualDateOrder) !== null;
    if (openDate !== null && !isOrderKnown) return dateDoubt('OPEN', openDate);
    if (mapping?.moneyUnit !== undefined || firstCost === null) return null;
    if (format.moneyUnit === 'UNITS') return costsAreMicros() ? likelyMicros(firstCost) : null;
    return costsAreMicros() || costs.withFraction > 0 || oddCost === null ? null : unclearMicros(oddCost);
  }

  return { see, settled, doubt };
}

const mixedSigns = ({ line, text }: Seen) =>
  refusal(
    'AMBIGUOUS_NUMBERS',
    says(
      'POINTS_AND_COMMAS',
      'Some numbers of this file have a decimal point and some a decimal comma. Export it again unedited.',
    ),
    { line, value: text },
  );

const openThousands = ({ line, text }: Seen) =>
  refusal(
    'AMBIGUOUS_NUMBERS',
    says(
      'POINT_OR_THOUSANDS',
      `No number of this file shows whether ${text} has a decimal point or groups thousands. Export amounts with two decimals, ` +
        'or say it in a column mapping: {"decimalSign": "."} or {"decimalSign": ","}.',
      nameFigure('text', text),
    ),
    { line, value: text },
  );

const dateDoubt = (why: 'CONTRADICTORY' | 'OPEN', { line, text }: Seen) =>
  refusal(
    'AMBIGUOUS_DATES',
    why === 'OPEN'
      ? says(
          'DATES_OPEN',
          'No date of this column shows whether the month or the day comes first. Export with dates as YYYY-MM-DD.',
        )
      : says(
          'DATES_CONTRADICT',
          'Some dates of this column put the month first and some the day. Export with dates as YYYY-MM-DD.',
        ),
    { line, value: text },
  );

const likelyMicros = ({ line, text }: Seen) =>
  refusal(
    'MICROS_SUSPECTED',
    says(
      'MILLIONTHS_LIKELY',
      'Every cost is a whole multiple of 10,000, as in files that give money in millionths. Export amounts with decimals, ' +
        'or say in a column mapping what they are: {"moneyUnit": "UNITS"} or {"moneyUnit": "MICROS"}.',
    ),
    { line, value: text },
  );

const unclearMicros = ({ line, text }: Seen) =>
  refusal(
    'MICROS_SUSPECTED',
    says(
      'MILLIONTHS_OPEN',
      'Costs are whole numbers, as amounts in millionths are, but not rounded to 10,000 of them as Yandex.Direct does. ' +
        'Ask for the report again with returnMoneyInMicros: false, or say in a column mapping what they are: {"moneyUnit": "UNITS"}.',
    ),
    { line, value: text },
  );
