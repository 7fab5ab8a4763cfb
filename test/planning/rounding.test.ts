import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RoundingProblem, roundToCoins } from '../../planning/rounding.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const free = (spends: readonly number[], total = Math.round(sum(spends))): RoundingProblem => ({
  spends,
  lower: spends.map(() => 0),
  upper: spends.map(() => 1_000_000),
  total: { min: total, max: total },
  groups: [],
});

describe('rounding to whole coins', () => {
  it('gives the missing coins to the largest remainders', () => {
    expect(roundToCoins(free([10.2, 20.7, 30.6, 38.5]))).toEqual([10, 21, 31, 38]);
  });

  it('breaks ties by position', () => {
    expect(roundToCoins(free([10.5, 10.5, 10.5, 10.5]))).toEqual([11, 11, 10, 10]);
  });

  it('leaves whole coins as they are, whatever the noise of the solver', () => {
    expect(roundToCoins(free([10 - 1e-9, 20 + 1e-9, 30]))).toEqual([10, 20, 30]);
  });

  it('never leaves a bound for the sake of the total', () => {
    const problem = { ...free([10.6, 20.6, 30.8]), upper: [10, 21, 31], lower: [10, 20, 30] };
    expect(roundToCoins(problem)).toEqual([10, 21, 31]);
  });

  it('stays within a budget that is a range', () => {
    expect(sum(roundToCoins({ ...free([10.5, 10.4]), total: { min: 0, max: 20 } }))).toBe(20);
    expect(sum(roundToCoins({ ...free([10.5, 10.4]), total: { min: 22, max: 40 } }))).toBe(22);
  });

  it('keeps the limits of groups that overlap', () => {
    const problem = {
      ...free([10.5, 10.5, 10.5, 10.5]),
      groups: [
        { members: [0, 1], max: 21 },
        { members: [1, 2], min: 21 },
      ],
    };
    const rounded = roundToCoins(problem);
    expect(sum(rounded)).toBe(42);
    expect((rounded[0] ?? 0) + (rounded[1] ?? 0)).toBeLessThanOrEqual(21);
    expect((rounded[1] ?? 0) + (rounded[2] ?? 0)).toBeGreaterThanOrEqual(21);
  });

  it('keeps shares of the total as far as whole coins can', () => {
    const rounded = roundToCoins({
      ...free([33.4, 33.3, 33.3]),
      groups: [{ members: [1], minShare: 0.333 }],
    });
    expect(rounded[1]).toBe(34);
    expect(sum(rounded)).toBe(100);
  });

  it('ties the total and keeps every bound, for any plan', () => {
    const unit = fc.record({
      lower: fc.integer({ min: 0, max: 1_000 }),
      room: fc.integer({ min: 0, max: 1_000 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 30 }), (units) => {
        const lower = units.map((u) => u.lower);
        const upper = units.map((u) => u.lower + u.room);
        const spends = units.map((u) => u.lower + u.room * u.at);
        const total = Math.round(sum(spends));
        const rounded = roundToCoins({ spends, lower, upper, total: { min: total, max: total }, groups: [] });
        expect(sum(rounded)).toBe(total);
        rounded.forEach((coins, i) => {
          expect(Number.isInteger(coins)).toBe(true);
          expect(coins).toBeGreaterThanOrEqual(lower[i] ?? 0);
          expect(coins).toBeLessThanOrEqual(upper[i] ?? 0);
          expect(Math.abs(coins - (spends[i] ?? 0))).toBeLessThanOrEqual(1 + 1e-4);
        });
      }),
    );
  });
});
