import { describe, expect, it } from 'vitest';
import { measure } from '../../../bench/fit/accuracy.ts';
import { CELL_ACCOUNT } from '../../../bench/fit/cells/cell-list.ts';
import { randomSource, simulateAccount } from '../../../bench/fit/simulate.ts';
import { trueSlope } from '../../../bench/fit/truth.ts';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import { changingBudget, seriesOf } from './series.ts';

describe('80 % intervals', () => {
  it('hold the truth about as often as they say', () => {
    const { byFactor, failures } = measure({ seasonAmplitude: 0.1 }, 6);
    expect(failures).toBe(0);
    const all = Object.values(byFactor);
    const mean = (pick: (row: (typeof all)[0]) => number) =>
      all.reduce((sum, row) => sum + pick(row), 0) / all.length;
    expect(mean((row) => row.coverage)).toBeGreaterThan(0.68);
    expect(mean((row) => row.coverage)).toBeLessThan(0.95);
    expect(mean((row) => row.marginalCoverage)).toBeGreaterThan(0.68);
    expect(mean((row) => row.marginalCoverage)).toBeLessThan(0.95);
  });

  it('are wider where there is less to learn from', () => {
    const widthOf = (days: number) => {
      const random = randomSource(31);
      const spend = changingBudget(6, days);
      const [fit] = fitCurves([
        seriesOf(
          days,
          (t) => spend[t]!,
          (_, x) => random.poisson((40 * x) / (x + 12)),
        ),
      ]);
      const { value, interval } = fit!.diagnostics.marginalAtCurrent;
      return (interval[1] - interval[0]) / value;
    };
    expect(widthOf(40)).toBeGreaterThan(1.3 * widthOf(360));
  });
});

describe('campaigns whose level wanders', () => {
  it('have it told from what spend does, within intervals that say how far that can be', () => {
    const settings = { ...CELL_ACCOUNT, days: 90, spendVariation: 0.3, levelDrift: 0.4 };
    const ratios = [1, 2, 3].flatMap((seed) => {
      const truths = simulateAccount({ ...settings, seed });
      return fitCurves(truths.map(({ series }) => series)).map((fit, i) => {
        const { value, interval } = fit.diagnostics.marginalAtCurrent;
        const truth = trueSlope(truths[i]!, fit.diagnostics.spend.current);
        return { error: Math.abs(value / truth - 1), holds: interval[0] <= truth && truth <= interval[1] };
      });
    });
    const errors = ratios.map(({ error }) => error).sort((a, b) => a - b);
    expect(errors[errors.length / 2]).toBeLessThan(0.25);
    expect(ratios.filter(({ holds }) => holds).length / ratios.length).toBeGreaterThan(0.7);
  });
});

describe('the verdict', () => {
  const random = randomSource(41);
  const fitOf = (days: number, spend: readonly number[]) =>
    fitCurves([
      seriesOf(
        days,
        (t) => spend[t]!,
        (_, x) => random.poisson((60 * x) / (x + 12)),
      ),
    ])[0]!;

  it('believes a year of changing budgets', () => {
    const fit = fitOf(365, changingBudget(2, 365));
    expect(fit.identifiability.verdict).toBe('WELL_IDENTIFIED');
    expect(fit.identifiability.suggestion).toBeNull();
    expect(fit.diagnostics.outOfSample.wape).toBeLessThan(0.25);
    expect(fit.diagnostics.outOfSample.mase).toBeLessThan(1);
  });

  it('does not believe a spend that hardly varied, says by how much, and names the experiment', () => {
    const wobble = randomSource(43);
    const fit = fitOf(
      365,
      Array.from({ length: 365 }, () => 15 * (1 + 0.02 * wobble.normal())),
    );
    expect(fit.identifiability.verdict).toBe('UNIDENTIFIED');
    expect(fit.identifiability.reason).toContain('2 %');
    expect(fit.identifiability.suggestion).toMatch(/\+40 % .* −40 %/);
  });

  it('believes that a saturated campaign has little more to give', () => {
    const spend = changingBudget(2, 365);
    const [fit] = fitCurves([
      seriesOf(
        365,
        (t) => spend[t]!,
        (_, x) => random.poisson(60 * (1 - Math.exp(-x / 3))),
      ),
    ]);
    expect(fit!.identifiability.verdict).toBe('WELL_IDENTIFIED');
    expect(fit!.identifiability.reason).toContain('sure to be small');
  });

  it('does not believe ten days', () => {
    const fit = fitOf(10, changingBudget(2, 10));
    expect(fit.identifiability.verdict).toBe('UNIDENTIFIED');
    expect(fit.identifiability.reason).toContain('10 days');
  });
});

describe('warnings', () => {
  it('name outliers and keep them from bending the curve', () => {
    const spend = changingBudget(2, 120);
    const outcome = (t: number, x: number) => Math.round((60 * x) / (x + 12)) * (t === 50 ? 6 : 1);
    const clean = fitCurves([
      seriesOf(
        120,
        (t) => spend[t]!,
        (_, x) => Math.round((60 * x) / (x + 12)),
      ),
    ])[0]!;
    const spiked = fitCurves([seriesOf(120, (t) => spend[t]!, outcome)])[0]!;
    expect(spiked.diagnostics.warnings.join()).toContain('2026-02-24');
    expect(
      spiked.diagnostics.marginalAtCurrent.value / clean.diagnostics.marginalAtCurrent.value,
    ).toBeCloseTo(1, 0);
  });

  it('say that a campaign has stopped', () => {
    const spend = changingBudget(2, 120);
    const [fit] = fitCurves([
      seriesOf(
        120,
        (t) => (t < 80 ? spend[t]! : 0),
        (_, x) => Math.round((60 * x) / (x + 12)),
      ),
    ]);
    expect(fit!.diagnostics.spend.current).toBe(0);
    expect(fit!.diagnostics.warnings).toContain('Nothing was spent in the last 28 complete days.');
  });
});
