import type { Curve } from '../curve/curve.ts';
import { slopeAt } from '../curve/evaluate.ts';
import { responseOf } from '../curve/response.ts';
import { carriedOver } from './carry-over.ts';
import type { CampaignSeries, FittedCurve, Prediction, PredictionPoint } from './fitted-curve.ts';
import { locate } from './rhythm.ts';
import { dayNumber, layOut, type Timeline } from './timeline.ts';

/**
 * Mean daily outcome over the observed days at another spend, with 80 % intervals for the means.
 *
 * `{ factor }` runs every observed day again at its spend times the factor: carry-over, pauses, rhythm, events and
 * the level of the day included; its marginal is what one more unit of money brings when all days grow alike.
 * `{ spend }` is a steady daily spend on ordinary days at the present level (events left out, weekdays and seasons of
 * the observed days averaged): it is read off `fitted.curve`, and its marginal is the slope there.
 *
 * @param series the series that `fitted` was fitted on
 */
export function predict(fitted: FittedCurve, series: CampaignSeries, point: PredictionPoint): Prediction {
  const outcomes =
    'spend' in point
      ? steadyOutcomes(fitted, Math.max(0, point.spend))
      : scaledOutcomes(
          fitted,
          layOut(series, dayNumber(series.days[0]?.date ?? '1970-01-01')),
          Math.max(0, point.factor),
        );
  const { spend, central, draws } = outcomes;
  return {
    spend,
    expectedConversions: central.baseline + central.incremental,
    incrementalConversions: central.incremental,
    marginalConversions: central.marginal,
    interval: interval(
      draws.map((d) => d.baseline + d.incremental),
      central.baseline + central.incremental,
    ),
    marginalInterval: interval(
      draws.map((d) => d.marginal),
      central.marginal,
    ),
  };
}

/** The slope of x^0.5 is infinite at 0, so slopes are read no lower than at this share of the mean spend. */
const LEAST_SPEND = 0.01;

interface Outcome {
  readonly baseline: number;
  readonly incremental: number;
  readonly marginal: number;
}

interface Outcomes {
  readonly spend: number;
  readonly central: Outcome;
  readonly draws: readonly Outcome[];
}

function steadyOutcomes(fitted: FittedCurve, spend: number): Outcomes {
  const leastSpend = LEAST_SPEND * fitted.diagnostics.spend.mean;
  const at = (curve: Curve): Outcome => {
    const response = responseOf(curve);
    return {
      baseline: curve.baseline ?? 0,
      incremental: response.value(spend),
      marginal: leastSpend > 0 ? slopeAt(curve, Math.max(spend, leastSpend)) : 0,
    };
  };
  return { spend, central: at(fitted.curve), draws: fitted.posterior.draws.map((draw) => at(draw.curve)) };
}

function scaledOutcomes(fitted: FittedCurve, timeline: Timeline, factor: number): Outcomes {
  const rhythm = rhythmOf(fitted, timeline);
  const n = rhythm.length;
  const meanRhythm = n === 0 ? 1 : rhythm.reduce((sum, r) => sum + r / n, 0);
  const { spendUnit, all } = timeline;
  let meanSpend = 0;
  for (let i = 0; i < n; i++) meanSpend += (timeline.spend[all.day[i]!]! * spendUnit) / n;
  const carried = new Float64Array(n);
  const at = (curve: Curve, carryOver: number): Outcome => {
    const before = fitted.posterior.carriedIn * timeline.firstWeekSpend;
    carriedOver(timeline.spend, carryOver, before, all, carried);
    const response = responseOf(curve);
    let incremental = 0;
    let gain = 0;
    for (let i = 0; i < n; i++) {
      const a = carried[i]! * spendUnit;
      if (a <= 0) continue;
      incremental += (rhythm[i]! * response.value(a * factor)) / n;
      gain += (rhythm[i]! * a * slopeAt(curve, a * Math.max(factor, LEAST_SPEND))) / n;
    }
    const baseline = meanRhythm * (curve.baseline ?? 0);
    return { baseline, incremental, marginal: meanSpend > 0 ? gain / meanSpend : 0 };
  };
  return {
    spend: meanSpend * factor,
    central: at(fitted.curve, fitted.parameters.carryOver),
    draws: fitted.posterior.draws.map((draw) => at(draw.curve, draw.carryOver)),
  };
}

/** Each observed day's multiple of the curve: weekday × season × drift × level before breaks × event. */
function rhythmOf(fitted: FittedCurve, timeline: Timeline): Float64Array {
  const { season, drift, eventDays } = fitted.posterior;
  const { weekday, breaks } = fitted.parameters;
  const start = timeline.firstDay;
  const seasonAt = between(season, start);
  const driftAt = between(drift, start);
  const eventAt = new Map(eventDays.map(({ date, multiplier }) => [dayNumber(date) - start, multiplier]));
  const steps = breaks.map(({ date, multiplier }) => ({ day: dayNumber(date) - start, multiplier }));
  return Float64Array.from(timeline.all.day, (day, i) => {
    const level = steps.reduce((product, step) => (day < step.day ? product / step.multiplier : product), 1);
    const today = weekday[timeline.all.weekday[i]!]! * (eventAt.get(day) ?? 1);
    return today * level * seasonAt(day) * driftAt(day);
  });
}

/** Geometric between the dates, constant outside; 1 where there are none. */
function between(
  knots: readonly { readonly date: string; readonly multiplier: number }[],
  start: number,
): (day: number) => number {
  const days = knots.map((knot) => dayNumber(knot.date) - start);
  if (knots.length < 2) return () => 1;
  return (day) => {
    const { knot, share } = locate(day, days);
    return knots[knot]!.multiplier ** (1 - share) * knots[knot + 1]!.multiplier ** share;
  };
}

/** 10 % to 90 %, widened where needed to hold the central value. */
export function interval(draws: readonly number[], central: number): readonly [number, number] {
  if (draws.length === 0) return [central, central];
  const sorted = [...draws].sort((a, b) => a - b);
  return [Math.min(central, quantile(sorted, 0.1)), Math.max(central, quantile(sorted, 0.9))];
}

function quantile(sorted: readonly number[], p: number): number {
  const position = Math.min(sorted.length - 1, Math.max(0, p * sorted.length - 0.5));
  const i = Math.floor(position);
  const next = sorted[Math.min(i + 1, sorted.length - 1)]!;
  return sorted[i]! + (position - i) * (next - sorted[i]!);
}
