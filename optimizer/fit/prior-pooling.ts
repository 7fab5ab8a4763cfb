import { type Kinds, poolKinds } from './kind-pooling.ts';
import { type Nodes, weigh } from './nodes.ts';
import { INITIAL_PRIOR, logPrior, type Normal, type Prior } from './prior.ts';

const ROUNDS = 10;
/** The initial prior counts as this many campaigns of the workspace. */
const WORKSPACE_STRENGTH = 16;
/** What the workspace says counts as this many campaigns of a channel. */
const CHANNEL_STRENGTH = 5;
/** Slopes are told by few campaigns, so that the initial prior counts for fewer. */
const SLOPE_STRENGTH = 4;
const LEAST_ETA_SD = 0.15;
const LEAST_SLOPE_SD = 0.2;
/** EM's steps are short where campaigns say little; below 2 a longer one still arrives. */
const STRIDE = 1.6;

/**
 * Empirical Bayes: the prior of each campaign, learned by EM from the posteriors of all campaigns. Means are the
 * channel's own, drawn to the workspace's where the channel is small; spreads are the workspace's. What is not known
 * of a channel's mean widens its prior. Which families there are, and how many campaigns are without baseline or
 * carry-over, is integrated over, each campaign left out of its own prior (`mixture-weights`).
 *
 * @returns one prior per campaign
 */
export function poolPriors(nodes: readonly Nodes[], channelOf: readonly number[]): Prior[] {
  const channels = Math.max(-1, ...channelOf) + 1;
  let byChannel: Moulds[] = Array.from({ length: channels }, () => INITIAL_PRIOR);
  let kinds: Kinds[] = nodes.map(() => INITIAL_PRIOR);
  const priorOf = (i: number): Prior => ({ ...byChannel[channelOf[i]!]!, ...kinds[i]! });
  const weights = nodes.map((node) => new Float64Array(node.count));
  const thetas = nodes.map((node) => node.psi.map((psi) => 1 - Math.exp(-psi)));
  const slopes = nodes.map((node) => node.logSlope);
  for (let round = 0; round < ROUNDS; round++) {
    const isLast = round === ROUNDS - 1;
    nodes.forEach((node, i) => {
      weigh(node, logPrior(priorOf(i)), weights[i]!);
    });
    const pool = (
      values: readonly Float64Array[],
      key: keyof Moulds,
      strength: number,
      none: number | null,
    ) => {
      const told = nodes.map((_, i) => moments(weights[i]!, values[i]!, none));
      return poolMoments(
        told,
        told.map(({ mass }) => mass),
        channelOf,
        INITIAL_PRIOR[key],
        strength,
        byChannel.map((prior) => prior[key]),
        isLast,
      );
    };
    const eta = pool(
      nodes.map((node) => node.eta),
      'eta',
      WORKSPACE_STRENGTH,
      null,
    );
    const theta = pool(thetas, 'theta', WORKSPACE_STRENGTH, 0);
    const share = pool(
      nodes.map((node) => node.share),
      'share',
      WORKSPACE_STRENGTH,
      0,
    );
    const slope = pool(slopes, 'logSlope', SLOPE_STRENGTH, 0);
    kinds = poolKinds(nodes, weights, kinds);
    byChannel = byChannel.map((_, c) => ({
      eta: { mean: eta[c]!.mean, sd: Math.max(eta[c]!.sd, LEAST_ETA_SD) },
      theta: theta[c]!,
      share: share[c]!,
      logSlope: { mean: slope[c]!.mean, sd: Math.max(slope[c]!.sd, LEAST_SLOPE_SD) },
    }));
  }
  return nodes.map((_, i) => priorOf(i));
}

/** The densities of a prior. */
type Moulds = Pick<Prior, 'eta' | 'theta' | 'share' | 'logSlope'>;

interface Moments {
  readonly mass: number;
  readonly mean: number;
  readonly variance: number;
}

/** One M-step for one parameter, a stride longer than plain EM's. */
function poolMoments(
  moments: readonly Moments[],
  counts: readonly number[],
  channelOf: readonly number[],
  initial: Normal,
  strength: number,
  now: readonly Normal[],
  isLast: boolean,
): Normal[] {
  const sums = new Float64Array(now.length);
  const sizes = new Float64Array(now.length);
  moments.forEach(({ mean }, i) => {
    sums[channelOf[i]!]! += counts[i]! * mean;
    sizes[channelOf[i]!]! += counts[i]!;
  });
  const total = sizes.reduce((a, b) => a + b, 0);
  const workspaceMean = (sums.reduce((a, b) => a + b, 0) + strength * initial.mean) / (total + strength);
  const means = now.map(
    (_, c) => (sums[c]! + CHANNEL_STRENGTH * workspaceMean) / (sizes[c]! + CHANNEL_STRENGTH),
  );
  let squares = strength * initial.sd ** 2;
  moments.forEach(({ mean, variance }, i) => {
    squares += counts[i]! * (variance + (mean - means[channelOf[i]!]!) ** 2);
  });
  const sd = Math.sqrt(squares / (total + strength));
  const stride = isLast ? 1 : STRIDE;
  const unknown = isLast ? meanVariances(moments, counts, channelOf, initial, strength, now, sd) : null;
  return now.map((prior, c) => {
    const longer = prior.sd * (sd / prior.sd) ** stride;
    return {
      mean: prior.mean + stride * (means[c]! - prior.mean),
      sd: Math.sqrt(longer ** 2 + (unknown?.[c] ?? 0)),
    };
  });
}

/** How uncertain each channel's mean is: a campaign tells of it as far as its posterior is narrower than the prior. */
function meanVariances(
  moments: readonly Moments[],
  counts: readonly number[],
  channelOf: readonly number[],
  initial: Normal,
  strength: number,
  now: readonly Normal[],
  sd: number,
): number[] {
  const information = new Float64Array(now.length);
  moments.forEach(({ variance }, i) => {
    const c = channelOf[i]!;
    const told = Math.max(0, 1 - variance / now[c]!.sd ** 2);
    information[c]! += (counts[i]! * told) / sd ** 2;
  });
  const workspace = 1 / (information.reduce((a, b) => a + b, 0) + strength / initial.sd ** 2);
  const between = sd ** 2 / CHANNEL_STRENGTH;
  return Array.from(information, (own) => 1 / (own + 1 / (workspace + between)));
}

/** Of the points that are not `none`, with their mass. */
function moments(weights: Float64Array, values: Float64Array, none: number | null): Moments {
  let mass = 0;
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < weights.length; k++) {
    const value = values[k]!;
    if (value === none) continue;
    const w = weights[k]!;
    mass += w;
    sum += w * value;
    squares += w * value * value;
  }
  if (!(mass > 1e-9)) return { mass: 0, mean: 0, variance: 0 };
  const mean = sum / mass;
  return { mass, mean, variance: Math.max(0, squares / mass - mean ** 2) };
}
