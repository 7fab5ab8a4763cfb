import { expectation, type Nodes, weigh } from './nodes.ts';
import { type Beta, INITIAL_PRIOR, logPrior, type Normal, type Prior } from './prior.ts';
import { FAMILIES, type FittedFamily } from './shape.ts';

const ROUNDS = 12;
/** The initial prior counts as this many campaigns of the workspace. */
const WORKSPACE_STRENGTH = 3;
/** What the workspace says counts as this many campaigns of a channel. */
const CHANNEL_STRENGTH = 5;
const FAMILY_STRENGTH = 5;
const LEAST_ETA_SD = 0.15;

/**
 * Empirical Bayes: the prior of each channel, learned by EM from the posteriors of all campaigns. Means are the
 * channel's own, drawn to the workspace's where the channel is small; spreads and family weights are the
 * workspace's.
 *
 * @returns one prior per channel
 */
export function poolPriors(nodes: readonly Nodes[], channelOf: readonly number[]): Prior[] {
  const channels = Math.max(-1, ...channelOf) + 1;
  let priors: Prior[] = Array.from({ length: channels }, () => INITIAL_PRIOR);
  const weights = nodes.map((node) => new Float64Array(node.count));
  const thetas = nodes.map((node) => node.psi.map((psi) => 1 - Math.exp(-psi)));
  for (let round = 0; round < ROUNDS; round++) {
    const tables = priors.map(logPrior);
    nodes.forEach((node, i) => {
      weigh(node, tables[channelOf[i]!]!, weights[i]!);
    });
    const eta = poolMoments(
      nodes.map((node) => node.eta),
      weights,
      channelOf,
      channels,
      INITIAL_PRIOR.eta,
    );
    const theta = poolMoments(thetas, weights, channelOf, channels, INITIAL_PRIOR.theta);
    const share = poolMoments(
      nodes.map((node) => node.share),
      weights,
      channelOf,
      channels,
      INITIAL_PRIOR.share,
    );
    const families = poolFamilies(nodes, weights);
    priors = priors.map((_, c) => ({
      families,
      eta: { mean: eta[c]!.mean, sd: Math.max(eta[c]!.sd, LEAST_ETA_SD) },
      theta: theta[c]!,
      share: share[c]!,
    }));
  }
  return priors;
}

function poolMoments(
  values: readonly Float64Array[],
  weights: readonly Float64Array[],
  channelOf: readonly number[],
  channels: number,
  initial: Normal | Beta,
): { mean: number; sd: number }[] {
  const means = values.map((v, i) => expectation(weights[i]!, v));
  const total = means.reduce((a, b) => a + b, 0);
  const workspaceMean = (total + WORKSPACE_STRENGTH * initial.mean) / (means.length + WORKSPACE_STRENGTH);
  const sums = new Float64Array(channels);
  const counts = new Float64Array(channels);
  means.forEach((mean, i) => {
    sums[channelOf[i]!]! += mean;
    counts[channelOf[i]!]! += 1;
  });
  const channelMeans = Array.from(
    sums,
    (sum, c) => (sum + CHANNEL_STRENGTH * workspaceMean) / (counts[c]! + CHANNEL_STRENGTH),
  );
  let squares = WORKSPACE_STRENGTH * initial.sd ** 2;
  values.forEach((v, i) => {
    const centre = channelMeans[channelOf[i]!]!;
    const w = weights[i]!;
    for (let k = 0; k < w.length; k++) squares += w[k]! * (v[k]! - centre) ** 2;
  });
  const sd = Math.sqrt(squares / (means.length + WORKSPACE_STRENGTH));
  return channelMeans.map((mean) => ({ mean, sd }));
}

function poolFamilies(
  nodes: readonly Nodes[],
  weights: readonly Float64Array[],
): Record<FittedFamily, number> {
  const counts = FAMILIES.map((family) => FAMILY_STRENGTH * INITIAL_PRIOR.families[family]);
  nodes.forEach((node, i) => {
    for (let k = 0; k < node.count; k++) counts[node.family[k]!]! += weights[i]![k]!;
  });
  const total = counts.reduce((a, b) => a + b, 0);
  return Object.fromEntries(FAMILIES.map((family, f) => [family, counts[f]! / total])) as Record<
    FittedFamily,
    number
  >;
}
