import { MICROS_PER_UNIT, type Micros } from '../../store/model/money.ts';

/** How a file writes numbers: which sign is the decimal one. The other groups thousands. */
export type DecimalSign = '.' | ',';

/** `--`, dashes and blanks say that the platform has no figure. That is not zero. */
export const isAbsent = (cell: string): boolean =>
  /^[\s\u00a0\u202f]*(--|[-–—])?[\s\u00a0\u202f]*$/.test(cell);

/**
 * The decimal sign that all cells agree with, or the index of the first cell that contradicts an earlier one.
 * Whole numbers, grouped or not, read the same as with a point.
 */
export function decimalSignOf(cells: readonly string[]): DecimalSign | { readonly contradictedAt: number } {
  let agreed: DecimalSign | null = null;
  for (const [index, cell] of cells.entries()) {
    const shown = signShownBy(bare(cell));
    if (shown !== null && agreed !== null && shown !== agreed) return { contradictedAt: index };
    agreed ??= shown;
  }
  return agreed ?? '.';
}

/** What a single number proves: `1,234.5` and `0.5` a point, `1.234,5` and `0,50` a comma, `1,234` nothing. */
function signShownBy(cell: string): DecimalSign | null {
  const last = Math.max(cell.lastIndexOf('.'), cell.lastIndexOf(','));
  if (last < 0) return null;
  const sign = cell[last] as DecimalSign;
  const other = sign === '.' ? ',' : '.';
  if (cell.includes(other)) return sign;
  if (cell.indexOf(sign) !== last) return other;
  const couldBeGrouping = /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(cell);
  return couldBeGrouping ? null : sign;
}

/** The number as a plain decimal, `-1234.56`, or null when the cell is not a number in this style. */
export function plainDecimal(cell: string, sign: DecimalSign): string | null {
  const text = bare(cell);
  const grouping = sign === '.' ? ',' : '.';
  const [whole = '', fraction, ...rest] = text.split(sign);
  const isGroupedRight = /^-?\d{1,3}(?:[.,]\d{3})+$/.test(whole) && !whole.includes(sign);
  const digits = isGroupedRight ? whole.replaceAll(grouping, '') : whole;
  if (rest.length > 0 || !/^-?\d*$/.test(digits) || !/^\d*$/.test(fraction ?? '')) return null;
  if (!/\d/.test(digits + (fraction ?? ''))) return null;
  return `${digits === '' || digits === '-' ? `${digits}0` : digits}${fraction ? `.${fraction}` : ''}`;
}

/** How many decimals the number is written with. */
export const decimalsIn = (cell: string, sign: DecimalSign): number => bare(cell).split(sign)[1]?.length ?? 0;

/** To the nearest micro, half away from zero. `decimal` is what `plainDecimal` returns. */
export function decimalToMicros(decimal: string): Micros {
  const isNegative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const kept = BigInt(whole) * MICROS_PER_UNIT + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  const rounded = (fraction[6] ?? '0') >= '5' ? kept + 1n : kept;
  return isNegative ? -rounded : rounded;
}

/** Without spaces of any width (some locales group with them) and without a currency sign. */
const bare = (cell: string) => cell.replace(/[\s\u00a0\u202f€$£¥]/g, '').replace('−', '-');
