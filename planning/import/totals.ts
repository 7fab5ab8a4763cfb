import { dayFigure, moneyFigure, says } from '../../optimizer/statement.ts';
import type { IsoDate } from '../../store/model/day.ts';
import { formatMicros, type Micros } from '../../store/model/money.ts';
import { totalScope } from './language/words.ts';
import { type Refusal, refusal } from './refusal.ts';

/** A total that the file states itself. */
export interface FileTotal {
  readonly line: number;
  /** Empty where only a blank entity marks it. */
  readonly label: string;
  /** Of one day alone; null for that of the file. */
  readonly day: IsoDate | null;
  readonly spendMicros: Micros;
}

/** The total of exactly the rows shown: of the filtered campaigns before that of the whole account. */
export function totalOfShownRows(totals: readonly FileTotal[]): FileTotal | null {
  const ofFile = totals.filter(({ day }) => day === null);
  for (const scope of ['filtered', 'campaigns', 'account', 'all'] as const) {
    const found = ofFile.find(({ label }) => totalScope(label) === scope);
    if (found !== undefined) return found;
  }
  return null;
}

/**
 * Platforms round each row and the total apart. n rounding errors of at most half a unit in the last place add up
 * to about √n of them; four times that is never rounding.
 */
export function totalMismatch(
  total: FileTotal,
  sum: Micros,
  rows: number,
  lastPlaceMicros: Micros,
): Refusal | null {
  const tolerance = lastPlaceMicros * BigInt(1 + Math.ceil(2 * Math.sqrt(rows)));
  const difference = total.spendMicros > sum ? total.spendMicros - sum : sum - total.spendMicros;
  if (difference <= tolerance) return null;
  const { day } = total;
  const of = day === null ? '' : ` of ${day}`;
  return refusal(
    'TOTAL_MISMATCH',
    says(
      day === null ? 'TOTAL_DIFFERS' : 'TOTAL_OF_DAY_DIFFERS',
      `The file states a total cost${of} of ${formatMicros(total.spendMicros)}, its rows sum to ${formatMicros(sum)}. ` +
        'Rows are missing or doubled; export the report again without editing it.',
      ...(day === null ? [] : [dayFigure('day', day)]),
      moneyFigure('total', Number(total.spendMicros) / 1e6),
      moneyFigure('sum', Number(sum) / 1e6),
    ),
    { line: total.line, value: formatMicros(total.spendMicros) },
  );
}
