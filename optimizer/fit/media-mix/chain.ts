import { dot } from '../matrix.ts';
import { normalQuantile } from '../random.ts';
import { FAMILIES } from '../shape.ts';
import { type ChannelShape, channelColumn, increment } from './channel-column.ts';
import { type BaselineFactor, factorOf, type MixModel, projected, whitened } from './mix-model.ts';
import {
  type Hyper,
  logDensityOfSlope,
  logPriorOfHyper,
  logPriorOfShape,
  slopeFromPrior,
} from './mix-prior.ts';
import { drawNonNegative, logNormalCdf } from './truncated-normal.ts';

/** One point of the posterior with everything that the next move needs. Moves change it in place. */
export interface Chain {
  readonly model: MixModel;
  readonly random: () => number;
  hyper: Hyper;
  factor: BaselineFactor;
  readonly channels: ChannelState[];
  /** y − Σ s F, and its product with Zᵀ. */
  readonly residual: Float64Array;
  residualZ: Float64Array;
}

export interface ChannelState {
  shape: ChannelShape;
  /** s: what the channel brings at its mean active spend, units of the mean outcome. */
  effect: number;
  /** F, and its product with Zᵀ. */
  column: Float64Array;
  columnZ: Float64Array;
}

export function startChain(
  model: MixModel,
  shapes: readonly ChannelShape[],
  hyper: Hyper,
  random: () => number,
): Chain {
  const chain: Chain = {
    model,
    random,
    hyper,
    factor: factorOf(model, hyper),
    channels: shapes.map((shape, c) => ({ effect: 0, ...columnOf(model, c, shape) })),
    residual: model.y.slice(),
    residualZ: projected(model, model.y),
  };
  return chain;
}

function columnOf(model: MixModel, c: number, shape: ChannelShape): Omit<ChannelState, 'effect'> {
  const column = channelColumn(model.layout.channels[c]!, shape, model.rows);
  for (let i = 0; i < column.length; i++) column[i]! *= model.rootWeight[i]!;
  return { shape, column, columnZ: projected(model, column) };
}

/** The log evidence of a channel's shape given all else, its effect integrated out, and that effect's normal. */
interface Conditional {
  readonly evidence: number;
  readonly precision: number;
  readonly weightedMean: number;
}

function conditional(
  chain: Chain,
  c: number,
  candidate: Omit<ChannelState, 'effect'>,
  rest: Float64Array,
  restWhite: Float64Array,
): Conditional {
  const { factor, hyper, model } = chain;
  const { column, columnZ, shape } = candidate;
  const white = whitened(factor, columnZ);
  let precision = dot(column, column) * factor.perVariance - dot(white, white);
  let weightedMean = dot(column, rest) * factor.perVariance - dot(white, restWhite);
  for (const { from, to, lift, standardError } of model.layout.channels[c]!.lifts) {
    const rise = increment(shape, from, to);
    precision += (rise / standardError) ** 2;
    weightedMean += (rise * lift) / standardError ** 2;
  }
  precision = Math.max(precision, 0) + Math.exp(-2 * hyper.effect);
  const root = Math.sqrt(precision);
  const z = weightedMean / root;
  const evidence = -Math.log(root) - hyper.effect + 0.5 * z * z + logNormalCdf(z);
  return { evidence: evidence + logPriorOfShape(shape, model.layout.periodDays), precision, weightedMean };
}

/** What is left for one channel to explain: the residual with its own part put back. */
function restFor(
  chain: Chain,
  c: number,
): { rest: Float64Array; restZ: Float64Array; restWhite: Float64Array } {
  const { effect, column, columnZ } = chain.channels[c]!;
  const rest = chain.residual.slice();
  const restZ = chain.residualZ.slice();
  if (effect !== 0) {
    for (let i = 0; i < rest.length; i++) rest[i]! += effect * column[i]!;
    for (let k = 0; k < restZ.length; k++) restZ[k]! += effect * columnZ[k]!;
  }
  return { rest, restZ, restWhite: whitened(chain.factor, restZ) };
}

function put(
  chain: Chain,
  c: number,
  candidate: Omit<ChannelState, 'effect'>,
  effect: number,
  rest: Float64Array,
  restZ: Float64Array,
): void {
  const { column, columnZ } = candidate;
  for (let i = 0; i < rest.length; i++) chain.residual[i] = rest[i]! - effect * column[i]!;
  chain.residualZ = restZ;
  for (let k = 0; k < restZ.length; k++) restZ[k]! -= effect * columnZ[k]!;
  chain.channels[c] = { ...candidate, effect };
}

/** The best of some shapes for a channel, all else given, with its likeliest effect. Returns its log evidence. */
export function climb(chain: Chain, c: number, shapes: readonly ChannelShape[]): number {
  const { rest, restZ, restWhite } = restFor(chain, c);
  let best: { candidate: Omit<ChannelState, 'effect'>; at: Conditional } | null = null;
  for (const shape of [chain.channels[c]!.shape, ...shapes]) {
    const candidate = columnOf(chain.model, c, shape);
    const at = conditional(chain, c, candidate, rest, restWhite);
    if (!best || at.evidence > best.at.evidence) best = { candidate, at };
  }
  const { candidate, at } = best!;
  put(chain, c, candidate, Math.max(0, at.weightedMean / at.precision), rest, restZ);
  return at.evidence;
}

const PROPOSALS = 4;
/** Each proposal picks one step size per coordinate: some coordinates are known a hundred times better than others. */
const ETA_STEPS = [0, 0.25, 0.7, 1.5];
const PSI_STEPS = [0, 0.05, 0.15, 0.5];
const SLOPE_STEPS = [0, 0.15, 0.4];

/** Some Metropolis steps on a channel's shape, its effect integrated out, then a new effect given the shape. */
export function moveChannel(chain: Chain, c: number): void {
  const { rest, restZ, restWhite } = restFor(chain, c);
  const { random } = chain;
  const { shape, column, columnZ } = chain.channels[c]!;
  let candidate: Omit<ChannelState, 'effect'> = { shape, column, columnZ };
  let at = conditional(chain, c, candidate, rest, restWhite);
  for (let proposal = 0; proposal < PROPOSALS; proposal++) {
    const changesFamily = random() < 0.3;
    const next = changesFamily ? otherFamily(candidate.shape, random) : nearby(candidate.shape, random);
    if (logPriorOfShape(next, chain.model.layout.periodDays) === Number.NEGATIVE_INFINITY) continue;
    const nextCandidate = columnOf(chain.model, c, next);
    const nextAt = conditional(chain, c, nextCandidate, rest, restWhite);
    // A slope that came from its prior, or goes back to it, cancels against the prior.
    const correction = changesFamily ? slopeTerm(candidate.shape) - slopeTerm(next) : 0;
    if (Math.log(random()) < nextAt.evidence - at.evidence + correction) {
      candidate = nextCandidate;
      at = nextAt;
    }
  }
  const effect = drawNonNegative(at.weightedMean / at.precision, 1 / Math.sqrt(at.precision), random);
  put(chain, c, candidate, effect, rest, restZ);
}

const slopeTerm = ({ family, logSlope }: ChannelShape) =>
  family === 'HILL' ? logDensityOfSlope(logSlope) : 0;

function otherFamily(shape: ChannelShape, random: () => number): ChannelShape {
  const others = FAMILIES.filter((family) => family !== shape.family);
  const family = others[Math.floor(random() * others.length)]!;
  return {
    ...shape,
    family,
    eta: shape.eta + stepOf(ETA_STEPS, random),
    logSlope: family === 'HILL' ? slopeFromPrior(normal(random)) : 0,
  };
}

function nearby({ family, eta, psi, logSlope }: ChannelShape, random: () => number): ChannelShape {
  return {
    family,
    eta: eta + stepOf(ETA_STEPS, random),
    psi: Math.abs(psi + stepOf(PSI_STEPS, random)),
    logSlope: family === 'HILL' ? logSlope + stepOf(SLOPE_STEPS, random) : 0,
  };
}

function stepOf(sizes: readonly number[], random: () => number): number {
  const size = sizes[Math.floor(random() * sizes.length)]!;
  return size === 0 ? 0 : size * normal(random);
}

/** The log likelihood of the hyperparameters given the channels, with their priors. */
function logPosteriorOfHyper(chain: Chain, hyper: Hyper, factor: BaselineFactor): number {
  const white = whitened(factor, chain.residualZ);
  const misfit = dot(chain.residual, chain.residual) * factor.perVariance - dot(white, white);
  let effects = 0;
  for (const { effect } of chain.channels) {
    effects += -hyper.effect - 0.5 * effect * effect * Math.exp(-2 * hyper.effect);
  }
  return factor.logDeterminants - 0.5 * misfit + effects + logPriorOfHyper(hyper);
}

const NOISE_STEPS = [0, 0.06, 0.15];
const WALK_STEPS = [0, 0.4, 1.2];
const SEASON_STEPS = [0, 0.3, 0.8];
const EFFECT_STEPS = [0, 0.4, 1];

/** One Metropolis step on the hyperparameters; with `uphill`, only improvements are taken. */
export function moveHyper(chain: Chain, uphill = false): void {
  const { random, hyper } = chain;
  const next: Hyper = {
    noise: hyper.noise + stepOf(NOISE_STEPS, random),
    walk: hyper.walk + stepOf(WALK_STEPS, random),
    season: hyper.season + stepOf(SEASON_STEPS, random),
    effect: hyper.effect + stepOf(EFFECT_STEPS, random),
  };
  const factor = factorOf(chain.model, next);
  const gain = logPosteriorOfHyper(chain, next, factor) - logPosteriorOfHyper(chain, hyper, chain.factor);
  if (uphill ? gain > 0 : Math.log(random()) < gain) {
    chain.hyper = next;
    chain.factor = factor;
  }
}

/** Rounding of many small updates is cleared away. */
export function refresh(chain: Chain): void {
  chain.residual.set(chain.model.y);
  for (const { effect, column } of chain.channels) {
    for (let i = 0; i < column.length; i++) chain.residual[i]! -= effect * column[i]!;
  }
  chain.residualZ = projected(chain.model, chain.residual);
}

/** A standard normal number. */
export const normal = (random: () => number): number =>
  normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, random())));
