import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../bench/fit/simulate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries, LiftExperiment } from '../../../optimizer/fit/fitted-curve.ts';
import { predict } from '../../../optimizer/fit/predict.ts';
import { changingBudget, dayAfter, seriesOf } from './series.ts';

const width = ([low, high]: readonly [number, number]) => high - low;

describe('a lift test', () => {
  const rows: { name: string; f: (x: number) => number }[] = [
    { name: 'saturated', f: (x) => 60 * (1 - Math.exp(-x / 5)) },
    { name: 'concave', f: (x) => (60 * x) / (x + 12) },
    { name: 'nearly straight', f: (x) => 2.4 * x },
    { name: 'S-shaped', f: (x) => (80 * x ** 2) / (15 ** 2 + x ** 2) },
  ];
  it.each(rows)('makes an unidentified campaign known: $name', ({ f }) => {
    const random = randomSource(43);
    const steady = seriesOf(
      180,
      () => 15 * (1 + 0.02 * random.normal()),
      (_, x) => random.poisson(f(x)),
    );
    const lift = f(19) - f(11);
    const experiment: LiftExperiment = {
      id: 'geo',
      from: dayAfter(100),
      to: dayAfter(128),
      spendControl: 11,
      spendTest: 19,
      lift,
      standardError: 0.08 * Math.max(lift, 5),
    };
    const [alone] = fitCurves([steady]);
    const [calibrated] = fitCurves([{ ...steady, experiments: [experiment] }]);
    expect(alone!.identifiability.verdict).toBe('UNIDENTIFIED');
    expect(alone!.calibration).toEqual([]);
    const before = alone!.diagnostics.marginalAtCurrent;
    const after = calibrated!.diagnostics.marginalAtCurrent;
    const truth = (f(15.01) - f(14.99)) / 0.02;
    expect(width(after.interval)).toBeLessThan(0.85 * width(before.interval));
    expect(Math.abs(after.value - truth)).toBeLessThan(Math.max(0.25 * truth, 0.12));

    const [check] = calibrated!.calibration;
    expect(check!.id).toBe('geo');
    expect(check!.observed.lift).toBe(lift);
    expect(width(check!.after.interval)).toBeLessThan(0.6 * width(check!.before.interval));
    expect(Math.abs(check!.after.lift - lift)).toBeLessThan(1.7 * experiment.standardError);
    expect(check!.before.interval[0]).toBeCloseTo(before.interval[0] < 0 ? 0 : check!.before.interval[0], 9);
  });

  it('corrects a curve that mistakes demand for an effect of spend', () => {
    // Budgets follow demand: spend and outcome rise together, though spend brings little.
    const random = randomSource(5);
    const demand = changingBudget(9, 200, 0.35).map((x) => x / 15);
    const chased = seriesOf(
      200,
      (t) => 15 * demand[t]!,
      (t) => random.poisson(40 * demand[t]! ** 0.8 + 4),
    );
    const experiment: LiftExperiment = {
      id: 'holdout',
      from: dayAfter(150),
      to: dayAfter(178),
      spendControl: 0,
      spendTest: 15,
      lift: 10,
      standardError: 2,
    };
    const [alone] = fitCurves([chased]);
    const [calibrated] = fitCurves([{ ...chased, experiments: [experiment] }]);
    const incremental = (series: CampaignSeries, fit: typeof alone) =>
      predict(fit!, series, { spend: 15 }).incrementalConversions;
    expect(incremental(chased, alone)).toBeGreaterThan(22);
    expect(incremental(chased, calibrated)).toBeLessThan(0.75 * incremental(chased, alone));
  });

  it('is read in the season of its days, and in any units', () => {
    const random = randomSource(3);
    const spend = changingBudget(3, 200, 0.1);
    const f = (x: number) => (60 * x) / (x + 12);
    const season = (t: number) => 1 + 0.4 * Math.sin(t / 32);
    const series = seriesOf(
      200,
      (t) => spend[t]!,
      (t, x) => random.poisson(f(x) * season(t)),
    );
    const lift = (f(20) - f(10)) * 1.36;
    const experiment = {
      id: 'e',
      from: dayAfter(40),
      to: dayAfter(60),
      spendControl: 10,
      spendTest: 20,
      lift,
    };
    const [fit] = fitCurves([{ ...series, experiments: [{ ...experiment, standardError: 0.04 * lift }] }]);
    const { value } = fit!.diagnostics.marginalAtCurrent;
    expect(value / ((60 * 12) / (fit!.diagnostics.spend.current + 12) ** 2)).toBeCloseTo(1, 0);

    const large = {
      ...series,
      days: series.days.map((day) => ({ ...day, spend: day.spend * 1e4, outcome: day.outcome! * 100 })),
      experiments: [
        {
          ...experiment,
          spendControl: 1e5,
          spendTest: 2e5,
          lift: 100 * lift,
          standardError: 4 * lift,
        },
      ],
    };
    const [scaled] = fitCurves([large]);
    expect(scaled!.diagnostics.marginalAtCurrent.value / (value / 100)).toBeCloseTo(1, 6);
  });

  it.each([
    { name: 'no standard error', broken: { standardError: 0 } },
    { name: 'no difference in spend', broken: { spendTest: 10 } },
    { name: 'not a number', broken: { lift: Number.NaN } },
    { name: 'no date', broken: { from: '' } },
  ])('that says nothing is left out: $name', ({ broken }) => {
    const series = seriesOf(
      60,
      (t) => 10 + (t % 9),
      (t) => 20 + (t % 9),
    );
    const experiment = {
      id: 'e',
      from: dayAfter(1),
      to: dayAfter(9),
      spendControl: 10,
      spendTest: 20,
      lift: 5,
      standardError: 1,
    };
    const [fit] = fitCurves([{ ...series, experiments: [{ ...experiment, ...broken }] }]);
    expect(fit).toEqual(fitCurves([series])[0]);
  });
});

describe('events', () => {
  const random = randomSource(17);
  const holiday = (t: number) => (t % 60 === 30 || t % 60 === 31 ? 1.8 : t === 100 ? 0.4 : 1);
  const events = [
    { name: 'holiday', from: dayAfter(30), to: dayAfter(31) },
    { name: 'holiday', from: dayAfter(90), to: dayAfter(91) },
    { name: 'holiday', from: dayAfter(150), to: dayAfter(151) },
    { name: 'outage', from: dayAfter(100), to: dayAfter(100) },
    { name: 'elsewhere', from: dayAfter(10), to: dayAfter(12), channels: ['another'] },
  ];
  const campaign = (name: string, seed: number) => {
    const spend = changingBudget(seed, 180);
    return seriesOf(
      180,
      (t) => spend[t]!,
      (t, x) => random.poisson(((60 * x) / (x + 12)) * holiday(t)),
      { campaign: name },
    );
  };
  const series = [1, 2, 3, 4].map((k) => campaign(`c${k}`, k));
  const fits = fitCurves(series, { events });

  it('are told apart from ordinary days and shared by neighbours', () => {
    for (const fit of fits) {
      expect(fit.parameters.events.map(({ name }) => name)).toEqual(['holiday', 'outage']);
      const [first, second] = fit.parameters.events;
      expect(Math.abs(first!.multiplier - 1.8)).toBeLessThan(0.2);
      expect(Math.abs(second!.multiplier - 0.4)).toBeLessThan(0.2);
    }
  });

  it('leave the curve to ordinary days and come back in the mean of the observed days', () => {
    fits.forEach((fit, i) => {
      const observed = series[i]!.days.reduce((sum, day) => sum + day.outcome!, 0) / 180;
      expect(predict(fit, series[i]!, { factor: 1 }).expectedConversions / observed).toBeCloseTo(1, 1);
      expect(predict(fit, series[i]!, { spend: 15 }).expectedConversions / 33.33).toBeCloseTo(1, 0);
    });
  });

  it('that nobody lived change nothing', () => {
    const without = fitCurves(series.slice(0, 1));
    const never = [{ name: 'never', from: '2031-01-01', to: '2031-01-02' }];
    const fit = fitCurves(series.slice(0, 1), { events: never })[0]!;
    expect(fit.diagnostics.marginalAtCurrent.value).toBeCloseTo(
      without[0]!.diagnostics.marginalAtCurrent.value,
      6,
    );
    expect(fit.parameters.events).toEqual([]);
  });
});

describe('the level', () => {
  const f = (x: number) => (60 * x) / (x + 12);
  const campaign = (name: string, seed: number, level: (t: number) => number) => {
    const random = randomSource(seed);
    const spend = changingBudget(seed, 240);
    return seriesOf(
      240,
      (t) => spend[t]!,
      (t, x) => random.poisson(f(x) * level(t)),
      { campaign: name },
    );
  };
  const neighbours = [1, 2, 3, 4, 5].map((k) => campaign(`n${k}`, k, () => 1));
  const at15 = (fit: ReturnType<typeof fitCurves>[number], series: CampaignSeries) =>
    predict(fit, series, { spend: 15 }).expectedConversions / f(15);
  const observedShare = (fit: ReturnType<typeof fitCurves>[number], series: CampaignSeries) =>
    predict(fit, series, { factor: 1 }).expectedConversions /
    (series.days.reduce((sum, day) => sum + day.outcome!, 0) / series.days.length);

  it('steps at a marked break, and the curve is that of the newest level', () => {
    const stepped = {
      ...campaign('stepped', 11, (t) => (t < 200 ? 1 : 0.6)),
      breaks: [{ date: dayAfter(200), reason: 'new tracking' }],
    };
    const [fit] = fitCurves([stepped, ...neighbours]);
    expect(fit!.parameters.breaks[0]!.multiplier).toBeCloseTo(0.6, 1);
    expect(at15(fit!, stepped)).toBeGreaterThan(0.54);
    expect(at15(fit!, stepped)).toBeLessThan(0.67);
    expect(observedShare(fit!, stepped)).toBeCloseTo(1, 1);
  });

  it('stays where a break is marked but nothing changed', () => {
    const marked = {
      ...campaign('marked', 12, () => 1),
      breaks: [{ date: dayAfter(120), reason: 'new page' }],
    };
    const [fit] = fitCurves([marked, ...neighbours]);
    expect(Math.abs(fit!.parameters.breaks[0]!.multiplier - 1)).toBeLessThan(0.08);
  });

  it('ignores breaks outside the observed days', () => {
    const plain = campaign('plain', 13, () => 1);
    const breaks = ['2020-01-01', '2035-01-01', 'soon'].map((date) => ({ date, reason: '' }));
    expect(fitCurves([{ ...plain, breaks }])).toEqual(fitCurves([plain]));
  });

  it('drifts where a campaign moves away from its neighbours, and the curve is at the present level', () => {
    const fading = campaign('fading', 14, (t) => 1 - (0.5 * t) / 240);
    const fits = fitCurves([fading, ...neighbours]);
    expect(fits[0]!.posterior.drift.length).toBeGreaterThan(2);
    expect(at15(fits[0]!, fading)).toBeGreaterThan(0.45);
    expect(at15(fits[0]!, fading)).toBeLessThan(0.65);
    expect(observedShare(fits[0]!, fading)).toBeCloseTo(1, 1);
    neighbours.forEach((series, i) => {
      expect(Math.abs(at15(fits[i + 1]!, series) - 1)).toBeLessThan(0.1);
    });
  });
});

describe('outcome still coming in', () => {
  it('is grossed up when at least half is in, at less weight', () => {
    const random = randomSource(23);
    const spend = changingBudget(4, 60);
    const whole = seriesOf(
      60,
      (t) => spend[t]!,
      (_, x) => random.poisson((60 * x) / (x + 12)),
    );
    const partly = (completeness: number) => ({
      ...whole,
      days: whole.days.map((day, t) =>
        t < 50 ? day : { ...day, outcome: day.outcome! * completeness, incomplete: true, completeness },
      ),
    });
    const full = fitCurves([whole])[0]!;
    const most = fitCurves([partly(0.8)])[0]!;
    const little = fitCurves([partly(0.3)])[0]!;
    expect(most.diagnostics.observations).toBe(60);
    expect(little.diagnostics.observations).toBe(50);
    const at = (fit: typeof full) => predict(fit, whole, { spend: 15 });
    expect(at(most).expectedConversions / at(full).expectedConversions).toBeCloseTo(1, 1);
    expect(at(most).marginalConversions / at(full).marginalConversions).toBeCloseTo(1, 0);
  });
});

describe('money', () => {
  it('is fitted by a loss that large orders do not bend', () => {
    const errors = [1, 2, 3, 4].map((seed) => {
      const random = randomSource(seed);
      const spend = changingBudget(seed, 180);
      const revenue = (x: number) => {
        let total = 0;
        for (let k = random.poisson((30 * x) / (x + 12)); k > 0; k--) {
          total += Math.exp(4 + 1.2 * random.normal());
        }
        return total;
      };
      const series = {
        ...seriesOf(
          180,
          (t) => spend[t]!,
          (_, x) => revenue(x),
        ),
        outcome: 'MONEY' as const,
      };
      const perOrder = Math.exp(4 + 0.72);
      const answer = predict(fitCurves([series])[0]!, series, { spend: 15 });
      return Math.abs(answer.expectedConversions / ((perOrder * 30 * 15) / 27) - 1);
    });
    expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(0.12);
  });
});

describe('draws', () => {
  it('of different campaigns have nothing to do with each other', () => {
    const series = Array.from({ length: 12 }, (_, k) => {
      const random = randomSource(k + 50);
      const spend = changingBudget(k, 60, 0.3);
      return seriesOf(
        60,
        (t) => spend[t]!,
        (_, x) => random.poisson((40 * x) / (x + 12)),
        { campaign: `c${k}` },
      );
    });
    const scales = fitCurves(series).map((fit) => {
      const slopes = fit.posterior.draws.map(
        ({ curve }) => predict({ ...fit, curve }, series[0]!, { spend: 15 }).marginalConversions,
      );
      const mean = slopes.reduce((a, b) => a + b, 0) / slopes.length;
      const sd = Math.sqrt(slopes.reduce((sum, s) => sum + (s - mean) ** 2, 0) / slopes.length);
      return slopes.map((s) => (s - mean) / sd);
    });
    const correlations = scales.flatMap((a, i) =>
      scales.slice(i + 1).map((b) => a.reduce((sum, v, k) => sum + v * b[k]!, 0) / a.length),
    );
    const mean = correlations.reduce((x, y) => x + y, 0) / correlations.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expect(Math.max(...correlations.map(Math.abs))).toBeLessThan(0.5);
  });
});
