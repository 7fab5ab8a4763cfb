import {
  type CampaignState,
  chooseStart,
  improve,
  initialState,
  onBasis,
  withBreaks,
  withoutExperiments,
} from './campaign-state.ts';
import { closestSpend } from './closest-spend.ts';
import type { CampaignSeries, FitOptions, FittedCurve } from './fitted-curve.ts';
import { COARSE_GRID, pointGrid, SCOUT_GRID } from './grid.ts';
import { blockDiagonal, solve } from './matrix.ts';
import { INITIAL_PRIOR, type LogPrior, logPrior } from './prior.ts';
import { poolPriors } from './prior-pooling.ts';
import { isTooCoarse, refine } from './refine.ts';
import { type RhythmBasis, rhythmBasis, WEEKDAYS } from './rhythm.ts';
import { rhythmMessages } from './rhythm-message.ts';
import { INITIAL_SPREAD, poolBlock, type RhythmSpreads } from './rhythm-pooling.ts';
import { finerBasis } from './season-knots.ts';
import { eventNames, eventSpans, observedBreaks } from './special-days.ts';
import { rankExperiments } from './suggested-experiment.ts';
import { summarise } from './summarise.ts';
import { dayNumber, layOut } from './timeline.ts';

const DEFAULT_DRAWS = 64;

/**
 * Fits a response curve to each campaign of a workspace, all at once, because neighbours lend each other what they
 * know. The model of a campaign's day is
 *
 *   outcome(t) = [baseline + scale · f(carry-over of spend(t))] · weekday(t) · season(t) · event(t) · level(t)
 *
 * with f of five families. Scale and baseline follow from the rest (`likelihood`, `baseline-share`); bend, slope and
 * carry-over are integrated over a grid (`explore`); weekdays and season are pooled over channels and workspace
 * (`rhythm-pooling`), and so are the priors of all parameters (`prior-pooling`) and kinds (`kind-pooling`). Families are
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
  const events = options.events ?? [];
  const names = eventNames(events);
  let basis = rhythmBasis(span, names.length);
  const channels = [...new Set(series.map((s) => s.channel))];
  const channelOf = series.map((s) => channels.indexOf(s.channel));

  const vague = logPrior(INITIAL_PRIOR);
  const origin = Number.isFinite(start) ? start : 0;
  let spreads = INITIAL_SPREAD;
  let states = series.map((s) => {
    const timeline = layOut(s, origin);
    const startsLater = (timeline.all.sinceStart[0] ?? 0) > 3;
    const own = {
      start: origin,
      events: eventSpans(events, names, s.channel, origin),
      breaks: observedBreaks(s.breaks ?? [], timeline.fitted, origin),
    };
    return initialState(timeline, basis, own, startsLater ? 0 : 1);
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
  const correlated = closestSpend(states.map(({ timeline }) => timeline));
  const fitted = states.map((state, i) => {
    const prior = priors[i]!;
    return summarise(finish(state, prior), prior, {
      basis,
      eventNames: names,
      neighbours: states.length - 1,
      before: state.experiments.length > 0 ? uncalibrated(state, prior) : null,
      correlated: correlated[i]!,
      draws: options.draws ?? DEFAULT_DRAWS,
      seed: options.seed ?? 1,
    });
  });
  return rankExperiments(fitted);
}

const MEDIUM = { psi: 4, eta: 5, logSlope: 3 };
const LOG_LEAST_MASS = -4.5;
const FINE = { psi: 4, eta: 6, logSlope: 3 };
/** Only to see where the posterior lies. */
const ZOOM = { psi: 4, eta: 6, logSlope: 4 };
const MOST_ZOOMS = 5;
/** Where much is known its parameters are tied to each other: a ridge across the grid wants more points. */
const FINER = { psi: 6, eta: 12, logSlope: 7 };

/** The last and finest look, under the pooled prior: closer until the posterior is wider than the grid's steps. */
function finish(state: CampaignState, prior: LogPrior): CampaignState {
  let final = settle(state, prior);
  let zooms = 0;
  while (zooms < MOST_ZOOMS && isTooCoarse(final.nodes, final.grid, prior)) {
    // While the grid is coarser than the posterior, which family is ahead may be luck: none is left out.
    const grid = refine(final.nodes, final.grid, prior, ZOOM, Number.NEGATIVE_INFINITY);
    final = improve(final, grid, prior, false);
    zooms++;
  }
  const points = zooms > 0 ? FINER : FINE;
  final = improve(final, refine(final.nodes, final.grid, prior, points, LOG_LEAST_MASS), prior);
  return isTooCoarse(final.nodes, final.grid, prior)
    ? improve(final, refine(final.nodes, final.grid, prior, points, LOG_LEAST_MASS), prior)
    : final;
}

/** The same campaign without its experiments: what they are compared with. */
function uncalibrated(state: CampaignState, prior: LogPrior): CampaignState {
  const coarse = improve(withoutExperiments(state), COARSE_GRID, prior, false);
  const grid = refine(coarse.nodes, coarse.grid, prior, MEDIUM, Number.NEGATIVE_INFINITY);
  return finish(improve(coarse, grid, prior), prior);
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
  spreads: RhythmSpreads,
): { states: CampaignState[]; spreads: RhythmSpreads } {
  const messages = states.map((state) => rhythmMessages(state, basis));
  const pool = (kind: keyof RhythmSpreads) =>
    poolBlock(
      { kind, knotDays: basis.knotDays, events: basis.events },
      messages.map((message) => message[kind]),
      channelOf,
      spreads[kind],
    );
  const [weekday, season, event] = [pool('weekday'), pool('season'), pool('event')];
  const pooled = states.map((state, i) => {
    const w = weekday.priors[i]!;
    const s = season.priors[i]!;
    const e = event.priors[i]!;
    const mean = new Float64Array(state.delta.length);
    mean.set(solve(w.J, WEEKDAYS, w.q));
    mean.set(solve(s.J, basis.knots, s.q), WEEKDAYS);
    mean.set(solve(e.J, basis.events, e.q), WEEKDAYS + basis.knots);
    const precision = withBreaks(blockDiagonal([w.J, s.J, e.J]), state.own.breaks.length);
    return { ...state, rhythmPrior: { precision, mean } };
  });
  return {
    states: pooled,
    spreads: { weekday: weekday.spread, season: season.spread, event: event.spread },
  };
}

function nameOf(series: CampaignSeries): string {
  return `${series.channel}\u0000${series.campaign}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
