import { describe, expect, it } from 'vitest';
import { simulateAccount, TYPICAL } from '../../../bench/fit/simulate.ts';
import { explainMove } from '../../../optimizer/fit/explain-move.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries } from '../../../optimizer/fit/fitted-curve.ts';
import { dayAfter } from './series.ts';

const account = (days: number) =>
  simulateAccount({ ...TYPICAL, seed: 4, campaigns: 12, channels: 3, days: 125 }).map(({ series }) => ({
    ...series,
    days: series.days.slice(0, days),
  }));
const before = account(120);
const fits = fitCurves(before);

describe('a refit', () => {
  it('with one more day moves curves a little', () => {
    const moves = [121, 122, 123].flatMap((days) => {
      const [old, next] = [fitCurves(account(days - 1)), fitCurves(account(days))];
      return next.map((fit, i) => {
        const at = fit.diagnostics.marginalAtCurrent.value;
        return Math.abs(Math.log(at / old[i]!.diagnostics.marginalAtCurrent.value));
      });
    });
    moves.sort((a, b) => a - b);
    expect(moves[Math.floor(moves.length / 2)]).toBeLessThan(0.03);
    expect(moves.at(-1)).toBeLessThan(0.25);
  });

  it('of the same data needs no explanation', () => {
    expect(explainMove(fits[0]!, fits[0]!)).toBeNull();
  });

  const changed = (change: (series: CampaignSeries) => CampaignSeries) => {
    const series = before.map((one, i) => (i === 0 ? change(one) : one));
    return { series: series[0]!, fit: fitCurves(series)[0]! };
  };

  it('says that an experiment moved a curve', () => {
    const { current } = fits[0]!.diagnostics.spend;
    const slope = fits[0]!.diagnostics.marginalAtCurrent.value;
    const { fit } = changed((one) => ({
      ...one,
      experiments: [
        {
          id: 'geo-7',
          from: dayAfter(90),
          to: dayAfter(110),
          spendControl: 0.7 * current,
          spendTest: 1.3 * current,
          lift: 2 * slope * 0.6 * current,
          standardError: 0.1 * slope * current,
        },
      ],
    }));
    const move = explainMove(fits[0]!, fit);
    expect(move!.share).toBeGreaterThan(0.1);
    expect(move!.causes[0]).toBe('EXPERIMENT');
    expect(move!.sentence).toContain('geo-7');
    expect(move!.sentence).toMatch(/rose by \d+ %/);
  });

  it('says that restated days did', () => {
    const { series, fit } = changed((one) => ({
      ...one,
      days: one.days.map((day) => ({ ...day, outcome: 0.6 * day.outcome! })),
    }));
    const move = explainMove(fits[0]!, fit, { before: before[0]!, after: series });
    expect(move!.causes).toContain('RESTATED_DAYS');
    expect(move!.sentence).toMatch(/1[12][0-9] days restated/);
  });

  it('says that a break did', () => {
    const { fit } = changed((one) => ({
      ...one,
      breaks: [{ date: dayAfter(100), reason: 'new page' }],
      days: one.days.map((day, t) => (t >= 100 ? { ...day, outcome: Math.round(0.5 * day.outcome!) } : day)),
    }));
    const move = explainMove(fits[0]!, fit);
    expect(move!.share).toBeLessThan(-0.3);
    expect(move!.causes[0]).toBe('LEVEL_BREAK');
    expect(move!.sentence).toContain(dayAfter(100));
  });

  it('says that the neighbours did when nothing of its own changed', () => {
    const short = before.map((one, i) => (i === 0 ? { ...one, days: one.days.slice(0, 15) } : one));
    const [alone, among] = [fitCurves([short[0]!])[0]!, fitCurves(short)[0]!];
    const move = explainMove(alone, among);
    if (move) expect(move.causes[0]).toBe('NEIGHBOURS');
  });
});
