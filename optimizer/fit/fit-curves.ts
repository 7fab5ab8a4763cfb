import {
  type CampaignState,
  chooseStart,
  improve,
  initialState,
  onBasis,
  rhythmMessages,
} from './campaign-state.ts';
import { COARSE_GRID, isTooCoarse, pointGrid, refine, SCOUT_GRID } from './explore.ts';
import type { CampaignSeries, FitOptions, FittedCurve } from './fitted-curve.ts';
import { solve } from './matrix.ts';
import { INITIAL_PRIOR, type LogPrior, logPrior } from './prior.ts';
import { poolPriors } from './prior-pooling.ts';
import { type RhythmBasis, rhythmBasis, WEEKDAYS } from './rhythm.ts';
import { INITIAL_SPREAD, joinBlocks, poolBlock, type RhythmSpread, unpooledPrior } from './rhythm-pooling.ts';
import { finerBasis } from './season-knots.ts';
import { summarise } from './summarise.ts';
import { dayNumber, layOut } from './timeline.ts';

const DEFAULT_DRAWS = 64;

/**
 * Fits a response curve to each campaign of a workspace, all at once, because neighbours lend each other what they
 * know. The model of a campaign's day is
 *
 *   outcome(t) = [baseline + scale · f(carry-over of spend(t))] · weekday(t) · season(t)
 *
 * with f of five families. Scale and baseline follow from the rest (`likelihood`, `baseline-share`); bend, slope and
 * carry-over are integrated over a grid (`explore`); weekdays and season are pooled over channels and workspace
 * (`rhythm-pooling`), and so are the priors of all parameters and of the families (`prior-pooling`). Families are
 * weighed by their marginal likelihood, which is the sum of their one-step-ahead forecast scores, and averaged; the
 * likeliest carries the published curve.
 *
 * Answers in the order asked. Never throws on data: a series that says nothing gets its neighbours' curve and the
 * verdict UNIDENTIFIED. Deterministic; does not depend on the order of campaigns, nor on the units of money and
 * outcome.
 */
export function fitCurves(
  series: readonly CampaignSeries[],
  options: FitOptions = {},
): readonly FittedCurve[] {
  const order = series
    .map((_, i) => i)
    .sort((a, b) => compare(nameOf(series[a]!), nameOf(series[b]!)) || a - b);
  const fitted = fitInOrder(
    order.map((i) => series[i]!),
    options,
  );
  const result = new Array<FittedCurve>(series.length);
  order.forEach((original, i) => {
    result[original] = fitted[i]!;
  });
  return result;
}

function fitInOrder(series: readonly CampaignSeries[], options: FitOptions): FittedCurve[] {
  const days = series.flatMap((s) => s.days.map((day) => dayNumber(day.date)));
  const start = days.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const end = days.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const span = days.length === 0 ? 1 : end - start + 1;
  let basis = rhythmBasis(span);
  const channels = [...new Set(series.map((s) => s.channel))];
  const channelOf = series.map((s) => channels.indexOf(s.channel));

  const unpooled = unpooledPrior(basis);
  const vague = logPrior(INITIAL_PRIOR);
  let spreads = INITIAL_SPREAD;
  let states = series.map((s) => {
    const timeline = layOut(s, Number.isFinite(start) ? start : 0);
    const startsLater = (timeline.all.sinceStart[0] ?? 0) > 3;
    return initialState(timeline, basis, unpooled, startsLater ? 0 : 1);
  });

  states = states.map((state) => improve(improve(state, SCOUT_GRID, vague, false), SCOUT_GRID, vague));
  const finer = finerBasis(states, basis);
  if (finer.knots > basis.knots) {
    const coarser = basis;
    basis = finer;
    states = states.map((state) => settle(settle(onBasis(state, coarser, finer), vague), vague));
  }
  ({ states, spreads } = poolRhythm(states, channelOf, basis, spreads));
  states = states.map((state) => {
    const coarse = chooseStart(improve(settle(state, vague), COARSE_GRID, vague, false));
    return improve(coarse, refine(coarse.nodes, coarse.grid, vague, MEDIUM, Number.NEGATIVE_INFINITY), vague);
  });
  ({ states, spreads } = poolRhythm(states, channelOf, basis, spreads));

  const priors = poolPriors(
    states.map((state) => state.nodes),
    channelOf,
  ).map(logPrior);
  return states.map((state, i) => {
    const prior = priors[channelOf[i]!]!;
    const final = finish(state, prior);
    return summarise(final, prior, {
      basis,
      start,
      draws: options.draws ?? DEFAULT_DRAWS,
      seed: options.seed ?? 1,
    });
  });
}

const MEDIUM = { psi: 4, eta: 7, logSlope: 3 };
const LOG_LEAST_MASS = -4.5;
const FINE = { psi: 5, eta: 7, logSlope: 4 };
const MOST_ZOOMS = 4;

/** The last and finest look, under the pooled prior: closer until the posterior is wider than the grid's steps. */
function finish(state: CampaignState, prior: LogPrior): CampaignState {
  // While the grid is coarser than the posterior, which family is ahead may be luck: none is left out.
  const next = (from: CampaignState) =>
    refine(
      from.nodes,
      from.grid,
      prior,
      FINE,
      isTooCoarse(from.nodes, from.grid, prior) ? Number.NEGATIVE_INFINITY : LOG_LEAST_MASS,
    );
  let final = improve(settle(settle(state, prior), prior), next(state), prior);
  for (let zoom = 1; zoom < MOST_ZOOMS && isTooCoarse(final.nodes, final.grid, prior); zoom++) {
    final = improve(final, next(final), prior);
  }
  return final;
}

/** Rhythm, mean and noise anew for the curve already found. */
function settle(state: CampaignState, prior: LogPrior): CampaignState {
  const { best, nodes, grid } = state;
  if (!best) return state;
  const point = pointGrid(best.shape.family, best.eta, best.psi, Math.log(best.shape.slope));
  return { ...improve(state, point, prior, false), nodes, grid };
}

function poolRhythm(
  states: readonly CampaignState[],
  channelOf: readonly number[],
  basis: RhythmBasis,
  spreads: { weekday: RhythmSpread; season: RhythmSpread },
): { states: CampaignState[]; spreads: { weekday: RhythmSpread; season: RhythmSpread } } {
  const messages = states.map((state) => rhythmMessages(state, basis));
  const weekday = poolBlock(
    { kind: 'weekday' },
    messages.map((m) => m.weekday),
    channelOf,
    spreads.weekday,
  );
  const season = poolBlock(
    { kind: 'season', knotDays: basis.knotDays },
    messages.map((m) => m.season),
    channelOf,
    spreads.season,
  );
  const pooled = states.map((state, i) => {
    const w = weekday.priors[i]!;
    const s = season.priors[i]!;
    const mean = new Float64Array(basis.size);
    mean.set(solve(w.J, WEEKDAYS, w.q));
    mean.set(solve(s.J, basis.knots, s.q), WEEKDAYS);
    return { ...state, rhythmPrior: { precision: joinBlocks(w.J, s.J, basis), mean } };
  });
  return { states: pooled, spreads: { weekday: weekday.spread, season: season.spread } };
}

function nameOf(series: CampaignSeries): string {
  return `${series.channel}\u0000${series.campaign}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
