import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../bench/fit/simulate.ts';
import { createLikelihood, statistics } from '../../../optimizer/fit/likelihood.ts';
import { columnMeans, rhythmBasis, rhythmRows } from '../../../optimizer/fit/rhythm.ts';
import { unpooledPrior } from '../../../optimizer/fit/rhythm-pooling.ts';
import { type FittedFamily, fill, shapeFor } from '../../../optimizer/fit/shape.ts';
import { designStatistics, spendDesign } from '../../../optimizer/fit/spend-design.ts';

const DAYS = 200;

function likelihoodOfDays(random: ReturnType<typeof randomSource>) {
  const days = {
    day: Int32Array.from({ length: DAYS }, (_, t) => t),
    sinceStart: Int32Array.from({ length: DAYS }, (_, t) => t),
    weekday: Uint8Array.from({ length: DAYS }, (_, t) => t % 7),
  };
  const basis = rhythmBasis(DAYS, 1);
  const rows = rhythmRows(days, basis, [[[40, 43]]]);
  const positive = (spread: number) =>
    Float64Array.from({ length: DAYS }, () => Math.exp(spread * random.normal()));
  return createLikelihood({
    rows,
    centre: columnMeans(rows, basis),
    h: positive(0.1),
    mu: positive(0.3),
    weight: positive(0.5),
    response: positive(0.4),
    precision: unpooledPrior(basis),
  });
}

describe('curves judged at a few spends are judged as day by day', () => {
  const families: { family: FittedFamily; slope: number }[] = [
    { family: 'POWER', slope: 1 },
    { family: 'LOG', slope: 1 },
    { family: 'NEGATIVE_EXPONENTIAL', slope: 1 },
    { family: 'LOGISTIC', slope: 1 },
    { family: 'HILL', slope: 1 },
    { family: 'HILL', slope: 2.5 },
  ];
  const spends: { name: string; spendOf: (random: ReturnType<typeof randomSource>, t: number) => number }[] =
    [
      { name: 'hardly varied', spendOf: (random) => Math.exp(0.1 * random.normal()) },
      { name: 'varied widely', spendOf: (random) => Math.exp(random.normal()) },
      { name: 'with pauses', spendOf: (random, t) => (t % 9 === 0 ? 0 : Math.exp(0.5 * random.normal())) },
      { name: 'fading after a stop', spendOf: (_, t) => (t < 150 ? 1 : 0.7 ** (t - 150)) },
      { name: 'never changed', spendOf: () => 1 },
      { name: 'none', spendOf: () => 0 },
    ];
  it.each(spends.flatMap((spend) => families.map((shape) => ({ ...spend, ...shape }))))(
    'spend $name, $family of slope $slope',
    ({ spendOf, family, slope }) => {
      const random = randomSource(7);
      const likelihood = likelihoodOfDays(random);
      const logs = Float64Array.from({ length: DAYS }, (_, t) => Math.log(spendOf(random, t)));
      const shape = shapeFor(family, 0.3, slope);
      const daily = new Float64Array(6);
      const f = new Float64Array(DAYS);
      fill(shape, logs, f);
      statistics(likelihood, f, daily);
      const design = spendDesign(likelihood, logs);
      const gathered = new Float64Array(6);
      const read = new Float64Array(design.logs.length);
      fill(shape, design.logs, read);
      designStatistics(design, read, gathered);
      const sizes = [daily[0]!, Math.sqrt(daily[0]! * daily[2]!), daily[2]!, daily[3]!, 0, daily[5]!];
      sizes[4] = Math.sqrt(daily[2]! * daily[5]!);
      daily.forEach((value, k) => {
        expect(Math.abs(gathered[k]! - value), `entry ${k}`).toBeLessThanOrEqual(
          2e-3 * Math.abs(sizes[k]!) + 1e-9,
        );
      });
    },
  );
});
