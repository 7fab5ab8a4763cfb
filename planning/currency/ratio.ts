import type { Micros } from '../../store/model/money.ts';

/** An exact positive fraction. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** `"0.8512"` → 8512 ÷ 10000. Throws a RangeError for what is no positive decimal: rates are checked on their way in. */
export function ratioOf(decimal: string): Ratio {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  const digits = match && BigInt(`${match[1]}${match[2] ?? ''}`);
  if (!match || !digits) throw new RangeError(`${JSON.stringify(decimal)} is not a positive decimal.`);
  return { numerator: digits, denominator: 10n ** BigInt(match[2]?.length ?? 0) };
}

export const inverse = ({ numerator, denominator }: Ratio): Ratio => ({
  numerator: denominator,
  denominator: numerator,
});

export const times = (a: Ratio, b: Ratio): Ratio => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
});

export const ratioNumber = ({ numerator, denominator }: Ratio): number =>
  Number(numerator) / Number(denominator);

/** The amount times the ratio, to the nearest micro, halves away from zero. */
export function scaled(micros: Micros, { numerator, denominator }: Ratio): Micros {
  const absolute = micros < 0n ? -micros : micros;
  const rounded = (2n * absolute * numerator + denominator) / (2n * denominator);
  return micros < 0n ? -rounded : rounded;
}
