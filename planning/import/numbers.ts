import { MICROS_PER_UNIT, type Micros } from '../../store/model/money.ts';
import { type Cell, textOf } from './table/record.ts';

/** How a file writes numbers: which sign is the decimal one. The other groups thousands. */
export type DecimalSign = '.' | ',';

/** `--`, dashes and blanks say that the platform has no figure. That is not zero. */
export const isAbsent = (cell: string): boolean => /^\s*(--|[-–—])?\s*$/.test(cell);

/** What a single number proves: `1,234.5` and `0.5` a point, `1.234,5` and `0,50` a comma, `1,234` and `56` nothing. */
export function signShownBy(cell: string): DecimalSign | null {
  const text = bare(cell);
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last < 0) return null;
  const sign = text[last] as DecimalSign;
  const other = sign === '.' ? ',' : '.';
  if (text.includes(other)) return sign;
  if (text.indexOf(sign) !== last) return other;
  const couldBeGrouping = /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  return couldBeGrouping ? null : sign;
}

/** `1.234`, which is a thousand and more in some languages and one and a bit in others. `1,234` is taken for grouping. */
export const mayBeThousands = (cell: string): boolean => /^-?[1-9]\d{0,2}\.\d{3}$/.test(bare(cell));

/** The number as a plain decimal, `-1234.56`, or null when the cell is not a number in this style. */
export function plainDecimal(cell: Cell, sign: DecimalSign): string | null {
  if (typeof cell === 'number') return decimalOfNumber(cell);
  const text = bare(cell);
  if (/^\d{1,30}$/.test(text) || (sign === '.' && /^\d{1,30}\.\d+$/.test(text))) return text;
  const grouping = sign === '.' ? ',' : '.';
  const [whole = '', fraction, ...rest] = text.split(sign);
  const isGroupedRight = /^-?\d{1,3}(?:[.,]\d{3})+$/.test(whole) && !whole.includes(sign);
  const digits = isGroupedRight ? whole.replaceAll(grouping, '') : whole;
  if (rest.length > 0 || !/^-?\d{0,30}$/.test(digits) || !/^\d*$/.test(fraction ?? '')) return null;
  if (!/\d/.test(digits + (fraction ?? ''))) return null;
  return `${digits === '' || digits === '-' ? `${digits}0` : digits}${fraction ? `.${fraction}` : ''}`;
}

/** A double carries dust in its last places; money and counts have at most six decimals. */
const decimalOfNumber = (number: number): string | null =>
  Number.isFinite(number) && Math.abs(number) < 1e15 ? number.toFixed(6).replace(/\.?0+$/, '') : null;

/** How many decimals the number is written with. */
export const decimalsIn = (cell: Cell, sign: DecimalSign): number =>
  (typeof cell === 'number' ? decimalOfNumber(cell)?.split('.') : bare(cell).split(sign))?.[1]?.length ?? 0;

/** To the nearest micro, half away from zero. `decimal` is what `plainDecimal` returns. */
export function decimalToMicros(decimal: string): Micros {
  const isNegative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const kept = BigInt(whole) * MICROS_PER_UNIT + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
  const rounded = (fraction[6] ?? '0') >= '5' ? kept + 1n : kept;
  return isNegative ? -rounded : rounded;
}

/** A whole multiple of 10,000, as amounts in micros are and amounts in units hardly ever: `12340000`, not `12,340,000`. */
export const looksLikeMicros = (cell: Cell): boolean => /^[1-9]\d*0000$/.test(textOf(cell));

/**
 * Without a currency sign, and without the spaces of any width or apostrophes that some locales group thousands with.
 * A space anywhere else stays, so that what holds it is no number.
 */
const bare = (cell: string) => (/^\d+(?:[.,]\d+)?$/.test(cell) ? cell : withoutGrouping(cell));

const withoutGrouping = (cell: string) =>
  cell
    .trim()
    .replace(/\s?[€$£¥₽]\s?/, '')
    .replace(/(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g, '')
    .replace('−', '-');
