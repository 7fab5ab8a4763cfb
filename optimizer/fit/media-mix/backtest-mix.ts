import type { FitDiagnostics } from '../fitted-curve.ts';
import { interval } from '../predict.ts';
import { uniformSource } from '../random.ts';
import { average } from '../spend-range.ts';
import type { BaselineColumn } from './baseline-columns.ts';
import { normal } from './chain.ts';
import { decompose, outcomeOf } from './decompose.ts';
import type { MixLayout } from './layout.ts';
import { mixModel } from './mix-model.ts';
import { noiseWeights } from './noise-weights.ts';
import { sampleMix } from './sample.ts';

/** The last tenths of the periods, each forecast from what came before it, with the spends as they were. */
const ORIGINS = [0.8, 0.9];
const LEAST_FITTED = 40;
const SAMPLE = { chains: 2, warmUp: 100, sweeps: 250, draws: 60 };
const NOISE_DRAWS = 4;

export function backtestMix(
  layout: MixLayout,
  baseline: readonly BaselineColumn[],
  seed: number,
): FitDiagnostics['outOfSample'] {
  const { outcome, periods } = layout;
  const errors: number[] = [];
  const sizes: number[] = [];
  const isCovered: number[] = [];
  for (const origin of ORIGINS) {
    const from = Math.floor(origin * periods);
    const until = Math.min(periods, Math.floor((origin + 0.1) * periods));
    if (from < LEAST_FITTED) continue;
    const noise = noiseWeights(layout, baseline, (t) => t < from);
    const { draws } = sampleMix(mixModel(layout, baseline, noise.weight), { ...SAMPLE, seed });
    const outcomes = decompose(layout, baseline, draws).map(outcomeOf);
    const random = uniformSource(seed);
    for (let t = from; t < until; t++) {
      const seen = outcome[t]!;
      if (Number.isNaN(seen)) continue;
      const forecast = average(outcomes.map((of) => of[t]!));
      const noisy = outcomes.flatMap((of, s) =>
        Array.from(
          { length: NOISE_DRAWS },
          () =>
            of[t]! +
            Math.exp(draws[s]!.hyper.noise) * Math.max(0.05, forecast) ** (noise.power / 2) * normal(random),
        ),
      );
      const [low, high] = interval(noisy, forecast);
      errors.push(forecast - seen);
      sizes.push(Math.abs(seen));
      isCovered.push(low <= seen && seen <= high ? 1 : 0);
    }
  }
  if (errors.length === 0) return { wape: null, bias: null, mase: null, intervalCoverage: null };
  const size = average(sizes);
  const naive = naiveError(outcome, layout.periodDays === 1 ? 7 : 1);
  const absolute = average(errors.map(Math.abs));
  return {
    wape: size > 0 ? absolute / size : null,
    bias: size > 0 ? average(errors) / size : null,
    mase: naive > 0 ? absolute / naive : null,
    intervalCoverage: average(isCovered),
  };
}

/** Of saying that a period is like the one `lag` before it. */
function naiveError(outcome: Float64Array, lag: number): number {
  const errors: number[] = [];
  for (let t = lag; t < outcome.length; t++) errors.push(Math.abs(outcome[t]! - outcome[t - lag]!));
  return average(errors.filter((e) => !Number.isNaN(e)));
}
