import { possibleStarts, startVariances } from './carried-in.ts';
import { carriedOver, thetaOf } from './carry-over.ts';
import {
  type Increment,
  incrementOf,
  type PlacedExperiment,
  placeExperiments,
} from './experiment-evidence.ts';
import { explore, type Workbench } from './explore.ts';
import { COARSE_GRID, type Grid, pointGrid } from './grid.ts';
import {
  createLikelihood,
  effectiveParameters,
  type Likelihood,
  rhythmShift,
  type WorkingPoint,
} from './likelihood.ts';
import { blockDiagonal, type Matrix } from './matrix.ts';
import { NO_NODES, type Nodes, weigh } from './nodes.ts';
import { estimateNoise, type Noise, rowWeights } from './noise.ts';
import type { LogPrior } from './prior.ts';
import {
  columnMeans,
  logMultipliers,
  type RhythmBasis,
  type RhythmRows,
  rebase,
  rhythmRows,
} from './rhythm.ts';
import { unpooledPrior } from './rhythm-pooling.ts';
import { FAMILIES, fill, type Shape, shapeFor, valueAt } from './shape.ts';
import type { DaySpans, ObservedBreak } from './special-days.ts';
import type { Timeline } from './timeline.ts';

/** What is known of one campaign while its workspace is being fitted. Replaced, never changed. */
export interface CampaignState {
  readonly timeline: Timeline;
  readonly rows: RhythmRows;
  readonly allRows: RhythmRows;
  readonly centre: Float64Array;
  /** The campaign's own: which days each event and break covers, and its experiments. */
  readonly own: OwnEvidence;
  readonly experiments: readonly PlacedExperiment[];
  /** What the neighbours say of the rhythm. */
  readonly rhythmPrior: { readonly precision: Matrix; readonly mean: Float64Array };
  /** The rhythm as now believed, around which the model is linearised. */
  readonly delta: Float64Array;
  /** Mean outcome of the fitted days as now believed. */
  readonly mu: Float64Array;
  readonly noise: Noise;
  /** Parameters that the mean has used up. */
  readonly parameters: number;
  readonly carriedIn: number;
  readonly nodes: Nodes;
  /** The grid that the nodes lie on. */
  readonly grid: Grid;
  readonly best: BestPoint | null;
}

/**
 * No family is the truth: beyond about this many days more data do not make a curve much surer. The likelihood is
 * tempered accordingly (coarsened posterior, Miller & Dunson 2019), which keeps intervals as wide as they should be.
 */
const MISFIT_DAYS = 1500;

export interface BestPoint {
  readonly shape: Shape;
  readonly eta: number;
  readonly psi: number;
  readonly level: number;
  readonly share: number;
}

/** What a campaign has besides its days. */
export interface OwnEvidence {
  /** Day number of the workspace's first day. */
  readonly start: number;
  readonly events: readonly DaySpans[];
  readonly breaks: readonly ObservedBreak[];
}

/** How far a marked break may be expected to move the level, in logs. */
const BREAK_SD = 0.35;

/** Prior precision of the whole rhythm, breaks included. */
export function withBreaks(shared: Matrix, breaks: number): Matrix {
  if (breaks === 0) return shared;
  const own = new Float64Array(breaks * breaks);
  for (let b = 0; b < breaks; b++) own[b * breaks + b] = 1 / BREAK_SD ** 2;
  return blockDiagonal([shared, own]);
}

export function initialState(
  timeline: Timeline,
  basis: RhythmBasis,
  own: OwnEvidence,
  carriedIn: number,
): CampaignState {
  const specialDays = [...own.events, ...own.breaks.map(({ before }) => before)];
  const rows = rhythmRows(timeline.fitted, basis, specialDays);
  const allRows = rhythmRows(timeline.all, basis, specialDays);
  const zero = new Float64Array(basis.size + own.breaks.length);
  const mu = new Float64Array(timeline.outcome.length).fill(1);
  return {
    timeline,
    rows,
    allRows,
    centre: columnMeans(allRows, basis),
    own,
    experiments: placeExperiments(timeline.series.experiments ?? [], basis, specialDays, own.start),
    rhythmPrior: { precision: withBreaks(unpooledPrior(basis), own.breaks.length), mean: zero },
    delta: zero,
    mu,
    noise: estimateNoise(outcomeKind(timeline), timeline.outcome, mu, timeline.trust, 1),
    parameters: 4,
    carriedIn,
    nodes: NO_NODES,
    grid: COARSE_GRID,
    best: null,
  };
}

/** The same knowledge on another basis, the rhythm's prior vague again. */
export function onBasis(state: CampaignState, from: RhythmBasis, to: RhythmBasis): CampaignState {
  const fresh = initialState(state.timeline, to, state.own, state.carriedIn);
  const { rows, allRows, centre, rhythmPrior, experiments } = fresh;
  return { ...state, rows, allRows, centre, rhythmPrior, experiments, delta: rebase(state.delta, from, to) };
}

/** As if its experiments had not been made. */
export function withoutExperiments(state: CampaignState): CampaignState {
  return { ...state, experiments: [] };
}

const outcomeKind = ({ series }: Timeline) => series.outcome ?? 'COUNT';

/**
 * One round: the curve given the present rhythm and noise, then rhythm and noise given the most likely curve.
 *
 * @param recount whether to count anew how many parameters the rhythm uses up, which is slow
 */
export function improve(state: CampaignState, grid: Grid, prior: LogPrior, recount = true): CampaignState {
  const point = workingPoint(state);
  const likelihood = createLikelihood(point);
  const nodes = explore(workbench(state, likelihood), grid);
  const best = mostLikely(nodes, prior);
  if (!best) return { ...state, nodes, grid };

  const { timeline, rows, centre, rhythmPrior } = state;
  const mean = meanAt(state, best);
  const residual = new Float64Array(mean.length);
  for (let i = 0; i < mean.length; i++) residual[i] = point.response[i]! - point.h[i]! * mean[i]!;
  const shift = rhythmShift(likelihood, residual);
  const delta = rhythmPrior.mean.map((m, j) => m + shift[j]!);
  const mu = logMultipliers(rows, centre, delta);
  for (let i = 0; i < mu.length; i++) mu[i] = Math.max(1e-9, mean[i]! * Math.exp(mu[i]!));
  const parameters = recount ? 4 + effectiveParameters(likelihood) : state.parameters;
  return {
    ...state,
    nodes,
    grid,
    best,
    delta,
    mu,
    parameters,
    noise: estimateNoise(outcomeKind(timeline), timeline.outcome, mu, timeline.trust, parameters),
  };
}

/** Log evidence by which the data must speak before the usual start of the carry-over is given up. */
const START_EVIDENCE = 1.5;

/**
 * Whether the campaign was running before its first day or started from nothing, as the first days tell it at the
 * curve already found.
 */
export function chooseStart(state: CampaignState): CampaignState {
  const { best } = state;
  if (!best || best.psi < 0.1) return state;
  const likelihood = createLikelihood(workingPoint(state, true));
  const grid = pointGrid(best.shape.family, best.eta, best.psi, Math.log(best.shape.slope));
  const evidenceOf = (carriedIn: number) =>
    explore(workbench({ ...state, carriedIn }, likelihood), grid).evidence.reduce(
      (a, b) => Math.max(a, b),
      Number.NEGATIVE_INFINITY,
    );
  let chosen = state.carriedIn;
  let most = evidenceOf(chosen) + START_EVIDENCE;
  for (const other of possibleStarts(state.timeline)) {
    const evidence = evidenceOf(other);
    if (other !== state.carriedIn && evidence > most) {
      chosen = other;
      most = evidence;
    }
  }
  return chosen === state.carriedIn ? state : { ...state, carriedIn: chosen };
}

export function workbench(state: CampaignState, likelihood: Likelihood): Workbench {
  const { timeline, carriedIn, experiments, centre, delta } = state;
  const n = timeline.outcome.length;
  const increments: readonly Increment[] = experiments.map((placed) =>
    incrementOf(placed, timeline, centre, delta),
  );
  return {
    timeline,
    likelihood,
    carriedIn,
    degrees: Math.max(3, (n - 4) / (1 + n / MISFIT_DAYS)),
    increments,
    incrementWeight: 1 + n / MISFIT_DAYS,
  };
}

/** @param knowsStart takes what is carried into the first day as known */
export function workingPoint(state: CampaignState, knowsStart = false): WorkingPoint {
  const { timeline, best, rows, centre, rhythmPrior, delta, mu } = state;
  const h = logMultipliers(rows, centre, delta);
  for (let i = 0; i < h.length; i++) h[i] = Math.exp(h[i]!);
  const response = logMultipliers(
    rows,
    centre,
    rhythmPrior.mean.map((m, j) => m - delta[j]!),
  );
  for (let i = 0; i < h.length; i++) response[i] = timeline.outcome[i]! - mu[i]! * response[i]!;
  const weight = rowWeights(timeline.outcome, mu, state.noise, timeline.trust);
  if (best && best.psi > 0 && !knowsStart) {
    const scale = (best.level * (1 - best.share)) / valueAt(best.shape, 1);
    startVariances(timeline, best.psi, best.shape, scale).forEach((variance, i) => {
      weight[i] = 1 / (1 / weight[i]! + variance * h[i]! ** 2);
    });
  }
  return {
    rows,
    centre,
    h,
    mu,
    weight,
    response,
    precision: rhythmPrior.precision,
  };
}

/** b + s·f of the fitted days. */
export function meanAt(state: CampaignState, best: BestPoint): Float64Array {
  const f = shapeOfDays(state, best.shape, best.psi);
  const reference = valueAt(best.shape, 1);
  const baseline = best.level * best.share;
  const scale = (best.level * (1 - best.share)) / reference;
  for (let i = 0; i < f.length; i++) f[i] = baseline + scale * f[i]!;
  return f;
}

export function shapeOfDays(state: CampaignState, shape: Shape, psi: number): Float64Array {
  const { timeline, carriedIn } = state;
  const a = carriedOver(timeline.spend, thetaOf(psi), carriedIn * timeline.firstWeekSpend, timeline.fitted);
  for (let i = 0; i < a.length; i++) a[i] = Math.log(a[i]!);
  const out = new Float64Array(a.length);
  fill(shape, a, out);
  return out;
}

function mostLikely(nodes: Nodes, prior: LogPrior): BestPoint | null {
  const weights = weigh(nodes, prior);
  let at = -1;
  for (let i = 0; i < nodes.count; i++) if (at < 0 || weights[i]! > weights[at]!) at = i;
  if (at < 0) return null;
  const eta = nodes.eta[at]!;
  return {
    shape: shapeFor(FAMILIES[nodes.family[at]!]!, eta, Math.exp(nodes.logSlope[at]!)),
    eta,
    psi: nodes.psi[at]!,
    level: nodes.level[at]!,
    share: nodes.share[at]!,
  };
}
