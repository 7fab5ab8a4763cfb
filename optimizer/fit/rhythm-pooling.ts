import { type Information, knownApart, minus, nothingKnown, plus, through } from './information.ts';
import { add, blockDiagonal, inverse, type Matrix, multiply } from './matrix.ts';
import { KNOT_SPACING_DAYS, type RhythmBasis, WEEKDAYS } from './rhythm.ts';
import { likeliestSpread } from './rhythm-spread.ts';

/**
 * How much a block of the rhythm varies: in the workspace as a whole, between its channels and between the
 * campaigns of a channel. Standard deviations of log multipliers; for the season of a step from knot to knot.
 */
export interface RhythmSpread {
  readonly workspace: number;
  readonly channel: number;
  readonly campaign: number;
}

export interface RhythmSpreads {
  readonly weekday: RhythmSpread;
  readonly season: RhythmSpread;
  readonly event: RhythmSpread;
}

/**
 * Before any data: weekdays differ by some 12 %, mostly alike in all campaigns; seasons move some 4 % a fortnight;
 * an event moves a day by some 25 %, mostly alike in all campaigns.
 */
export const INITIAL_SPREAD: RhythmSpreads = {
  weekday: { workspace: 0.12, channel: 0.05, campaign: 0.05 },
  season: { workspace: 0.04, channel: 0.02, campaign: 0.02 },
  event: { workspace: 0.25, channel: 0.1, campaign: 0.08 },
};

/** Spreads are learned in all rounds but the last. */
const ROUNDS = 2;
/** Spreads are learned from at most so many campaigns, evenly picked. */
const MOST_MEASURED = 24;
/** Steps of a season are Student's t: mostly small, now and then a sale or a holiday. */
const STEP_DEGREES = 3;

/** Weekdays and events differ independently; a season is a random walk over its knots. */
export interface Block {
  readonly kind: keyof RhythmSpreads;
  readonly knotDays: readonly number[];
  readonly events: number;
}

export interface PooledBlock {
  /** For each campaign: what all the others say of its rhythm. */
  readonly priors: readonly Information[];
  readonly spread: RhythmSpread;
}

/**
 * One block (weekdays, or season) pooled over the tree workspace → channels → campaigns, by exact message passing;
 * the spreads at the three levels from the evidence for them (`rhythm-spread`). A campaign's own message is left out of its prior, so nothing is counted twice.
 */
export function poolBlock(
  block: Block,
  messages: readonly Information[],
  channelOf: readonly number[],
  start: RhythmSpread,
): PooledBlock {
  const channels = Math.max(-1, ...channelOf) + 1;
  const variances = unitVariances(block);
  const terms = variances.length;
  const size = sizeOf(block);
  const initial = INITIAL_SPREAD[block.kind];
  let spread = start;
  // How much wider than usual each step is: of the workspace, and of each channel.
  let workspaceScale = ones(terms);
  let channelScales = Array.from({ length: channels }, () => ones(terms));
  const usual = ones(terms);
  let priors: Information[] = [];
  const every = Math.ceil(messages.length / MOST_MEASURED);
  const measured = [...messages.keys()].filter((i) => i % every === 0);
  for (let round = 0; round < ROUNDS; round++) {
    const workspaceQ = precisionOf(block, spread.workspace, workspaceScale);
    const channelQ = channelScales.map((scale) => precisionOf(block, spread.channel, scale));
    const campaignQ = precisionOf(block, spread.campaign, usual);

    const up = messages.map((message) => through(message, campaignQ));
    const channelInformation = Array.from({ length: channels }, () => nothingKnown(size));
    up.forEach((message, i) => {
      channelInformation[channelOf[i]!] = plus(channelInformation[channelOf[i]!]!, message);
    });
    const channelUp = channelInformation.map((information, c) => through(information, channelQ[c]!));
    const workspace = channelUp.reduce(plus, nothingKnown(size));
    const root = plus(workspace, { J: workspaceQ, q: new Float64Array(size) });
    const channelParents = channelUp.map((message) => minus(root, message));
    const channelPriors = channelParents.map((parent, c) => through(parent, channelQ[c]!));
    const parents = messages.map((_, i) => {
      const c = channelOf[i]!;
      return minus(plus(channelPriors[c]!, channelInformation[c]!), up[i]!);
    });
    if (round === ROUNDS - 1) {
      priors = parents.map((parent) => through(parent, campaignQ));
      break;
    }

    const byChannel = channelInformation.map((information, c) => knownApart(information, channelParents[c]!));
    const byCampaign = measured.map((i) => knownApart(messages[i]!, parents[i]!));
    spread = {
      workspace: likeliestSpread(
        initial.workspace,
        [workspace],
        (guess) => () => precisionOf(block, guess, workspaceScale),
      ),
      channel: likeliestSpread(
        initial.channel,
        byChannel,
        (guess) => (c) => precisionOf(block, guess, channelScales[c]!),
      ),
      campaign: likeliestSpread(initial.campaign, byCampaign, (guess) => {
        const Q = precisionOf(block, guess, usual);
        return () => Q;
      }),
    };
    if (block.kind === 'season') {
      workspaceScale = stepScales(squaredSteps(workspace, workspaceQ), variances, spread.workspace);
      channelScales = byChannel.map((known, c) =>
        stepScales(squaredSteps(known, channelQ[c]!), variances, spread.channel),
      );
    }
  }
  return { priors, spread };
}

/** The prior of a campaign that has no neighbours and no data yet. */
export function unpooledPrior(basis: RhythmBasis): Matrix {
  const total = (spread: RhythmSpread) => Math.hypot(spread.workspace, spread.channel, spread.campaign);
  return blockDiagonal([
    precisionOf({ ...basis, kind: 'weekday' }, total(INITIAL_SPREAD.weekday), ones(WEEKDAYS)),
    precisionOf({ ...basis, kind: 'season' }, total(INITIAL_SPREAD.season), ones(basis.knots - 1)),
    precisionOf({ ...basis, kind: 'event' }, total(INITIAL_SPREAD.event), ones(basis.events)),
  ]);
}

function sizeOf(block: Block): number {
  if (block.kind === 'season') return block.knotDays.length;
  return block.kind === 'weekday' ? WEEKDAYS : block.events;
}

/** Variance of each weekday or event, or of each step of the season, in units of the spread². */
function unitVariances(block: Block): Float64Array {
  if (block.kind !== 'season') return ones(sizeOf(block));
  return Float64Array.from(
    block.knotDays.slice(1),
    (day, k) => (day - block.knotDays[k]!) / KNOT_SPACING_DAYS,
  );
}

function precisionOf(block: Block, spread: number, scale: Float64Array): Matrix {
  const size = sizeOf(block);
  const variances = unitVariances(block);
  const Q = new Float64Array(size * size);
  if (block.kind !== 'season') {
    for (let i = 0; i < size; i++) Q[i * size + i] = 1 / spread ** 2;
    return Q;
  }
  // The level of a season is held loosely at zero.
  for (let i = 0; i < size; i++) Q[i * size + i] = 0.05;
  for (let i = 0; i + 1 < size; i++) {
    const p = 1 / (spread ** 2 * variances[i]! * scale[i]!);
    Q[i * size + i]! += p;
    Q[(i + 1) * size + i + 1]! += p;
    Q[i * size + i + 1]! -= p;
    Q[(i + 1) * size + i]! -= p;
  }
  return Q;
}

/** E (d[k+1] − d[k])² of each step of a season, under what is known of d and its prior's precision. */
function squaredSteps({ J, q }: Information, Q: Matrix): Float64Array {
  const size = q.length;
  const covariance = inverse(add(J, Q), size);
  const mean = multiply(covariance, size, q);
  const at = (i: number, j: number) => covariance[i * size + j]! + mean[i]! * mean[j]!;
  return Float64Array.from({ length: size - 1 }, (_, i) => at(i, i) + at(i + 1, i + 1) - 2 * at(i, i + 1));
}

/** Student's t as a normal whose variance has its own scale: the scale's expectation given the step. */
function stepScales(squares: Float64Array, variances: Float64Array, spread: number): Float64Array {
  return squares.map(
    (square, k) => (STEP_DEGREES + square / (spread ** 2 * variances[k]!)) / (STEP_DEGREES + 1),
  );
}

function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}
