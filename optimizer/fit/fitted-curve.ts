import type { Curve, CurveFamily } from '../curve/curve.ts';

/** One campaign's days, oldest first, without gaps being implied: a missing day is a day not reported. */
export interface CampaignSeries {
  readonly campaign: string;
  readonly channel: string;
  readonly days: readonly DayObservation[];
}

export interface DayObservation {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Units of currency. */
  readonly spend: number;
  /** Conversions (a count, may be fractional) or revenue; null when not reported. */
  readonly outcome: number | null;
  /** Outcome is still coming in: the spend counts for carry-over, the outcome is left out of the fit. */
  readonly incomplete?: boolean;
}

/** What a fit says of one campaign. Plain JSON all through, so that it can be stored and printed as it is. */
export interface FittedCurve {
  readonly campaign: string;
  readonly channel: string;
  readonly family: CurveFamily;
  /**
   * Mean daily outcome at a steady daily spend, over the seasons of the observed days. This is the curve to plan
   * with. Its `baseline` is the organic part.
   */
  readonly curve: Curve;
  readonly parameters: FitParameters;
  readonly posterior: Posterior;
  readonly diagnostics: FitDiagnostics;
  readonly identifiability: Identifiability;
}

export interface FitParameters {
  /** The curve's own parameters, by the names of the problem format. */
  readonly scale: number;
  readonly exponent?: number;
  readonly halfSaturation?: number;
  readonly slope?: number;
  readonly baseline: number;
  /** Geometric carry-over: the share of a day's effect that passes on to the next day, 0 ≤ θ < 1. */
  readonly carryOver: number;
  readonly carryOverHalfLifeDays: number;
  /** Multipliers Monday to Sunday, mean 1. */
  readonly weekday: readonly number[];
}

/** What `predict` needs besides the parameters, and what the optimizer may use to know how sure a plan is. */
export interface Posterior {
  /** Equally likely curves, families mixed by their weight; same meaning and units as `FittedCurve.curve`. */
  readonly draws: readonly CurveDraw[];
  /** How likely each family is, given the data and the neighbours; sums to 1. */
  readonly familyWeights: Readonly<Partial<Record<CurveFamily, number>>>;
  /**
   * Seasonal multipliers at some days, geometric between, constant outside. Season × weekday has mean 1 over the
   * observed days.
   */
  readonly season: readonly { readonly date: string; readonly multiplier: number }[];
  /** Spend that carries over into the first day, as a multiple of the mean spend of the first week. */
  readonly carriedIn: number;
}

export interface CurveDraw {
  readonly curve: Curve;
  readonly carryOver: number;
}

export interface FitOptions {
  /** Of the pseudo-random draws. Default 1. */
  readonly seed?: number;
  /** How many posterior draws each curve carries. Default 64. */
  readonly draws?: number;
}

export interface FitDiagnostics {
  readonly observations: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly spend: {
    readonly mean: number;
    readonly min: number;
    readonly max: number;
    readonly p5: number;
    readonly p95: number;
    /** Mean of the last 28 complete days. */
    readonly current: number;
    /** Standard deviation ÷ mean. */
    readonly variation: number;
  };
  /** Errors of forecasts made without the days they are judged on (rolling origin). */
  readonly outOfSample: {
    readonly wape: number | null;
    readonly bias: number | null;
    readonly mase: number | null;
  };
  /** f(current) ÷ f(∞), 0 to 1; null where the family has no ceiling. */
  readonly saturationAtCurrent: number | null;
  /** Outcome per unit of money at the current spend, with its 80 % interval. */
  readonly marginalAtCurrent: { readonly value: number; readonly interval: readonly [number, number] };
  readonly warnings: readonly string[];
}

export interface Identifiability {
  readonly verdict: 'WELL_IDENTIFIED' | 'WEAK' | 'UNIDENTIFIED';
  /** A sentence that a planner understands. */
  readonly reason: string;
  /** The experiment that would settle it; null when none is needed. */
  readonly suggestion: string | null;
}

/** What to predict: every observed day's spend times a factor, or a steady daily spend. */
export type PredictionPoint = { readonly factor: number } | { readonly spend: number };

/** Means per day over the observed days' seasons; intervals are 80 %. */
export interface Prediction {
  readonly spend: number;
  readonly expectedConversions: number;
  readonly incrementalConversions: number;
  readonly marginalConversions: number;
  readonly interval: readonly [number, number];
  readonly marginalInterval: readonly [number, number];
}
