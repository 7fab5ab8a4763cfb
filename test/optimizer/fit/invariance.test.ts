import { describe, expect, it } from 'vitest';
import { simulateAccount, TYPICAL } from '../../../bench/fit/simulate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries, FittedCurve } from '../../../optimizer/fit/fitted-curve.ts';
import { predict } from '../../../optimizer/fit/predict.ts';

const series = simulateAccount({ ...TYPICAL, seed: 12, campaigns: 4, channels: 2, days: 60 }).map(
  (t) => t.series,
);
const fits = fitCurves(series);

const scaled = (spendBy: number, outcomeBy: number): CampaignSeries[] =>
  series.map((one) => ({
    ...one,
    days: one.days.map((day) => ({
      ...day,
      spend: day.spend * spendBy,
      outcome: day.outcome === null ? null : day.outcome * outcomeBy,
    })),
  }));

const answers = (curves: readonly FittedCurve[], of: readonly CampaignSeries[]) =>
  curves.map((fit, i) => [0.5, 1, 2].map((factor) => predict(fit, of[i]!, { factor })));

describe('the fit', () => {
  it('is the same every time', () => {
    expect(fitCurves(series)).toEqual(fits);
  });

  it('does not depend on the order of campaigns', () => {
    const reversed = fitCurves([...series].reverse());
    expect([...reversed].reverse()).toEqual(fits);
  });

  it('does not depend on the order of days', () => {
    const shuffled = series.map((one) => ({ ...one, days: [...one.days].reverse() }));
    expect(answers(fitCurves(shuffled), shuffled)).toEqual(answers(fits, series));
  });

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(fits))).toEqual(fits);
  });

  it.each([
    { spendBy: 1e-6, outcomeBy: 1 },
    { spendBy: 1e6, outcomeBy: 1 },
    { spendBy: 1, outcomeBy: 1e-6 },
    { spendBy: 1, outcomeBy: 1e6 },
    { spendBy: 0.92, outcomeBy: 57 },
  ])('does not depend on units: money × $spendBy, outcome × $outcomeBy', ({ spendBy, outcomeBy }) => {
    const other = scaled(spendBy, outcomeBy);
    const refit = fitCurves(other);
    answers(refit, other).forEach((row, i) => {
      row.forEach((answer, k) => {
        const before = answers(fits, series)[i]![k]!;
        expect(answer.expectedConversions / (before.expectedConversions * outcomeBy)).toBeCloseTo(1, 6);
        expect(answer.marginalConversions / (before.marginalConversions * (outcomeBy / spendBy))).toBeCloseTo(
          1,
          6,
        );
        expect(answer.interval[1] / (before.interval[1] * outcomeBy)).toBeCloseTo(1, 6);
      });
    });
    expect(refit.map((fit) => fit.family)).toEqual(fits.map((fit) => fit.family));
    expect(refit.map((fit) => fit.identifiability.verdict)).toEqual(
      fits.map((fit) => fit.identifiability.verdict),
    );
  });

  it('draws with the seed handed in', () => {
    const other = fitCurves(series, { seed: 2, draws: 32 });
    expect(other[0]!.posterior.draws).toHaveLength(32);
    expect(other[0]!.curve).toEqual(fits[0]!.curve);
    expect(other[0]!.posterior.draws).not.toEqual(fits[0]!.posterior.draws.slice(0, 32));
  });
});
