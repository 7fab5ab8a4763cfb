import type { Curve } from '../../optimizer/curve/curve.ts';
import { responseAt, slopeAt } from '../../optimizer/curve/evaluate.ts';
import type { CampaignSeries } from '../../optimizer/fit/fitted-curve.ts';

/** One campaign whose truth is known: outcome(t) ~ count with mean (baseline + scale·f(carry-over(t)))·weekday·season. */
export interface SimulatedCampaign {
  readonly series: CampaignSeries;
  readonly curve: Curve;
  readonly carryOver: number;
  readonly weekday: readonly number[];
  /** One multiplier per day of the series. */
  readonly season: readonly number[];
}

/** The true mean daily outcome over the observed days, had every day's spend been `factor` times what it was. */
export function trueMean(truth: SimulatedCampaign, factor: number): number {
  let carried = truth.series.days[0]!.spend * factor;
  let total = 0;
  truth.series.days.forEach((day, t) => {
    carried = (1 - truth.carryOver) * day.spend * factor + truth.carryOver * carried;
    const bracket = (truth.curve.baseline ?? 0) + responseAt(truth.curve, carried);
    total += bracket * truth.weekday[t % 7]! * truth.season[t]!;
  });
  return total / truth.series.days.length;
}

/** The derivative of the true total by total spend when every day scales alike. */
export function trueMarginal(truth: SimulatedCampaign, factor: number): number {
  const step = 1e-4 * factor;
  const meanSpend = truth.series.days.reduce((sum, day) => sum + day.spend, 0) / truth.series.days.length;
  return (trueMean(truth, factor + step) - trueMean(truth, factor - step)) / (2 * step * meanSpend);
}

/** What a planner calls current: mean daily spend of the last four weeks. */
export function currentSpend({ series }: SimulatedCampaign): number {
  const recent = series.days.slice(-28);
  return recent.reduce((sum, day) => sum + day.spend, 0) / recent.length;
}

/** Weekday times season, on average over the observed days: what a steady spend's outcome is multiplied by. */
export function meanRhythm({ weekday, season }: SimulatedCampaign): number {
  return season.reduce((sum, s, t) => sum + s * weekday[t % 7]!, 0) / season.length;
}

/** The curve over the rhythm of the observed days, as a fit would give it. */
export function trueCurve(truth: SimulatedCampaign): Curve {
  const { curve } = truth;
  return { ...curve, scale: meanRhythm(truth) * (curve.scale ?? 1) };
}

/** What a steady daily spend brings by itself, on average over the rhythm of the observed days. */
export const trueOutcome = (truth: SimulatedCampaign, spend: number): number =>
  meanRhythm(truth) * responseAt(truth.curve, spend);

/** The slope of `trueOutcome`. */
export const trueSlope = (truth: SimulatedCampaign, spend: number): number =>
  meanRhythm(truth) * slopeAt(truth.curve, spend);
