import { carriedOver, thetaOf } from './carry-over.ts';
import { COARSE_GRID, explore, type Grid, pointGrid, type Workbench } from './explore.ts';
import {
  createLikelihood,
  effectiveParameters,
  type Likelihood,
  rhythmInformation,
  rhythmShift,
  type WorkingPoint,
} from './likelihood.ts';
import { type Matrix, multiply, solve } from './matrix.ts';
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
import { type Information, unpooledPrior } from './rhythm-pooling.ts';
import { FAMILIES, fill, type Shape, shapeFor, valueAt } from './shape.ts';
import type { Timeline } from './timeline.ts';

/** What is known of one campaign while its workspace is being fitted. Replaced, never changed. */
export interface CampaignState {
  readonly timeline: Timeline;
  readonly rows: RhythmRows;
  readonly allRows: RhythmRows;
  readonly centre: Float64Array;
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
const MISFIT_DAYS = 800;

export interface BestPoint {
  readonly shape: Shape;
  readonly eta: number;
  readonly psi: number;
  readonly level: number;
  readonly share: number;
}

export function initialState(
  timeline: Timeline,
  basis: RhythmBasis,
  precision: Matrix,
  carriedIn: number,
): CampaignState {
  const rows = rhythmRows(timeline.fitted, basis);
  const allRows = rhythmRows(timeline.all, basis);
  const zero = new Float64Array(basis.size);
  const mu = new Float64Array(timeline.outcome.length).fill(1);
  return {
    timeline,
    rows,
    allRows,
    centre: columnMeans(allRows, basis),
    rhythmPrior: { precision, mean: zero },
    delta: zero,
    mu,
    noise: estimateNoise(timeline.outcome, mu, 1),
    parameters: 4,
    carriedIn,
    nodes: NO_NODES,
    grid: COARSE_GRID,
    best: null,
  };
}

/** The same knowledge on another basis, the rhythm's prior vague again. */
export function onBasis(state: CampaignState, from: RhythmBasis, to: RhythmBasis): CampaignState {
  const fresh = initialState(state.timeline, to, unpooledPrior(to), state.carriedIn);
  const { rows, allRows, centre, rhythmPrior } = fresh;
  return { ...state, rows, allRows, centre, rhythmPrior, delta: rebase(state.delta, from, to) };
}

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
  const residual = point.response.map((y, i) => y - point.h[i]! * mean[i]!);
  const shift = rhythmShift(likelihood, residual);
  const delta = rhythmPrior.mean.map((m, j) => m + shift[j]!);
  const log = logMultipliers(rows, centre, delta);
  const mu = mean.map((m, i) => Math.max(1e-9, m * Math.exp(log[i]!)));
  const parameters = recount ? 4 + effectiveParameters(likelihood) : state.parameters;
  return {
    ...state,
    nodes,
    grid,
    best,
    delta,
    mu,
    parameters,
    noise: estimateNoise(timeline.outcome, mu, parameters),
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
  const likelihood = createLikelihood(workingPoint(state));
  const grid = pointGrid(best.shape.family, best.eta, best.psi, Math.log(best.shape.slope));
  const evidenceOf = (carriedIn: number) =>
    explore(workbench({ ...state, carriedIn }, likelihood), grid).evidence.reduce(
      (a, b) => Math.max(a, b),
      Number.NEGATIVE_INFINITY,
    );
  const other = state.carriedIn === 0 ? 1 : 0;
  const gain = evidenceOf(other) - evidenceOf(state.carriedIn);
  return gain > START_EVIDENCE ? { ...state, carriedIn: other } : state;
}

export function workbench(state: CampaignState, likelihood: Likelihood): Workbench {
  const { timeline, carriedIn } = state;
  const n = timeline.outcome.length;
  return { timeline, likelihood, carriedIn, degrees: Math.max(3, (n - 4) / (1 + n / MISFIT_DAYS)) };
}

export function workingPoint(state: CampaignState): WorkingPoint {
  const { timeline, rows, centre, rhythmPrior, delta, mu } = state;
  const h = logMultipliers(rows, centre, delta).map(Math.exp);
  const ahead = logMultipliers(
    rows,
    centre,
    rhythmPrior.mean.map((m, j) => m - delta[j]!),
  );
  return {
    rows,
    centre,
    h,
    mu,
    weight: rowWeights(timeline.outcome, mu, state.noise),
    response: timeline.outcome.map((y, i) => y - mu[i]! * ahead[i]!),
    precision: rhythmPrior.precision,
  };
}

/** b + s·f of the fitted days. */
export function meanAt(state: CampaignState, best: BestPoint): Float64Array {
  const f = shapeOfDays(state, best.shape, best.psi);
  const reference = valueAt(best.shape, 1);
  return f.map((value) => best.level * (best.share + ((1 - best.share) * value) / reference));
}

function shapeOfDays(state: CampaignState, shape: Shape, psi: number): Float64Array {
  const { timeline, carriedIn } = state;
  const a = carriedOver(timeline.spend, thetaOf(psi), carriedIn * timeline.firstWeekSpend, timeline.fitted);
  const out = new Float64Array(a.length);
  fill(shape, a.map(Math.log), out);
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

/**
 * What this campaign alone says of weekdays and season: baseline, scale, bend and carry-over integrated out, and each
 * block with the other integrated out.
 */
export function rhythmMessages(
  state: CampaignState,
  basis: RhythmBasis,
): { weekday: Information; season: Information } {
  const size = basis.size;
  if (!state.best) return { weekday: noInformation(7), season: noInformation(basis.knots) };
  const point = workingPoint(state);
  const likelihood = createLikelihood(point);
  const { best } = state;
  const mean = meanAt(state, best);
  const column = (values: Float64Array) => values.map((v, i) => v * point.h[i]!);
  const f = shapeOfDays(state, best.shape, best.psi);
  const bent = meanAt(state, {
    ...best,
    shape: shapeFor(best.shape.family, best.eta + 0.1, best.shape.slope),
  });
  const lagged = meanAt(state, { ...best, psi: best.psi + 0.05 });
  const columns = [
    column(new Float64Array(f.length).fill(1)),
    column(f),
    column(bent.map((v, i) => (v - mean[i]!) / 0.1)),
    column(lagged.map((v, i) => (v - mean[i]!) / 0.05)),
  ];
  const residual = state.timeline.outcome.map((y, i) => y - point.h[i]! * mean[i]!);
  const { H, q } = rhythmInformation(likelihood, residual, columns, [1e-3, 1e-3, 1, 4]);
  const moved = multiply(H, size, state.delta);
  for (let j = 0; j < size; j++) q[j]! += moved[j]!;
  const weekdays = range(0, 7);
  const knots = range(7, size);
  return {
    weekday: marginal(H, q, size, weekdays, knots, state.rhythmPrior),
    season: marginal(H, q, size, knots, weekdays, state.rhythmPrior),
  };
}

function marginal(
  H: Matrix,
  q: Float64Array,
  size: number,
  keep: readonly number[],
  out: readonly number[],
  prior: CampaignState['rhythmPrior'],
): Information {
  const m = out.length;
  const inner = new Float64Array(m * m);
  const innerQ = new Float64Array(m);
  const priorQ = multiply(prior.precision, size, prior.mean);
  for (let a = 0; a < m; a++) {
    innerQ[a] = q[out[a]!]! + priorQ[out[a]!]!;
    for (let b = 0; b < m; b++) {
      inner[a * m + b] = H[out[a]! * size + out[b]!]! + prior.precision[out[a]! * size + out[b]!]!;
    }
  }
  const mean = solve(inner, m, innerQ);
  const k = keep.length;
  const J = new Float64Array(k * k);
  const kept = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const cross = Float64Array.from(out, (o) => H[keep[i]! * size + o]!);
    const gain = solve(inner, m, cross);
    kept[i] = q[keep[i]!]!;
    for (let a = 0; a < m; a++) kept[i]! -= cross[a]! * mean[a]!;
    for (let j = 0; j < k; j++) {
      let value = H[keep[i]! * size + keep[j]!]!;
      for (let a = 0; a < m; a++) value -= gain[a]! * H[out[a]! * size + keep[j]!]!;
      J[i * k + j] = value;
    }
  }
  return { J, q: kept };
}

function noInformation(size: number): Information {
  return { J: new Float64Array(size * size), q: new Float64Array(size) };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
