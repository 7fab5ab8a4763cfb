import {
  add,
  blockDiagonal,
  cholesky,
  forwardSolve,
  inverse,
  type Matrix,
  multiply,
  solve,
  subtract,
} from './matrix.ts';
import { KNOT_SPACING_DAYS, type RhythmBasis, WEEKDAYS } from './rhythm.ts';

/** Gaussian knowledge of a vector as information: precision J and J·mean. */
export interface Information {
  readonly J: Matrix;
  readonly q: Float64Array;
}

/**
 * How much a block of the rhythm varies: in the workspace as a whole, between its channels and between the
 * campaigns of a channel. Standard deviations of log multipliers; for the season of a step from knot to knot.
 */
export interface RhythmSpread {
  readonly workspace: number;
  readonly channel: number;
  readonly campaign: number;
}

type Level = keyof RhythmSpread;

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

/** The initial spreads count as this many observed differences. */
const SPREAD_STRENGTH = 6;
const ROUNDS = 3;
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
 * the spreads at the three levels by EM. A campaign's own message is left out of its prior, so nothing is counted twice.
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
  let priors: Information[] = [];
  const every = Math.ceil(messages.length / MOST_MEASURED);
  const measured = [...messages.keys()].filter((i) => i % every === 0);
  for (let round = 0; round < ROUNDS; round++) {
    const workspaceQ = precisionOf(block, spread.workspace, workspaceScale);
    const channelQ = channelScales.map((scale) => precisionOf(block, spread.channel, scale));
    const campaignQ = precisionOf(block, spread.campaign, ones(terms));

    const up = messages.map((message) => through(message, campaignQ));
    const zero = (): Information => ({ J: new Float64Array(size * size), q: new Float64Array(size) });
    const channelInformation = Array.from({ length: channels }, zero);
    up.forEach((message, i) => {
      channelInformation[channelOf[i]!] = plus(channelInformation[channelOf[i]!]!, message);
    });
    const channelUp = channelInformation.map((information, c) => through(information, channelQ[c]!));
    const root = channelUp.reduce(plus, { J: workspaceQ, q: new Float64Array(size) });
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

    const workspace = squaredSteps(block, root);
    const byChannel = channelInformation.map((information, c) =>
      squaredSteps(block, difference(information, channelParents[c]!, channelQ[c]!)),
    );
    const byCampaign = measured.map((i) =>
      squaredSteps(block, difference(messages[i]!, parents[i]!, campaignQ)),
    );
    const updated = (level: Level, steps: readonly Float64Array[], scales: readonly Float64Array[]) => {
      let sum = SPREAD_STRENGTH * initial[level] ** 2;
      steps.forEach((squares, g) => {
        for (let k = 0; k < terms; k++) sum += squares[k]! / (variances[k]! * scales[g]![k]!);
      });
      return Math.sqrt(sum / (steps.length * terms + SPREAD_STRENGTH));
    };
    spread = {
      workspace: updated('workspace', [workspace], [workspaceScale]),
      channel: updated('channel', byChannel, channelScales),
      campaign: updated(
        'campaign',
        byCampaign,
        byCampaign.map(() => ones(terms)),
      ),
    };
    if (block.kind === 'season') {
      workspaceScale = stepScales(workspace, variances, spread.workspace);
      channelScales = byChannel.map((squares) => stepScales(squares, variances, spread.channel));
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

/** E d² of each weekday or event, or E (d[k+1] − d[k])² of each step of the season, under the given knowledge of d. */
function squaredSteps(block: Block, information: Information): Float64Array {
  const size = sizeOf(block);
  const covariance = inverse(information.J, size);
  const mean = multiply(covariance, size, information.q);
  const at = (i: number, j: number) => covariance[i * size + j]! + mean[i]! * mean[j]!;
  return block.kind !== 'season'
    ? Float64Array.from({ length: size }, (_, i) => at(i, i))
    : Float64Array.from({ length: size - 1 }, (_, i) => at(i, i) + at(i + 1, i + 1) - 2 * at(i, i + 1));
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

/** The knowledge about child − parent, given what is known of either apart from their link, and the link's prior. */
function difference(child: Information, parent: Information, Q: Matrix): Information {
  const size = child.q.length;
  const parentMean = solve(parent.J, size, parent.q);
  const centred = { J: child.J, q: subtract(child.q, multiply(child.J, size, parentMean)) };
  return plus(through(centred, parent.J), { J: Q, q: new Float64Array(size) });
}

/** Information about x carried to x + d, d ~ N(0, Q⁻¹): (J⁻¹ + Q⁻¹)⁻¹ = J − J (J + Q)⁻¹ J = J − YᵀY, Y = L⁻¹J, LLᵀ = J + Q. */
function through({ J, q }: Information, Q: Matrix): Information {
  const size = q.length;
  const l = cholesky(add(J, Q), size);
  const z = forwardSolve(l, size, q.slice());
  const Y = J.slice();
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let k = 0; k < i; k++) {
      const factor = l[row + k]!;
      const other = k * size;
      if (factor !== 0) for (let j = 0; j < size; j++) Y[row + j]! -= factor * Y[other + j]!;
    }
    const pivot = 1 / l[row + i]!;
    for (let j = 0; j < size; j++) Y[row + j]! *= pivot;
  }
  const carried = J.slice();
  const carriedQ = q.slice();
  for (let k = 0; k < size; k++) {
    const row = k * size;
    for (let i = 0; i < size; i++) {
      const left = Y[row + i]!;
      carriedQ[i]! -= left * z[k]!;
      const to = i * size;
      for (let j = 0; j <= i; j++) carried[to + j]! -= left * Y[row + j]!;
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) carried[j * size + i] = carried[i * size + j]!;
  return { J: carried, q: carriedQ };
}

function plus(a: Information, b: Information): Information {
  return { J: add(a.J, b.J), q: add(a.q, b.q) };
}

function minus(a: Information, b: Information): Information {
  return { J: subtract(a.J, b.J), q: subtract(a.q, b.q) };
}
