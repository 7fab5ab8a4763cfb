/**
 * Money is an integer number of micros (one millionth) of an ISO 4217 currency. A `bigint` holds any total
 * exactly; a JS number would lose units above 9 billion.
 */
export type Micros = bigint;

/** An ISO 4217 code, such as `EUR`. */
export type CurrencyCode = string;

export const MICROS_PER_UNIT = 1_000_000n;

/** Units of currency, as a double, for the mathematics. Exact to a micro up to 9 billion units. */
export function microsToUnits(micros: Micros): number {
  return Number(micros) / 1e6;
}

/** The nearest micro. Throws a RangeError when `units` is not finite. */
export function unitsToMicros(units: number): Micros {
  if (!Number.isFinite(units)) throw new RangeError(`An amount must be finite; saw ${units}.`);
  return BigInt(Math.round(units * 1e6));
}

/** `-1234560000n` → `"-1234.56"`. At least two decimals, no trailing zeros beyond them. */
export function formatMicros(micros: Micros): string {
  const sign = micros < 0n ? '-' : '';
  const absolute = micros < 0n ? -micros : micros;
  const fraction = (absolute % MICROS_PER_UNIT)
    .toString()
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${sign}${absolute / MICROS_PER_UNIT}.${fraction}`;
}

/** `"1234.56"` → `1234560000n`; null when the text is not a plain decimal of at most six places. */
export function parseDecimalToMicros(text: string): Micros | null {
  const match = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = '0', fraction = ''] = match;
  const micros = BigInt(whole) * MICROS_PER_UNIT + BigInt(fraction.padEnd(6, '0'));
  return sign === '-' ? -micros : micros;
}
