import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicros, parseDecimalToMicros, unitsToMicros } from '../../store/model/money.ts';

describe('money', () => {
  it.each([
    [0n, '0.00'],
    [1n, '0.000001'],
    [-1_234_560_000n, '-1234.56'],
    [1_500_000n, '1.50'],
    [1_234_500n, '1.2345'],
    [9_007_199_254_740_993_000_000n, '9007199254740993.00'],
  ])('writes %s micros as %s', (micros, text) => {
    expect(formatMicros(micros)).toBe(text);
  });

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (micros) => {
        expect(parseDecimalToMicros(formatMicros(micros))).toBe(micros);
      }),
      { seed: 1 },
    );
  });

  it.each(['', '1,50', '1.', '.5', '1e3', '1.0000001', '--1'])('does not read %j', (text) => {
    expect(parseDecimalToMicros(text)).toBeNull();
  });

  it('refuses an amount that is no number', () => {
    expect(unitsToMicros(12.345678)).toBe(12_345_678n);
    expect(() => unitsToMicros(Number.NaN)).toThrow(RangeError);
  });
});
