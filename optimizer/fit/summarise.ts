import type { Curve } from '../curve/curve.ts';
import { slopeAt } from '../curve/evaluate.ts';
import { responseOf } from '../curve/response.ts';
import { backtest } from './backtest.ts';
import type { CampaignState } from './campaign-state.ts';
import { halfLifeDays } from './carry-over.ts';
import type { FitDiagnostics, FitParameters, FittedCurve } from './fitted-curve.ts';
import { judge } from './identifiability.ts';
import { type Nodes, weigh } from './nodes.ts';
import { drawCurves, familyWeights, projectMean, type UnitCurve } from './posterior-curve.ts';
import { interval } from './predict.ts';
import type { LogPrior } from './prior.ts';
import { logMultipliers, type RhythmBasis, WEEKDAYS } from './rhythm.ts';
import { type FittedFamily, shapeFor, toCurve } from './shape.ts';
import type { Timeline } from './timeline.ts';
import { warningsOf } from './warnings.ts';

export interface SummaryOptions {
  readonly basis: RhythmBasis;
  /** Day number of the workspace's first day. */
  readonly start: number;
  readonly draws: number;
  readonly seed: number;
}

const CURRENT_DAYS = 28;

/** Turns the posterior of one campaign into what is published of it, in units of money and outcome. */
export function summarise(state: CampaignState, prior: LogPrior, options: SummaryOptions): FittedCurve {
  const { timeline, nodes } = state;
  const { campaign, channel } = timeline.series;
  const weights = weigh(nodes, prior);
  const byFamily = familyWeights(nodes, weights);
  const family = likeliest(byFamily);
  const concave = shapedProbability(nodes, weights) < 0.9;
  const rhythm = rhythmOf(state, options.basis);
  const hasSpent = timeline.spend.some((x) => x > 0);
  const published = (unit: UnitCurve): Curve =>
    toCurve(
      unit.shape,
      (hasSpent ? unit.scale : 0) * rhythm.level,
      unit.baseline * rhythm.level,
      timeline.spendUnit,
      timeline.outcomeUnit,
    );

  const central = hasSpent
    ? projectMean(nodes, weights, family, concave)
    : withoutSpend(nodes, weights, family);
  const curve = published(central);
  const draws = drawCurves(nodes, weights, options.draws, options.seed, `${channel}\u0000${campaign}`).map(
    (unit) => ({ curve: published(unit), carryOver: unit.theta }),
  );
  const parameters = parametersOf(curve, central.theta, rhythm.weekday);
  const spend = spendOf(timeline);
  const readAt = Math.max(spend.current, 0.01 * spend.mean);
  const marginals = draws.map((draw) => (hasSpent ? slopeAt(draw.curve, readAt) : 0));
  const marginal = hasSpent ? slopeAt(curve, readAt) : 0;
  const { ceiling, value } = responseOf(curve);
  const outOfSample = backtest(state, prior);
  const averageReturn = readAt > 0 ? value(readAt) / readAt : 0;
  return {
    campaign,
    channel,
    family,
    curve,
    parameters,
    posterior: {
      draws,
      familyWeights: byFamily,
      season: rhythm.season.map((multiplier, k) => ({
        date: dateOf(options.start + options.basis.knotDays[k]!),
        multiplier,
      })),
      carriedIn: state.carriedIn,
    },
    diagnostics: {
      observations: timeline.outcome.length,
      firstDay: firstDate(timeline),
      lastDay: lastDate(timeline),
      spend,
      outOfSample,
      saturationAtCurrent: Number.isFinite(ceiling) && ceiling > 0 ? value(spend.current) / ceiling : null,
      marginalAtCurrent: { value: marginal, interval: interval(marginals, marginal) },
      warnings: warningsOf(state, spend, outOfSample),
    },
    identifiability: judge({
      observations: timeline.outcome.length,
      daysWithSpend: timeline.spend.filter((x) => x > 0).length,
      totalOutcome: timeline.outcome.reduce((a, b) => a + b, 0),
      variation: spend.variation,
      distinctLevels: distinctLevels(timeline),
      marginalLogSd: logSd(marginals),
      marginalShareSd: averageReturn > 0 ? deviation(marginals) / averageReturn : Number.POSITIVE_INFINITY,
      marginalShare: averageReturn > 0 ? marginal / averageReturn : 0,
      currentSpend: spend.current,
    }),
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

function rhythmOf(state: CampaignState, basis: RhythmBasis) {
  const { delta } = state;
  const log = logMultipliers(state.allRows, state.centre, delta);
  const level = log.length === 0 ? 1 : log.reduce((sum, v) => sum + Math.exp(v), 0) / log.length;
  const centre = delta.reduce((sum, d, j) => sum + d * state.centre[j]!, 0);
  const raw = Array.from(delta.subarray(0, WEEKDAYS), Math.exp);
  const mean = raw.reduce((a, b) => a + b, 0) / WEEKDAYS;
  const season = Array.from(
    { length: basis.knots },
    (_, k) => (Math.exp(delta[WEEKDAYS + k]! - centre) * mean) / level,
  );
  return { level, weekday: raw.map((w) => w / mean), season };
}

function parametersOf(curve: Curve, carryOver: number, weekday: readonly number[]): FitParameters {
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
    weekday,
  };
}

function spendOf(timeline: Timeline): FitDiagnostics['spend'] {
  const { series, spendUnit } = timeline;
  const values = Array.from(timeline.all.day, (day) => timeline.spend[day]! * spendUnit);
  if (values.length === 0) return { mean: 0, min: 0, max: 0, p5: 0, p95: 0, current: 0, variation: 0 };
  const sorted = [...values].sort((a, b) => a - b);
  const at = (p: number) => sorted[Math.round(p * (sorted.length - 1))]!;
  const mean = average(values);
  const variance = average(values.map((v) => (v - mean) ** 2));
  const complete = values.filter((_, i) => series.days[i]?.incomplete !== true);
  return {
    mean,
    min: sorted[0]!,
    max: sorted[sorted.length - 1]!,
    p5: at(0.05),
    p95: at(0.95),
    current: average((complete.length > 0 ? complete : values).slice(-CURRENT_DAYS)),
    variation: mean > 0 ? Math.sqrt(variance) / mean : 0,
  };
}

/** Spends that differ from the next lower one kept by more than 5 %. */
function distinctLevels(timeline: Timeline): number {
  const sorted = Array.from(timeline.spend)
    .filter((x) => x > 0)
    .sort((a, b) => a - b);
  let count = 0;
  let last = 0;
  for (const x of sorted) {
    if (x > 1.05 * last) {
      count++;
      last = x;
    }
  }
  return count;
}

function logSd(values: readonly number[]): number {
  const logs = values.filter((v) => v > 0).map(Math.log);
  return logs.length < values.length / 2 ? Number.POSITIVE_INFINITY : deviation(logs);
}

function deviation(values: readonly number[]): number {
  const mean = average(values);
  return Math.sqrt(average(values.map((v) => (v - mean) ** 2)));
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

function firstDate(timeline: Timeline): string {
  return timeline.series.days.reduce((a, day) => (a === '' || day.date < a ? day.date : a), '');
}

function lastDate(timeline: Timeline): string {
  return timeline.series.days.reduce((a, day) => (day.date > a ? day.date : a), '');
}

function dateOf(day: number): string {
  return Number.isFinite(day) ? new Date(day * 86_400_000).toISOString().slice(0, 10) : '1970-01-01';
}
