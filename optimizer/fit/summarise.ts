import type { Curve } from '../curve/curve.ts';
import { slopeAt } from '../curve/evaluate.ts';
import { responseOf } from '../curve/response.ts';
import { backtest } from './backtest.ts';
import { type Belief, checkExperiments } from './calibration.ts';
import type { CampaignState } from './campaign-state.ts';
import { halfLifeDays } from './carry-over.ts';
import type { FitDiagnostics, FitParameters, FittedCurve } from './fitted-curve.ts';
import { judge } from './identifiability.ts';
import { type Nodes, weigh } from './nodes.ts';
import { varianceAt } from './noise.ts';
import { drawCurves, familyWeights, projectMean, type UnitCurve } from './posterior-curve.ts';
import { interval } from './predict.ts';
import type { LogPrior } from './prior.ts';
import { type PublishedRhythm, publishRhythm } from './published-rhythm.ts';
import { outlierDays, residualAutocorrelation } from './residuals.ts';
import type { RhythmBasis } from './rhythm.ts';
import { type FittedFamily, shapeFor, toCurve } from './shape.ts';
import { deviation, distinctLevels, spendRange } from './spend-range.ts';
import { costed, designFor } from './suggested-experiment.ts';
import type { Timeline } from './timeline.ts';
import { warningsOf } from './warnings.ts';

export interface SummaryOptions {
  readonly basis: RhythmBasis;
  readonly eventNames: readonly string[];
  /** How many other campaigns were fitted with it. */
  readonly neighbours: number;
  /** The fit without the campaign's experiments; null where it has none. */
  readonly before: CampaignState | null;
  readonly correlated: FitDiagnostics['correlatedSpend'];
  readonly draws: number;
  readonly seed: number;
}

/** Turns the posterior of one campaign into what is published of it, in units of money and outcome. */
export function summarise(state: CampaignState, prior: LogPrior, options: SummaryOptions): FittedCurve {
  const { timeline, nodes } = state;
  const { campaign, channel } = timeline.series;
  const weights = weigh(nodes, prior);
  const byFamily = familyWeights(nodes, weights);
  const family = likeliest(byFamily);
  const rhythm = publishRhythm(state, options.basis, options.eventNames, options.neighbours);
  const hasSpent = timeline.spend.some((x) => x > 0);
  const published = (unit: UnitCurve): Curve =>
    toCurve(
      unit.shape,
      (hasSpent ? unit.scale : 0) * rhythm.level,
      unit.baseline * rhythm.level,
      timeline.spendUnit,
      timeline.outcomeUnit,
    );

  const belief = beliefOf(state, weights, family, options);
  const curve = published(belief.central);
  const draws = belief.draws.map((unit) => ({ curve: published(unit), carryOver: unit.theta }));
  const spend = spendRange(timeline);
  const readAt = Math.max(spend.current, 0.01 * spend.mean);
  const marginals = draws.map((draw) => (hasSpent ? slopeAt(draw.curve, readAt) : 0));
  const marginal = hasSpent ? slopeAt(curve, readAt) : 0;
  const { ceiling, value } = responseOf(curve);
  const diagnostics = {
    observations: timeline.outcome.length,
    firstDay: firstDate(timeline),
    lastDay: lastDate(timeline),
    spend,
    outOfSample: backtest(state, prior),
    residualAutocorrelation: residualAutocorrelation(state),
    outliers: outlierDays(state),
    correlatedSpend: options.correlated,
    saturationAtCurrent: Number.isFinite(ceiling) && ceiling > 0 ? value(spend.current) / ceiling : null,
    marginalAtCurrent: { value: marginal, interval: interval(marginals, marginal) },
  };
  const averageReturn = readAt > 0 ? value(readAt) / readAt : 0;
  const marginalLogSd = logSd(marginals);
  const verdict = judge({
    observations: timeline.outcome.length,
    daysWithSpend: timeline.spend.filter((x) => x > 0).length,
    totalOutcome: timeline.outcome.reduce((a, b) => a + b, 0),
    variation: spend.variation,
    distinctLevels: distinctLevels(timeline),
    marginalLogSd,
    marginalShareSd: averageReturn > 0 ? deviation(marginals) / averageReturn : Number.POSITIVE_INFINITY,
    marginalShare: averageReturn > 0 ? marginal / averageReturn : 0,
    currentSpend: spend.current,
    correlatedSpend: options.correlated,
  });
  const design = designFor(spend.variation, marginalLogSd);
  const level = curve.baseline ?? 0;
  const dayVariance =
    varianceAt(state.noise, (value(readAt) + level) / timeline.outcomeUnit) * timeline.outcomeUnit ** 2;
  const experiment =
    verdict.suggestion === null || !hasSpent
      ? null
      : costed(design, spend.current, marginal, draws, dayVariance);
  const warned = warningsOf(state, diagnostics);
  return {
    campaign,
    channel,
    family,
    curve,
    parameters: parametersOf(curve, belief.central.theta, rhythm),
    posterior: {
      draws,
      familyWeights: byFamily,
      season: rhythm.season,
      drift: rhythm.drift,
      eventDays: rhythm.eventDays,
      carriedIn: state.carriedIn,
    },
    diagnostics: { ...diagnostics, warnings: warned.map(({ sentence }) => sentence), warned },
    // Value and rank follow once all campaigns are known.
    identifiability: { ...verdict, experiment: experiment && { ...experiment, value: 0, rank: 0 } },
    calibration: options.before ? checkExperiments(beliefBefore(options.before, prior, options), belief) : [],
  };
}

function beliefBefore(state: CampaignState, prior: LogPrior, options: SummaryOptions): Belief {
  const weights = weigh(state.nodes, prior);
  return beliefOf(state, weights, likeliest(familyWeights(state.nodes, weights)), options);
}

function beliefOf(
  state: CampaignState,
  weights: Float64Array,
  family: FittedFamily,
  { draws, seed }: SummaryOptions,
): Belief {
  const { nodes, timeline } = state;
  const { campaign, channel } = timeline.series;
  const hasSpent = timeline.spend.some((x) => x > 0);
  const concave = shapedProbability(nodes, weights) < 0.9;
  return {
    state,
    central: hasSpent ? projectMean(nodes, weights, family, concave) : withoutSpend(nodes, weights, family),
    draws: drawCurves(nodes, weights, draws, seed, `${channel}\u0000${campaign}`),
  };
}

/** A campaign that never spent: what came was baseline. */
function withoutSpend(nodes: Nodes, weights: Float64Array, family: FittedFamily): UnitCurve {
  let baseline = 0;
  for (let i = 0; i < nodes.count; i++) baseline += weights[i]! * nodes.level[i]! * nodes.share[i]!;
  return { shape: shapeFor(family, 0), scale: 0, baseline, theta: 0 };
}

function likeliest(weights: Readonly<Record<FittedFamily, number>>): FittedFamily {
  return (Object.entries(weights) as [FittedFamily, number][]).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** How likely the curve is S-shaped, given that it is a Hill curve. */
function shapedProbability(nodes: Nodes, weights: Float64Array): number {
  let hill = 0;
  let shaped = 0;
  for (let i = 0; i < nodes.count; i++) {
    if (nodes.family[i] !== 0) continue;
    hill += weights[i]!;
    if (nodes.logSlope[i]! > 0.1) shaped += weights[i]!;
  }
  return hill > 0 ? shaped / hill : 0;
}

function parametersOf(curve: Curve, carryOver: number, rhythm: PublishedRhythm): FitParameters {
  const shape =
    curve.family === 'POWER'
      ? { exponent: curve.exponent }
      : curve.family === 'HILL'
        ? { halfSaturation: curve.halfSaturation, slope: curve.slope }
        : curve.family === 'PIECEWISE_LINEAR'
          ? {}
          : { halfSaturation: curve.halfSaturation };
  return {
    scale: curve.scale ?? 1,
    ...shape,
    baseline: curve.baseline ?? 0,
    carryOver,
    carryOverHalfLifeDays: halfLifeDays(carryOver),
    weekday: rhythm.weekday,
    events: rhythm.events,
    breaks: rhythm.breaks,
  };
}

function logSd(values: readonly number[]): number {
  const logs = values.filter((v) => v > 0).map(Math.log);
  return logs.length < values.length / 2 ? Number.POSITIVE_INFINITY : deviation(logs);
}

function firstDate(timeline: Timeline): string {
  return timeline.series.days.reduce((a, day) => (a === '' || day.date < a ? day.date : a), '');
}

function lastDate(timeline: Timeline): string {
  return timeline.series.days.reduce((a, day) => (day.date > a ? day.date : a), '');
}
