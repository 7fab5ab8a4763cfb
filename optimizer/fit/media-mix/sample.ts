import { backwardSolve } from '../matrix.ts';
import { uniformSource } from '../random.ts';
import { average } from '../spend-range.ts';
import { LEVEL_MEAN } from './baseline-columns.ts';
import { type Chain, climb, moveChannel, moveHyper, normal, refresh, startChain } from './chain.ts';
import type { ChannelShape } from './channel-column.ts';
import { type MixModel, whitened } from './mix-model.ts';
import { type Hyper, INITIAL_HYPER } from './mix-prior.ts';

/** One draw of everything: equally likely, given the data. */
export interface MixDraw {
  readonly channels: readonly { readonly shape: ChannelShape; readonly effect: number }[];
  /** Coefficients of the baseline's columns, units of the mean outcome. */
  readonly coefficients: Float64Array;
  readonly hyper: Hyper;
}

export interface MixSample {
  readonly draws: readonly MixDraw[];
  /** Gelman and Rubin's potential scale reduction, the largest of all effects and carry-overs. */
  readonly convergence: number;
}

export interface SampleOptions {
  readonly seed: number;
  readonly chains: number;
  readonly warmUp: number;
  readonly sweeps: number;
  readonly draws: number;
}

/** Chains start at the modes found from no carry-over, from little and from much. */
const STARTS = [0, 0.3, 0.8, 1.5];

export function sampleMix(model: MixModel, options: SampleOptions): MixSample {
  const draws: MixDraw[] = [];
  const traces = Array.from({ length: options.chains }, (_, k) => {
    const seed = options.seed + 7919 * k;
    const chain = modeFrom(model, STARTS[k % STARTS.length]!, uniformSource(seed));
    // Of their own, so that the chain's way does not depend on how many draws are kept.
    const drawing = uniformSource(~seed);
    for (let sweep = 0; sweep < options.warmUp; sweep++) step(chain);
    const kept = Math.ceil(((k + 1) * options.draws) / options.chains) - draws.length;
    const trace: number[][] = [];
    for (let sweep = 0; sweep < options.sweeps; sweep++) {
      step(chain);
      trace.push(chain.channels.flatMap(({ effect, shape }) => [effect, shape.psi]));
      const isKept =
        Math.floor(((sweep + 1) * kept) / options.sweeps) > Math.floor((sweep * kept) / options.sweeps);
      if (isKept) draws.push(drawOf(chain, drawing));
    }
    return trace;
  });
  return { draws, convergence: scaleReduction(traces) };
}

function step(chain: Chain): void {
  refresh(chain);
  for (let c = 0; c < chain.channels.length; c++) moveChannel(chain, c);
  moveHyper(chain);
  moveHyper(chain);
}

const ETAS = [-1.5, -0.5, 0.5, 1.5, 2.5];
const PSIS = [0, 0.25, 0.6, 1.1, 1.8];
const ROUNDS = 3;
const HYPER_STEPS = 25;

/** Coordinate search over the channels' shapes and the hyperparameters, coarse first, then finer. */
export function modeFrom(model: MixModel, psi: number, random: () => number): Chain {
  const start: ChannelShape = { family: 'NEGATIVE_EXPONENTIAL', eta: 0.5, logSlope: 0, psi };
  const chain = startChain(
    model,
    model.layout.channels.map(() => start),
    INITIAL_HYPER,
    random,
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (let c = 0; c < chain.channels.length; c++)
      climb(chain, c, candidates(chain.channels[c]!.shape, round));
    for (let k = 0; k < HYPER_STEPS; k++) moveHyper(chain, true);
  }
  return chain;
}

function candidates(shape: ChannelShape, round: number): ChannelShape[] {
  if (round === 0) return ETAS.map((eta) => ({ ...shape, eta }));
  if (round === 1) return ETAS.flatMap((eta) => PSIS.map((psi) => ({ ...shape, eta, psi })));
  return [-0.4, 0, 0.4].flatMap((up) =>
    [-0.15, 0, 0.15].map((on) => ({ ...shape, eta: shape.eta + up, psi: Math.max(0, shape.psi + on) })),
  );
}

/** Mean of the baseline's coefficients given the rest: A⁻¹ Zᵀr ÷ σ². */
export function meanCoefficients(chain: Chain): Float64Array {
  const coefficients = whitened(chain.factor, chain.residualZ);
  backwardSolve(chain.factor.l, coefficients.length, coefficients);
  coefficients[0]! += LEVEL_MEAN;
  return coefficients;
}

function drawOf(chain: Chain, random: () => number): MixDraw {
  const coefficients = whitened(chain.factor, chain.residualZ);
  for (let k = 0; k < coefficients.length; k++) coefficients[k]! += normal(random);
  backwardSolve(chain.factor.l, coefficients.length, coefficients);
  coefficients[0]! += LEVEL_MEAN;
  return {
    channels: chain.channels.map(({ shape, effect, column }) => ({
      shape,
      // Of a channel that never spent there is the prior alone: nothing is credited to it.
      effect: column.some((f) => f > 0) ? effect : 0,
    })),
    coefficients,
    hyper: chain.hyper,
  };
}

/** √(variance of all ÷ mean variance within a chain), the largest over the traced quantities. */
function scaleReduction(traces: readonly (readonly number[])[][]): number {
  const width = traces[0]?.[0]?.length ?? 0;
  let largest = 1;
  for (let q = 0; q < width; q++) {
    const chains = traces.map((trace) => trace.map((values) => values[q]!));
    const means = chains.map(average);
    const within = average(chains.map((values, k) => average(values.map((v) => (v - means[k]!) ** 2))));
    const centre = average(means);
    const between = average(means.map((m) => (m - centre) ** 2));
    if (within > 0) largest = Math.max(largest, Math.sqrt((within + between) / within));
  }
  return largest;
}
