import { describe, expect, it } from 'vitest';
import { randomSource, simulateAccount, TYPICAL } from '../../../bench/fit/simulate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import { predict } from '../../../optimizer/fit/predict.ts';
import { carry, changingBudget, seriesOf } from './series.ts';

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('what campaigns of an account have in common', () => {
  const fitted = (settings: Partial<typeof TYPICAL>) => {
    const truths = simulateAccount({ ...TYPICAL, seed: 12, campaigns: 12, days: 240, ...settings });
    const fits = fitCurves(truths.map(({ series }) => series));
    return truths.map((truth, i) => ({ truth, fit: fits[i]! }));
  };

  it('is learned from all of them: that nobody has a baseline', () => {
    const shares = (maxBaselineShare: number, minBaselineShare: number) =>
      fitted({ maxBaselineShare, minBaselineShare, maxHalfLife: 0, seasonAmplitude: 0 }).map(
        ({ fit }) =>
          fit.curve.baseline! /
          predict(fit, { campaign: '', channel: '', days: [] }, { spend: fit.diagnostics.spend.mean })
            .expectedConversions,
      );
    expect(mean(shares(0, 0))).toBeLessThan(0.04);
    expect(mean(shares(0.3, 0.3))).toBeGreaterThan(0.2);
  });

  it('is learned from all of them: that nothing carries over', () => {
    const carryOvers = (maxHalfLife: number, minHalfLife: number) =>
      fitted({ maxHalfLife, minHalfLife }).map(({ fit }) => fit.parameters.carryOver);
    expect(mean(carryOvers(0, 0))).toBeLessThan(0.05);
    expect(mean(carryOvers(3, 3))).toBeGreaterThan(0.65);
  });

  it('is learned from all of them: their family', () => {
    const weights = fitted({ families: ['POWER'], spendVariation: 0.8, noise: 0.1, days: 365 }).map(
      ({ fit }) => fit.posterior.familyWeights.POWER ?? 0,
    );
    expect(mean(weights)).toBeGreaterThan(0.5);
  });
});

describe('what spend before the first day left behind', () => {
  const f = (x: number) => (60 * x) / (x + 12);
  it.each([
    { name: 'nothing', before: 0 },
    { name: 'as much as spend of the first day leaves', before: null },
    { name: 'four times as much', before: 4 },
  ])('does not bend the curve: $name', ({ before }) => {
    const random = randomSource(61);
    const spend = changingBudget(5, 60);
    const first = before === null ? spend[0]! : before * 15;
    const carried = carry([first, ...spend], 0.8).slice(1);
    const series = seriesOf(
      60,
      (t) => spend[t]!,
      (t) => random.poisson(f(carried[t]!)),
    );
    const [fit] = fitCurves([series]);
    const at = predict(fit!, series, { spend: 15 });
    expect(Math.abs(at.expectedConversions / f(15) - 1)).toBeLessThan(0.12);
    const truth = (60 * 12) / (15 + 12) ** 2;
    expect(at.marginalInterval[0]).toBeLessThan(truth);
    expect(at.marginalInterval[1]).toBeGreaterThan(truth);
  });
});
