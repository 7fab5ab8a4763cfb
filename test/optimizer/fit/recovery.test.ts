import { describe, expect, it } from 'vitest';
import { randomSource, simulateAccount, TYPICAL, trueMean } from '../../../bench/fit/simulate.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import { predict } from '../../../optimizer/fit/predict.ts';
import { carry, changingBudget, seriesOf } from './series.ts';

const FACTORS = [0.5, 1, 1.5, 2];

describe('a curve is recovered from 200 days with 5 % noise', () => {
  const rows: { name: string; f: (x: number) => number; families: string[] }[] = [
    { name: 'power', f: (x) => 3 * x ** 0.5, families: ['POWER', 'LOG', 'HILL'] },
    { name: 'log', f: (x) => 5 * Math.log(1 + x / 5), families: ['LOG', 'HILL', 'POWER'] },
    {
      name: 'negative exponential',
      f: (x) => 20 * (1 - Math.exp(-x / 12)),
      families: ['NEGATIVE_EXPONENTIAL', 'LOGISTIC', 'HILL'],
    },
    {
      name: 'Hill, concave',
      f: (x) => (20 * x) / (x + 12),
      families: ['HILL', 'NEGATIVE_EXPONENTIAL', 'LOG'],
    },
    { name: 'Hill, S-shaped', f: (x) => (30 * x ** 2.2) / (14 ** 2.2 + x ** 2.2), families: ['HILL'] },
    {
      name: 'logistic',
      f: (x) => 20 * Math.tanh(x / 24),
      families: ['LOGISTIC', 'NEGATIVE_EXPONENTIAL', 'HILL'],
    },
  ];
  it.each(rows)('$name', ({ f, families }) => {
    const random = randomSource(11);
    const spend = changingBudget(3, 200);
    const series = seriesOf(
      200,
      (t) => spend[t]!,
      (t) => f(spend[t]!) * Math.exp(0.05 * random.normal()),
    );
    const [fit] = fitCurves([series]);
    expect(families).toContain(fit!.family);
    for (const factor of FACTORS) {
      const truth = spend.reduce((sum, x) => sum + f(x * factor), 0) / 200;
      const error = predict(fit!, series, { factor }).expectedConversions / truth - 1;
      expect(Math.abs(error), `×${factor}`).toBeLessThan(factor === 1 ? 0.01 : 0.04);
    }
    expect(fit!.parameters.carryOver).toBeLessThan(0.12);
  });
});

describe('everything at once', () => {
  const weekday = [1.15, 1.1, 1.05, 1, 1, 0.8, 0.9];
  const days = 300;
  const random = randomSource(5);
  const spend = changingBudget(8, days).map((x, t) => (t >= 120 && t < 135 ? 0 : x));
  const carried = carry(spend, 0.6);
  const means = carried.map(
    (a, t) => (12 + (90 * a) / (a + 15)) * weekday[t % 7]! * (1 + 0.2 * Math.sin(t / 58)),
  );
  const series = seriesOf(
    days,
    (t) => spend[t]!,
    (t) => random.poisson(means[t]!),
  );
  const [fit] = fitCurves([series]);

  it('finds carry-over, weekdays and baseline', () => {
    expect(fit!.parameters.carryOver).toBeCloseTo(0.6, 1);
    expect(fit!.parameters.carryOverHalfLifeDays).toBeCloseTo(
      Math.log(0.5) / Math.log(fit!.parameters.carryOver),
    );
    fit!.parameters.weekday.forEach((w, i) => {
      expect(Math.abs(w - weekday[i]!)).toBeLessThan(0.05);
    });
    expect(fit!.parameters.weekday.reduce((a, b) => a + b, 0)).toBeCloseTo(7);
    expect(fit!.curve.baseline!).toBeGreaterThan(8);
    expect(fit!.curve.baseline!).toBeLessThan(16);
  });

  it('follows the season', () => {
    const { season } = fit!.posterior;
    const near = (t: number) => season[Math.round(t / 14)]!.multiplier;
    expect(near(91) / near(273)).toBeGreaterThan(1.25);
    expect(near(91) / near(273)).toBeLessThan(1.75);
  });

  it('is published in the parameters and in the curve alike', () => {
    const { baseline, scale } = fit!.parameters;
    expect(fit!.curve).toMatchObject({ family: fit!.family, baseline, scale });
  });
});

describe('a workspace', () => {
  it('is predicted at other spends better than by planning without carry-over, weekdays, baseline and neighbours', () => {
    const error = { fitted: 0, proportional: 0, power: 0 };
    let total = 0;
    for (const seed of [1, 2, 3]) {
      const truths = simulateAccount({ ...TYPICAL, seed });
      const fits = fitCurves(truths.map((t) => t.series));
      truths.forEach((truth, i) => {
        const { days } = truth.series;
        const mean = days.reduce((sum, day) => sum + day.outcome!, 0) / days.length;
        const power = staticPower(days.map((day) => [day.spend, day.outcome!]));
        for (const factor of [0.5, 1.5, 2]) {
          const expected = trueMean(truth, factor);
          total += expected;
          error.fitted += Math.abs(
            predict(fits[i]!, truth.series, { factor }).expectedConversions - expected,
          );
          error.proportional += Math.abs(mean * factor - expected);
          error.power += Math.abs(power(factor) - expected);
        }
      });
    }
    expect(error.fitted / total).toBeLessThan(0.05);
    expect(error.fitted).toBeLessThan(0.75 * error.power);
    expect(error.fitted).toBeLessThan(0.2 * error.proportional);
  });

  it('lends its weekdays and its sale to a campaign of three weeks', () => {
    const random = randomSource(21);
    const weekday = [1.3, 1.2, 1.1, 1, 0.9, 0.7, 0.8];
    const sale = (t: number) => 1 + 0.6 * Math.exp(-0.5 * ((t - 160) / 3) ** 2);
    const campaign = (name: string, from: number, seed: number) => {
      const spend = changingBudget(seed, 200);
      const whole = seriesOf(
        200,
        (t) => spend[t]!,
        (t, x) => random.poisson(((60 * x) / (x + 12)) * weekday[t % 7]! * sale(t)),
        { campaign: name },
      );
      return { ...whole, days: whole.days.slice(from, from + (from === 0 ? 200 : 21)) };
    };
    const series = [1, 2, 3, 4, 5].map((k) => campaign(`long ${k}`, 0, k)).concat(campaign('short', 140, 9));
    const fits = fitCurves(series);
    const alone = fitCurves([series[5]!])[0]!;
    const deviation = (weekdays: readonly number[]) =>
      Math.max(...weekdays.map((w, i) => Math.abs(w - weekday[i]!)));
    expect(deviation(fits[5]!.parameters.weekday)).toBeLessThan(0.06);
    expect(deviation(fits[5]!.parameters.weekday)).toBeLessThan(deviation(alone.parameters.weekday));
    const peak = Math.max(...fits[0]!.posterior.season.map((knot) => knot.multiplier));
    expect(peak).toBeGreaterThan(1.35);
  });
});

/** The best scale · x^p by least squares on the day's own spend; answers the mean at a factor. */
function staticPower(points: readonly (readonly [number, number])[]): (factor: number) => number {
  let best = { error: Number.POSITIVE_INFINITY, p: 0, scale: 0 };
  for (let p = 0.03; p <= 1; p += 0.01) {
    let xx = 0;
    let xy = 0;
    let yy = 0;
    for (const [x, y] of points) {
      xx += x ** (2 * p);
      xy += x ** p * y;
      yy += y * y;
    }
    const error = yy - (xy * xy) / xx;
    if (error < best.error) best = { error, p, scale: xy / xx };
  }
  return (factor) =>
    points.reduce((sum, [x]) => sum + best.scale * (x * factor) ** best.p, 0) / points.length;
}
