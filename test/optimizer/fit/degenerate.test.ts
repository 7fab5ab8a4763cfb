import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries } from '../../../optimizer/fit/fitted-curve.ts';
import { predict } from '../../../optimizer/fit/predict.ts';
import { changingBudget, seriesOf } from './series.ts';

const rows: { name: string; series: CampaignSeries }[] = [
  {
    name: 'no days',
    series: seriesOf(
      0,
      () => 0,
      () => 0,
    ),
  },
  {
    name: 'one day',
    series: seriesOf(
      1,
      () => 10,
      () => 3,
    ),
  },
  {
    name: 'two equal days',
    series: seriesOf(
      2,
      () => 10,
      () => 3,
    ),
  },
  {
    name: 'no spend ever',
    series: seriesOf(
      60,
      () => 0,
      (t) => t % 3,
    ),
  },
  {
    name: 'no outcome ever',
    series: seriesOf(
      60,
      (t) => 10 + (t % 7),
      () => 0,
    ),
  },
  {
    name: 'neither spend nor outcome',
    series: seriesOf(
      60,
      () => 0,
      () => 0,
    ),
  },
  {
    name: 'constant spend',
    series: seriesOf(
      60,
      () => 10,
      (t) => 5 + (t % 3),
    ),
  },
  {
    name: 'constant spend and outcome',
    series: seriesOf(
      60,
      () => 10,
      () => 5,
    ),
  },
  {
    name: 'outcome never reported',
    series: seriesOf(
      60,
      (t) => 10 + (t % 5),
      () => null,
    ),
  },
  {
    name: 'a single day of spend',
    series: seriesOf(
      60,
      (t) => (t === 30 ? 100 : 0),
      (t) => (t === 30 ? 9 : 1),
    ),
  },
  {
    name: 'negative outcomes',
    series: seriesOf(
      60,
      (t) => 10 + (t % 5),
      (t) => (t % 2 ? -1 : 2),
    ),
  },
  {
    name: 'outcome that falls with spend',
    series: seriesOf(
      60,
      (t) => 10 + (t % 9),
      (t) => 30 - (t % 9),
    ),
  },
  {
    name: 'not numbers',
    series: seriesOf(
      20,
      () => Number.NaN,
      () => Number.NaN,
    ),
  },
];

const ANSWERS_AT = [{ factor: 0 }, { factor: 0.5 }, { factor: 2 }, { spend: 0 }, { spend: 20 }];

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(numbersOf);
  return [];
}

function expectSound(fit: ReturnType<typeof fitCurves>[number], series: CampaignSeries): void {
  const answers = ANSWERS_AT.map((point) => predict(fit, series, point));
  expect(numbersOf([fit, answers]).every(Number.isFinite)).toBe(true);
  for (const answer of answers) {
    expect(answer.expectedConversions).toBeGreaterThanOrEqual(0);
    expect(answer.marginalConversions).toBeGreaterThanOrEqual(0);
    expect(answer.interval[0]).toBeLessThanOrEqual(answer.expectedConversions);
    expect(answer.interval[1]).toBeGreaterThanOrEqual(answer.expectedConversions);
  }
}

describe('a series that says nothing of spend gets a defined curve and the verdict UNIDENTIFIED', () => {
  it.each(rows)('$name', ({ series }) => {
    const [fit] = fitCurves([series]);
    expectSound(fit!, series);
    expect(fit!.identifiability.verdict).toBe('UNIDENTIFIED');
    expect(fit!.identifiability.suggestion).not.toBeNull();
  });

  it('all of them in one workspace, beside a healthy campaign', () => {
    const spend = changingBudget(4, 90);
    const healthy = seriesOf(
      90,
      (t) => spend[t]!,
      (_, x) => Math.round((40 * x) / (x + 10)),
    );
    const series = [...rows.map((row) => ({ ...row.series, campaign: row.name })), healthy];
    const fits = fitCurves(series);
    fits.forEach((fit, i) => {
      expectSound(fit, series[i]!);
    });
    expect(fits.at(-1)!.identifiability.verdict).not.toBe('UNIDENTIFIED');
  });

  it('a workspace without campaigns has no curves', () => {
    expect(fitCurves([])).toEqual([]);
  });

  it('without any spend the outcome is all baseline', () => {
    const series = seriesOf(
      60,
      () => 0,
      () => 4,
    );
    const [fit] = fitCurves([series]);
    const answer = predict(fit!, series, { spend: 50 });
    expect(answer.expectedConversions).toBeCloseTo(4, 1);
    expect(answer.incrementalConversions).toBe(0);
    expect(answer.marginalConversions).toBe(0);
  });
});
