import { describe, expect, it } from 'vitest';
import { simulateAccount, TYPICAL } from '../../../bench/fit/simulate.ts';
import { responseAt, slopeAt } from '../../../optimizer/curve/evaluate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import { predict } from '../../../optimizer/fit/predict.ts';

const truths = simulateAccount({ ...TYPICAL, seed: 7, campaigns: 5, channels: 2, days: 100 });
const series = truths.map((t) => t.series);
const fits = fitCurves(series);
const cases = fits.map((fit, i) => ({ campaign: fit.campaign, fit, series: series[i]! }));

describe.each(cases)('$campaign', ({ fit, series: one }) => {
  const meanSpend = one.days.reduce((sum, day) => sum + day.spend, 0) / one.days.length;
  const meanOutcome = one.days.reduce((sum, day) => sum + day.outcome!, 0) / one.days.length;

  it('answers a steady spend from its curve', () => {
    const answer = predict(fit, one, { spend: 120 });
    expect(answer.spend).toBe(120);
    expect(answer.incrementalConversions).toBeCloseTo(responseAt(fit.curve, 120), 9);
    expect(answer.expectedConversions).toBeCloseTo(responseAt(fit.curve, 120) + fit.curve.baseline!, 9);
    expect(answer.marginalConversions).toBeCloseTo(slopeAt(fit.curve, 120), 9);
  });

  it('comes back to what happened at ×1', () => {
    const answer = predict(fit, one, { factor: 1 });
    expect(answer.spend).toBeCloseTo(meanSpend, 6);
    expect(Math.abs(answer.expectedConversions / meanOutcome - 1)).toBeLessThan(0.03);
  });

  it('leaves the baseline at ×0', () => {
    const answer = predict(fit, one, { factor: 0 });
    expect(answer.spend).toBe(0);
    expect(answer.incrementalConversions).toBe(0);
    expect(answer.expectedConversions).toBeCloseTo(fit.curve.baseline!, 9);
  });

  it('gives the marginal as the derivative by money when all days scale', () => {
    const step = 1e-5;
    const above = predict(fit, one, { factor: 1.5 + step }).expectedConversions;
    const below = predict(fit, one, { factor: 1.5 - step }).expectedConversions;
    const numeric = (above - below) / (2 * step * meanSpend);
    expect(predict(fit, one, { factor: 1.5 }).marginalConversions / numeric).toBeCloseTo(1, 5);
  });

  it('never falls as spend grows, and its intervals hold the answer', () => {
    let last = 0;
    for (const factor of [0.25, 0.5, 1, 1.5, 2, 3]) {
      const answer = predict(fit, one, { factor });
      expect(answer.expectedConversions).toBeGreaterThanOrEqual(last);
      last = answer.expectedConversions;
      expect(answer.interval[0]).toBeLessThanOrEqual(last);
      expect(answer.interval[1]).toBeGreaterThanOrEqual(last);
      expect(answer.marginalInterval[0]).toBeLessThanOrEqual(answer.marginalConversions);
      expect(answer.marginalInterval[1]).toBeGreaterThanOrEqual(answer.marginalConversions);
    }
  });
});

describe('gaps in the days', () => {
  it('a stretch without rows is a pause, a lost day is not', () => {
    const whole = series[0]!;
    const withPause = { ...whole, days: whole.days.filter((_, t) => t < 40 || t >= 55) };
    const withLostDay = { ...whole, days: whole.days.filter((_, t) => t !== 20) };
    const paused = {
      ...whole,
      days: whole.days.map((day, t) => (t >= 40 && t < 55 ? { ...day, spend: 0, outcome: null } : day)),
    };
    const carryOverOf = (one: typeof whole) => fitCurves([one])[0]!.parameters.carryOver;
    expect(carryOverOf(withPause)).toBeCloseTo(carryOverOf(paused), 1);
    expect(carryOverOf(withLostDay)).toBeCloseTo(carryOverOf(whole), 1);
  });

  it('incomplete days carry over but are not learned from', () => {
    const whole = series[0]!;
    const cut = (outcome: number | null) => ({
      ...whole,
      days: whole.days.map((day, t) => (t >= 95 ? { ...day, outcome, incomplete: true } : day)),
    });
    const [withHalf, withNone] = [fitCurves([cut(1)])[0]!, fitCurves([cut(null)])[0]!];
    expect(withHalf.curve).toEqual(withNone.curve);
    expect(withHalf.diagnostics.observations).toBe(95);
  });
});
