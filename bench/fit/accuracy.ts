import { fitCurves } from '../../optimizer/fit/fit-curves.ts';
import { predict } from '../../optimizer/fit/predict.ts';
import { type AccountSettings, simulateAccount, TYPICAL, trueMarginal, trueMean } from './simulate.ts';

export interface Accuracy {
  /** Σ |predicted − true| ÷ Σ true of mean outcome over ×0.5, ×1.5 and ×2. */
  readonly wape: number;
  readonly byFactor: Readonly<
    Record<
      string,
      { wape: number; bias: number; marginal: number; coverage: number; marginalCoverage: number }
    >
  >;
  readonly failures: number;
  readonly fitMs: number;
}

const FACTORS = [0.5, 1, 1.5, 2];

export function measure(settings: Partial<AccountSettings>, accounts: number): Accuracy {
  const rows = FACTORS.map(() => ({
    error: 0,
    signed: 0,
    truth: 0,
    marginal: [] as number[],
    covered: 0,
    marginalCovered: 0,
    n: 0,
  }));
  let failures = 0;
  let fitMs = 0;
  for (let seed = 1; seed <= accounts; seed++) {
    const truths = simulateAccount({ ...TYPICAL, ...settings, seed });
    const started = performance.now();
    const fits = fitCurves(truths.map((t) => t.series));
    fitMs += performance.now() - started;
    truths.forEach((truth, i) => {
      FACTORS.forEach((factor, f) => {
        const p = predict(fits[i]!, truth.series, { factor });
        const expected = trueMean(truth, factor);
        const marginal = trueMarginal(truth, factor);
        const row = rows[f]!;
        if (!Number.isFinite(p.expectedConversions + p.marginalConversions)) failures++;
        row.n++;
        row.error += Math.abs(p.expectedConversions - expected);
        row.signed += p.expectedConversions - expected;
        row.truth += expected;
        row.marginal.push(Math.abs(p.marginalConversions / marginal - 1));
        if (p.interval[0] <= expected && expected <= p.interval[1]) row.covered++;
        if (p.marginalInterval[0] <= marginal && marginal <= p.marginalInterval[1]) row.marginalCovered++;
      });
    });
  }
  const judged = [rows[0]!, rows[2]!, rows[3]!];
  const sum = (pick: (row: (typeof rows)[0]) => number) =>
    judged.reduce((total, row) => total + pick(row), 0);
  return {
    wape: sum((r) => r.error) / sum((r) => r.truth),
    byFactor: Object.fromEntries(
      rows.map((row, f) => [
        `x${FACTORS[f]}`,
        {
          wape: row.error / row.truth,
          bias: row.signed / row.truth,
          marginal: row.marginal.sort((a, b) => a - b)[Math.floor(row.n / 2)]!,
          coverage: row.covered / row.n,
          marginalCoverage: row.marginalCovered / row.n,
        },
      ]),
    ),
    failures,
    fitMs: fitMs / accounts,
  };
}
