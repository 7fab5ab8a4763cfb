import type { Curve, CurveFamily } from '../curve/curve.ts';
import type { Statement } from '../statement.ts';

/** One campaign's days, oldest first, without gaps being implied: a missing day is a day not reported. */
export interface CampaignSeries {
  readonly campaign: string;
  readonly channel: string;
  readonly days: readonly DayObservation[];
  /** What the outcome is: counts get a count likelihood, money a robust loss. Default COUNT. */
  readonly outcome?: OutcomeKind;
  /** Evidence on the curve's increments from experiments. */
  readonly experiments?: readonly LiftExperiment[];
  /** Days from which the level is another: a change of price, landing page or tracking. */
  readonly breaks?: readonly LevelBreak[];
}

export type OutcomeKind = 'COUNT' | 'MONEY';

/** A change after which the campaign's level need not be what it was; the shape of its curve is kept. */
export interface LevelBreak {
  /** The first day of the new level, `YYYY-MM-DD`. */
  readonly date: string;
  readonly reason: string;
}

/** Days that every campaign, or those of some channels, may live differently: a holiday, a sale, an outage. */
export interface CalendarEvent {
  readonly name: string;
  /** `YYYY-MM-DD`, both ends included. Events of one name share their effect. */
  readonly from: string;
  readonly to: string;
  /** Default all. */
  readonly channels?: readonly string[];
}

/**
 * What an experiment measured of one campaign: how much more outcome a day came at `spendTest` a day than at
 * `spendControl` a day, both steady, in the campaign's whole market (a geo test's arms scaled up to it).
 */
export interface LiftExperiment {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly spendControl: number;
  readonly spendTest: number;
  /** Outcome a day, test minus control. */
  readonly lift: number;
  readonly standardError: number;
}

/** An experiment beside what the curve says of it, without and with its evidence. Intervals are 80 %. */
export interface ExperimentCheck {
  readonly id: string;
  readonly observed: { readonly lift: number; readonly interval: readonly [number, number] };
  readonly before: { readonly lift: number; readonly interval: readonly [number, number] };
  readonly after: { readonly lift: number; readonly interval: readonly [number, number] };
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
  /**
   * The share of the outcome that is usually reported by now, 0 to 1. An incomplete day with at least half reported is
   * grossed up by it, at a weight to match, instead of being left out.
   */
  readonly completeness?: number;
}

/** What a fit says of one campaign. Plain JSON all through, so that it can be stored and printed as it is. */
export interface FittedCurve {
  readonly campaign: string;
  readonly channel: string;
  readonly family: CurveFamily;
  /**
   * Mean daily outcome at a steady daily spend: over the weekdays and seasons of the observed days, at the level of
   * the last 28 days, on ordinary days (events left out). This is the curve to plan with. Its `baseline` is the
   * organic part.
   */
  readonly curve: Curve;
  readonly parameters: FitParameters;
  readonly posterior: Posterior;
  readonly diagnostics: FitDiagnostics;
  readonly identifiability: Identifiability;
  /** The campaign's experiments beside what its curve says of them; empty where it has none. */
  readonly calibration: readonly ExperimentCheck[];
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
  /** What an event's days bring, as a multiple of an ordinary day. Only events that the observed days hold. */
  readonly events: readonly { readonly name: string; readonly multiplier: number }[];
  /** The level from each break's date on, as a multiple of the level before it. */
  readonly breaks: readonly { readonly date: string; readonly multiplier: number }[];
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
  /**
   * The campaign's own slow drift on top of season and breaks, as a multiple of its level over the last 28 days; read
   * like `season`. Empty where there is none to speak of.
   */
  readonly drift: readonly { readonly date: string; readonly multiplier: number }[];
  /** Observed days of events. */
  readonly eventDays: readonly { readonly date: string; readonly multiplier: number }[];
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
  /** Holidays and events of the workspace. */
  readonly events?: readonly CalendarEvent[];
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
    /** Share of the judged days that fell into their 80 % interval. */
    readonly intervalCoverage: number | null;
  };
  /** Of the standardised residuals; well above 0 where the model misses something that lasts. Null under 21 days. */
  readonly residualAutocorrelation: { readonly lag1: number | null; readonly lag7: number | null };
  /** Days counted for less because they lie far off, `YYYY-MM-DD` ascending. */
  readonly outliers: readonly string[];
  /** The other campaign whose spend moved most alike, weekdays left out; null where none moved clearly alike. */
  readonly correlatedSpend: { readonly campaign: string; readonly correlation: number } | null;
  /** f(current) ÷ f(∞), 0 to 1; null where the family has no ceiling. */
  readonly saturationAtCurrent: number | null;
  /** Outcome per unit of money at the current spend, with its 80 % interval. */
  readonly marginalAtCurrent: { readonly value: number; readonly interval: readonly [number, number] };
  readonly warnings: readonly string[];
  /** Those of the warnings that have a code, with it and their figures. */
  readonly warned?: readonly Statement[];
}

export interface Identifiability {
  readonly verdict: 'WELL_IDENTIFIED' | 'WEAK' | 'UNIDENTIFIED';
  /** A sentence that a planner understands. */
  readonly reason: string;
  /** The experiment that would settle it; null when none is needed. */
  readonly suggestion: string | null;
  /** The same experiment as data, where it can be costed. Left out of what a scenario keeps of a verdict. */
  readonly experiment?: SuggestedExperiment | null;
}

/** Some weeks at one steady spend, then as many at another. Money and outcome a day in the units of the series. */
export interface SuggestedExperiment {
  readonly spendFrom: number;
  readonly spendTo: number;
  /** In all, half of them at each spend. */
  readonly weeks: number;
  /** Money beyond the current spend in the weeks above it; the weeks below give it back. */
  readonly cost: number;
  /** Standard error to expect of the measured difference in outcome a day. */
  readonly expectedStandardError: number;
  /** The 80 % interval of the marginal return that would be left, around today's value. */
  readonly expectedMarginalInterval: readonly [number, number];
  /**
   * Outcome a day to be expected from deciding with its answer rather than without: about the expected loss of
   * moving the tested money the wrong way (to or from a campaign of the account's usual marginal return).
   */
  readonly value: number;
  /** 1 for the campaign whose experiment is worth most among those fitted together. */
  readonly rank: number;
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
