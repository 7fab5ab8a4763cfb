import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { responseAt } from '../../../optimizer/curve/evaluate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import {
  correctedFit,
  type ForecastCheck,
  forecastCorrection,
} from '../../../optimizer/fit/forecast-correction.ts';
import { levelNoise } from '../../../optimizer/fit/level-noise.ts';

const dayAt = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

/** One round after the other, each made from what the one before had seen; `ratio` is actual ÷ predicted. */
const checks = (ratios: readonly number[], width = 0.1): ForecastCheck[] =>
  ratios.map((ratio, i) => ({
    dataThrough: dayAt(30 * i),
    to: dayAt(30 * i + 20),
    predicted: 1000,
    interval: [1000 * (1 - width), 1000 * (1 + width)],
    actual: 1000 * ratio,
  }));

describe('what reviews say of the next forecast', () => {
  it.each<[what: string, ratios: readonly number[]]>([
    ['no review', []],
    ['one review, however far off', [0.4]],
  ])('is nothing after %s', (_, ratios) => {
    expect(forecastCorrection(checks(ratios))).toBeNull();
  });

  it('is nothing while reviews lie around what was forecast', () => {
    expect(forecastCorrection(checks([1.02, 0.97, 1.01, 0.99]))).toMatchObject({
      factor: 1,
      spread: 0,
      coverage: 1,
    });
  });

  it('takes most of a bias away that came again after refitting, and more of it the surer it is', () => {
    const two = forecastCorrection(checks([0.8, 0.8]));
    const five = forecastCorrection(checks([0.8, 0.8, 0.8, 0.8, 0.8]));
    expect(two?.factor).toBeGreaterThan(0.8);
    expect(two?.factor).toBeLessThan(0.86);
    expect(five?.factor).toBeGreaterThan(0.8);
    expect(five?.factor).toBeLessThan(two?.factor ?? 0);
    expect(five?.deviation).toBeCloseTo(-0.2, 3);
    expect(five?.spread).toBe(0);
  });

  it('counts forecasts that were made before the first review was in as one, since one shift explains them all', () => {
    const together = checks([0.6, 0.6, 0.6]).map((check) => ({ ...check, dataThrough: dayAt(0) }));
    expect(forecastCorrection(together)).toBeNull();
    const [first] = checks([0.6]);
    const next = { ...(first as ForecastCheck), dataThrough: dayAt(25), to: dayAt(50) };
    expect(forecastCorrection([...together.slice(0, 2), next])).toMatchObject({ rounds: 2 });
  });

  it('goes back as later reviews agree', () => {
    const factors = [0, 1, 2, 4, 8].map(
      (agreeing) =>
        forecastCorrection(checks([0.75, 0.75, 0.75, ...Array<number>(agreeing).fill(1)]))?.factor ?? 0,
    );
    expect([...factors].sort((a, b) => a - b)).toEqual(factors);
    expect(factors.at(-1)).toBeGreaterThan(0.97);
  });

  it('widens where reviews scatter beyond their bands, and more the further they do', () => {
    const some = forecastCorrection(checks([0.8, 1.25, 0.85, 1.2], 0.05));
    const more = forecastCorrection(checks([0.6, 1.6, 0.65, 1.5], 0.05));
    expect(some?.coverage).toBe(0);
    expect(some?.spread).toBeGreaterThan(0.08);
    expect(some?.factor).toBeCloseTo(1, 1);
    expect(more?.spread).toBeGreaterThan(some?.spread ?? 1);
    expect(forecastCorrection(checks([0.8, 1.25, 0.85, 1.2], 0.5))?.spread).toBe(0);
  });

  it('is bounded, finite, and the same in whatever order the reviews come', () => {
    const check = fc
      .tuple(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 2, noNaN: true }),
      )
      .map(
        ([from, days, predicted, actual, width]): ForecastCheck => ({
          dataThrough: dayAt(from),
          to: dayAt(from + days),
          predicted,
          interval: [predicted * Math.max(0, 1 - width), predicted * (1 + width)],
          actual,
        }),
      );
    fc.assert(
      fc.property(fc.uniqueArray(check, { selector: ({ to }) => to, maxLength: 12 }), (given) => {
        const correction = forecastCorrection(given);
        expect(forecastCorrection([...given].reverse())).toEqual(correction);
        if (correction === null) return;
        expect(correction.factor).toBeGreaterThanOrEqual(1 / 1.5);
        expect(correction.factor).toBeLessThanOrEqual(1.5);
        expect(correction.spread).toBeGreaterThanOrEqual(0);
        expect(correction.spread).toBeLessThanOrEqual(0.5);
        expect(Object.values(correction).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('brings most of the next outcomes into the band, where bands of the bare fit hold few', () => {
    // Errors of 20 % beside bands made for 8 %, and a bias of a fifth, over 200 accounts of twelve reviews each.
    const noise = levelNoise(2600, 0.2, 'truth').map((level) => level * 0.8);
    const reach = 1.2815515655446004;
    let [bare, corrected] = [0, 0];
    for (let account = 0; account < 200; account++) {
      const own = noise.slice(account * 13, account * 13 + 13);
      const next = own[12] ?? 1;
      const { factor, spread } = forecastCorrection(checks(own.slice(0, 12), reach * 0.08)) ?? {
        factor: 1,
        spread: 0,
      };
      if (Math.abs(Math.log(next)) <= reach * 0.08) bare += 1;
      if (Math.abs(Math.log(next / factor)) <= reach * Math.hypot(0.08, spread)) corrected += 1;
    }
    expect(bare / 200).toBeLessThan(0.4);
    expect(corrected / 200).toBeGreaterThan(0.7);
    expect(corrected / 200).toBeLessThan(0.9);
  });
});

describe('a corrected fit', () => {
  const [fit] = fitCurves([
    {
      campaign: 'a',
      channel: 'search',
      days: Array.from({ length: 90 }, (_, i) => ({
        date: dayAt(i),
        spend: 100 + 60 * Math.sin(i / 4),
        outcome: 4 + 0.1 * (100 + 60 * Math.sin(i / 4)) + Math.cos(i * 7),
      })),
    },
  ]) as [FittedCurve];
  const at = (curve: FittedCurve['curve'], spend: number) => (curve.baseline ?? 0) + responseAt(curve, spend);
  const spreadOf = (of: FittedCurve) => {
    const logs = of.posterior.draws.map(({ curve }) => Math.log(at(curve, 100)));
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    return Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0) / logs.length);
  };

  it('is the fit itself where there is nothing to correct', () => {
    expect(correctedFit(fit, { factor: 1, spread: 0 }, 'search')).toBe(fit);
  });

  it('multiplies the curve, its draws and its slope alike', () => {
    const corrected = correctedFit(fit, { factor: 0.8, spread: 0 }, 'search');
    expect(at(corrected.curve, 100)).toBeCloseTo(0.8 * at(fit.curve, 100), 9);
    expect(spreadOf(corrected)).toBeCloseTo(spreadOf(fit), 9);
    const [low, high] = corrected.diagnostics.marginalAtCurrent.interval;
    expect(low).toBeCloseTo(0.8 * fit.diagnostics.marginalAtCurrent.interval[0], 12);
    expect(high).toBeCloseTo(0.8 * fit.diagnostics.marginalAtCurrent.interval[1], 12);
  });

  it('widens the draws as squares add, and together for all that share the error', () => {
    const wide = correctedFit(fit, { factor: 1, spread: 0.2 }, 'search');
    expect(spreadOf(wide)).toBeGreaterThan(0.85 * Math.hypot(spreadOf(fit), 0.2));
    expect(spreadOf(wide)).toBeLessThan(1.15 * Math.hypot(spreadOf(fit), 0.2));
    const levels = (of: FittedCurve) =>
      of.posterior.draws.map(
        ({ curve }, s) => at(curve, 100) / at(fit.posterior.draws[s]?.curve ?? curve, 100),
      );
    const other = correctedFit(fit, { factor: 1, spread: 0.2 }, 'social');
    expect(levels(correctedFit(fit, { factor: 1, spread: 0.2 }, 'search'))).toEqual(levels(wide));
    expect(levels(other)).not.toEqual(levels(wide));
    const before = fit.diagnostics.marginalAtCurrent.interval;
    const after = wide.diagnostics.marginalAtCurrent.interval;
    expect(after[1] - after[0]).toBeGreaterThan(before[1] - before[0]);
  });
});
