import type { OutcomeKind } from '../fitted-curve.ts';
import { uniformSource } from '../random.ts';
import { average } from '../spend-range.ts';
import { type BaselineColumn, LEVEL_MEAN } from './baseline-columns.ts';
import type { Chain } from './chain.ts';
import type { MixLayout } from './layout.ts';
import { mixModel } from './mix-model.ts';
import { meanCoefficients, modeFrom } from './sample.ts';

export interface NoiseWeights {
  /** Per period, 1 ÷ relative variance of its noise; 0 for periods that are left out. Mean near 1. */
  readonly weight: Float64Array;
  /** Periods counted for less because they lie far off. */
  readonly outliers: readonly number[];
  /** The noise's variance grows with this power of the mean. */
  readonly power: number;
}

/** Beyond so many standard deviations a period counts for less (Huber); clean data hardly notice. */
const HUBER = 2.5;
const ROUNDS = 2;
const LEAST_MEAN = 0.05;
/** What a power other than the usual one must gain in log likelihood. */
const LEAST_GAIN = 2;
const POWERS: Readonly<Record<OutcomeKind, readonly number[]>> = { MONEY: [0, 1, 2], COUNT: [1, 2] };

/** @param isUsed of each period; the others' outcomes are not looked at */
export function noiseWeights(
  layout: MixLayout,
  baseline: readonly BaselineColumn[],
  isUsed: (period: number) => boolean,
): NoiseWeights {
  let found: NoiseWeights = {
    weight: Float64Array.from(layout.outcome, (y, t) => (isUsed(t) && !Number.isNaN(y) ? 1 : 0)),
    outliers: [],
    power: 0,
  };
  for (let round = 0; round < ROUNDS; round++) {
    const chain = modeFrom(mixModel(layout, baseline, found.weight), 0.3, uniformSource(1));
    found = weightsAround(chain);
  }
  return found;
}

function weightsAround(chain: Chain): NoiseWeights {
  const { layout, rows, rootWeight, z } = chain.model;
  const coefficients = meanCoefficients(chain);
  const errors = Float64Array.from(rows.day, (_, i) => {
    let error = chain.residual[i]!;
    for (let k = 0; k < z.length; k++) error -= (coefficients[k]! - (k === 0 ? LEVEL_MEAN : 0)) * z[k]![i]!;
    return error / rootWeight[i]!;
  });
  const means = Float64Array.from(rows.day, (t, i) => Math.max(LEAST_MEAN, layout.outcome[t]! - errors[i]!));
  const powers = POWERS[layout.mix.kind ?? 'MONEY'];
  const power = powers.reduce((best, p) =>
    logLikelihood(errors, means, p) > logLikelihood(errors, means, best) + LEAST_GAIN ? p : best,
  );
  const standardised = errors.map((e, i) => e / means[i]! ** (power / 2));
  const scale = medianSize(standardised) * 1.4826;
  const weight = new Float64Array(layout.periods);
  const outliers: number[] = [];
  rows.day.forEach((t, i) => {
    const size = scale > 0 ? Math.abs(standardised[i]!) / scale : 0;
    weight[t] = means[i]! ** -power * Math.min(1, HUBER / Math.max(size, 1e-9));
    if (size > HUBER * 1.2) outliers.push(t);
  });
  return { weight, outliers, power };
}

/** Normal, with the variance's size at its best. Outliers' squares are held to Huber's bound. */
function logLikelihood(errors: Float64Array, means: Float64Array, power: number): number {
  const standardised = Array.from(errors, (e, i) => Math.abs(e) / means[i]! ** (power / 2));
  const bound = HUBER * 1.4826 * medianSize(Float64Array.from(standardised));
  const variance = average(standardised.map((s) => Math.min(s, bound) ** 2));
  const logMean = average(Array.from(means, Math.log));
  return -0.5 * errors.length * (Math.log(variance + 1e-300) + power * logMean);
}

function medianSize(values: Float64Array): number {
  const sizes = values.map(Math.abs).sort();
  return sizes[sizes.length >> 1] ?? 0;
}
