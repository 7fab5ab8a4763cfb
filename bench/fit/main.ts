/**
 * How well curves are fitted on simulated accounts whose truth is known, beside SciPy's curve_fit and static curves.
 *
 *   npx tsx bench/fit/main.ts [accounts per cell]      PYTHON=… names a Python with SciPy; without it that part is left out
 */
import { spawnSync } from 'node:child_process';
import { fitCurves } from '../../optimizer/fit/fit-curves.ts';
import { measure } from './accuracy.ts';
import {
  type AccountSettings,
  type SimulatedCampaign,
  simulateAccount,
  TYPICAL,
  trueMean,
} from './simulate.ts';

const CELLS: Readonly<Record<string, Partial<AccountSettings>>> = {
  'typical (120 days, variation 40 %)': {},
  '30 days': { days: 30 },
  '365 days': { days: 365 },
  'spend varies by 8 %': { spendVariation: 0.08 },
  'spend varies by 70 %': { spendVariation: 0.7 },
  'noise 30 %': { noise: 0.3 },
  '6 conversions a day': { meanOutcome: 6 },
  '3 % outliers': { outliers: 0.03 },
};
const FACTORS = [0.5, 1.5, 2];

const accounts = Number(process.argv[2] ?? 20);
const percent = (x: number) => `${(100 * x).toFixed(1)} %`.padStart(8);

console.log(
  'cell                                   WAPE    SciPy  marginal ×0.5  ×1  ×2 (median)   80 % holds  failures',
);
for (const [name, settings] of Object.entries(CELLS)) {
  const result = measure(settings, accounts);
  const rows = Object.values(result.byFactor);
  const coverage =
    rows.reduce((sum, row) => sum + row.coverage + row.marginalCoverage, 0) / (2 * rows.length);
  const peer = scipy(
    Array.from({ length: accounts }, (_, i) =>
      simulateAccount({ ...TYPICAL, ...settings, seed: i + 1 }),
    ).flat(),
  );
  const marginals = ['x0.5', 'x1', 'x2'].map((key) => percent(result.byFactor[key]!.marginal)).join('');
  console.log(
    `${name.padEnd(35)}${percent(result.wape)} ${peer ? percent(peer.wape) : '       –'}   ${marginals}      ${percent(coverage)}  ${String(result.failures).padStart(8)}`,
  );
}

const large = simulateAccount({ ...TYPICAL, seed: 3, campaigns: 50, channels: 6, days: 365 });
const times = Array.from({ length: 4 }, () => {
  const started = performance.now();
  fitCurves(large.map((t) => t.series));
  return performance.now() - started;
});
const peer = scipy(large);
console.log(
  `\n50 campaigns × 365 days, every family: first ${times[0]!.toFixed(0)} ms, then ${Math.min(...times).toFixed(0)} ms`,
);
if (peer) {
  console.log(
    `SciPy, the one true family, one start: ${(1000 * peer.seconds).toFixed(0)} ms, ${peer.failures} failures`,
  );
}

/** Null where there is no Python with SciPy. */
function scipy(
  truths: readonly SimulatedCampaign[],
): { wape: number; seconds: number; failures: number } | null {
  const cases = truths.map(({ series, curve }) => ({
    family: curve.family,
    spend: series.days.map((day) => day.spend),
    outcome: series.days.map((day) => day.outcome),
    weekday: series.days.map((_, t) => t % 7),
    factors: FACTORS,
  }));
  const run = spawnSync(
    process.env.PYTHON ?? 'python3',
    [new URL('scipy_peer.py', import.meta.url).pathname],
    {
      input: JSON.stringify(cases),
      maxBuffer: 1 << 28,
    },
  );
  if (run.status !== 0) return null;
  const answer = JSON.parse(run.stdout.toString()) as {
    seconds: number;
    failures: number;
    means: ([number, number, number] | null)[];
  };
  let error = 0;
  let total = 0;
  truths.forEach((truth, i) => {
    FACTORS.forEach((factor, f) => {
      const expected = trueMean(truth, factor);
      error += Math.abs((answer.means[i]?.[f] ?? 0) - expected);
      total += expected;
    });
  });
  return { wape: error / total, seconds: answer.seconds, failures: answer.failures };
}
