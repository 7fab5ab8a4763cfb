import type { FitDiagnostics } from '../fitted-curve.ts';
import { interval } from '../predict.ts';
import { average } from '../spend-range.ts';
import { backtestMix } from './backtest-mix.ts';
import { type BaselineColumn, baselineColumns } from './baseline-columns.ts';
import { checkLifts } from './calibrate-mix.ts';
import { type Decomposition, decompose, meanOf, outcomeOf, totalOf } from './decompose.ts';
import { layOutMix, type MixLayout } from './layout.ts';
import type { FittedMediaMix, MediaMix, MixEffect, MixOptions } from './media-mix.ts';
import { mixModel } from './mix-model.ts';
import { type NoiseWeights, noiseWeights } from './noise-weights.ts';
import { type MixDraw, type SampleOptions, sampleMix } from './sample.ts';
import { curveDrawsOf, summariseChannel } from './summarise-channel.ts';

const SAMPLE: Omit<SampleOptions, 'seed' | 'draws'> = { chains: 4, warmUp: 200, sweeps: 700 };
const DRAWS = 128;
/** Means and quantiles are taken over at least so many draws, of which the answer carries some. */
const LEAST_DRAWS = 400;

/**
 * Several channels and one outcome, fitted together:
 *
 *   outcome(t) = baseline(t) + Σ_c scale_c · f_c(carry-over_c(spend_c)(t)) + noise
 *
 * with the baseline's level, trend, season, weekdays, events and controls. Days or weeks. The same mix, options and
 * seed give the same answer, in whatever order the channels come.
 *
 * @throws MediaMixError where the mix cannot be read
 *
 * @example
 *   const { channels } = fitMediaMix({ dates, outcome, channels: [{ channel: 'tv', spend }] });
 */
export function fitMediaMix(mix: MediaMix, options: MixOptions = {}): FittedMediaMix {
  const { seed = 1, draws: count = DRAWS, backtest = true } = options;
  const byName = [...mix.channels].sort((a, b) => (a.channel < b.channel ? -1 : 1));
  const layout = layOutMix({ ...mix, channels: byName });
  const baseline = baselineColumns(layout);
  const noise = noiseWeights(layout, baseline, () => true);
  const sampling = { ...SAMPLE, seed, draws: count * Math.ceil(LEAST_DRAWS / count) };
  const { draws, convergence } = sampleMix(mixModel(layout, baseline, noise.weight), sampling);
  const parts = decompose(layout, baseline, draws);
  const mean = meanOf(parts.map(outcomeOf));
  const shared = {
    observations: layout.outcome.filter((y) => !Number.isNaN(y)).length,
    firstDay: mix.dates[0]!,
    lastDay: mix.dates[mix.dates.length - 1]!,
    outOfSample: backtest ? backtestMix(layout, baseline, seed) : NOT_JUDGED,
    residualAutocorrelation: autocorrelation(layout, noise, mean),
    outliers: noise.outliers.map((t) => mix.dates[t]!),
    convergence,
  };
  const isCarried = (s: number) => s % (sampling.draws / count) === 0;
  const withoutLifts = drawsWithoutLifts(layout, baseline, noise, sampling) ?? draws;
  return {
    periodDays: layout.periodDays,
    channels: mix.channels.map((channel) => {
      const c = byName.indexOf(channel);
      const { posterior, ...fitted } = summariseChannel(layout, c, draws, parts, shared);
      const before = curveDrawsOf(layout, c, withoutLifts);
      return {
        ...fitted,
        posterior: { ...posterior, draws: posterior.draws.filter((_, s) => isCarried(s)) },
        calibration: checkLifts(channel, layout.periodDays, before, posterior.draws),
      };
    }),
    ...summariseBaseline(layout, baseline, draws, parts, isCarried),
    diagnostics: {
      explainedVariance: explained(layout.outcome, mean),
      noise: average(draws.map(({ hyper }) => Math.exp(hyper.noise))) * layout.outcomeUnit,
      convergence,
    },
  };
}

const NOT_JUDGED: FitDiagnostics['outOfSample'] = {
  wape: null,
  bias: null,
  mase: null,
  intervalCoverage: null,
};

/** Null where no channel has any. */
function drawsWithoutLifts(
  layout: MixLayout,
  baseline: readonly BaselineColumn[],
  noise: NoiseWeights,
  sampling: SampleOptions,
): readonly MixDraw[] | null {
  if (layout.channels.every(({ lifts }) => lifts.length === 0)) return null;
  const bare = { ...layout, channels: layout.channels.map((channel) => ({ ...channel, lifts: [] })) };
  return sampleMix(mixModel(bare, baseline, noise.weight), sampling).draws;
}

function summariseBaseline(
  { outcomeUnit, periods }: MixLayout,
  columns: readonly BaselineColumn[],
  draws: readonly MixDraw[],
  parts: readonly Decomposition[],
  isCarried: (draw: number) => boolean,
): Pick<FittedMediaMix, 'baseline' | 'baselineDraws'> {
  const baselineDraws = parts.map(({ baseline }) => (totalOf(baseline) / periods) * outcomeUnit);
  const mean = average(baselineDraws);
  const outcome = average(parts.map((part) => totalOf(outcomeOf(part)) / periods)) * outcomeUnit;
  const effects = (group: BaselineColumn['group']): MixEffect[] =>
    columns.flatMap(({ group: of, name, unit }, k) => {
      if (of !== group) return [];
      const drawn = draws.map(({ coefficients }) => (coefficients[k]! / unit) * outcomeUnit);
      const effect = average(drawn);
      return [{ name, effect, interval: interval(drawn, effect) }];
    });
  return {
    baselineDraws: baselineDraws.filter((_, s) => isCarried(s)),
    baseline: {
      mean,
      interval: interval(baselineDraws, mean),
      share: outcome === 0 ? 0 : mean / outcome,
      byPeriod: Array.from(meanOf(parts.map(({ baseline }) => baseline)), (v) => v * outcomeUnit),
      controls: effects('CONTROL'),
      events: effects('EVENT'),
    },
  };
}

function explained(outcome: Float64Array, mean: Float64Array): number {
  const known = Array.from(outcome.keys()).filter((t) => !Number.isNaN(outcome[t]!));
  const centre = average(known.map((t) => outcome[t]!));
  const total = average(known.map((t) => (outcome[t]! - centre) ** 2));
  const left = average(known.map((t) => (outcome[t]! - mean[t]!) ** 2));
  return total > 0 ? Math.max(0, 1 - left / total) : 0;
}

/** Of the residuals, outliers held to their weight. */
function autocorrelation(
  { outcome }: MixLayout,
  { weight }: NoiseWeights,
  mean: Float64Array,
): FitDiagnostics['residualAutocorrelation'] {
  const residual = outcome.map((y, t) => (y - mean[t]!) * Math.sqrt(weight[t]!));
  const variance = average([...residual.filter((r) => !Number.isNaN(r))].map((r) => r * r));
  const at = (lag: number) => {
    const products = Array.from(residual.subarray(lag), (r, i) => r * residual[i]!).filter(
      (p) => !Number.isNaN(p),
    );
    return products.length < 2 * lag || !(variance > 0) ? null : average(products) / variance;
  };
  return { lag1: at(1), lag7: at(7) };
}
