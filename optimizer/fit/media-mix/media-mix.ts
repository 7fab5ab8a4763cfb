import type { Curve, CurveFamily } from '../../curve/curve.ts';
import type {
  CalendarEvent,
  CurveDraw,
  ExperimentCheck,
  FitDiagnostics,
  Identifiability,
  LiftExperiment,
  OutcomeKind,
} from '../fitted-curve.ts';

/**
 * One outcome and the channels that share it: total sales, not what a platform credits to itself. Every list holds one
 * value per period.
 */
export interface MediaMix {
  /** The first days of the periods, `YYYY-MM-DD`, ascending, all one day or all seven days apart. */
  readonly dates: readonly string[];
  /** Null where it is not known: the period is then left out of the fit, and its spend carries over all the same. */
  readonly outcome: readonly (number | null)[];
  /** Default MONEY. */
  readonly kind?: OutcomeKind;
  readonly channels: readonly MixChannel[];
  readonly events?: readonly CalendarEvent[];
  /** Whatever else moves the outcome and is known for every period: price, distribution, temperature. */
  readonly controls?: readonly MixControl[];
}

export interface MixChannel {
  readonly channel: string;
  /** Units of currency per period. */
  readonly spend: readonly number[];
  /** Spends and lift per day, as everywhere; for the channel's whole market. */
  readonly experiments?: readonly LiftExperiment[];
}

export interface MixControl {
  readonly name: string;
  readonly values: readonly number[];
}

export interface MixOptions {
  /** Of the pseudo-random draws. Default 1. */
  readonly seed?: number;
  /** Posterior draws that the answer carries. Default 128. */
  readonly draws?: number;
  /** Whether periods are forecast from earlier ones to state the errors. Default true; it takes about half of the time. */
  readonly backtest?: boolean;
}

/** Plain JSON all through. Amounts are per period of `periodDays` days. */
export interface FittedMediaMix {
  readonly periodDays: 1 | 7;
  readonly channels: readonly FittedChannel[];
  /** What comes without any channel's spend: level, trend, season, weekdays, events and controls. */
  readonly baseline: {
    readonly mean: number;
    /** 80 %, of the mean. */
    readonly interval: readonly [number, number];
    /** Its share of the outcome. */
    readonly share: number;
    readonly byPeriod: readonly number[];
    /** What one unit of each control brings, with its 80 % interval. */
    readonly controls: readonly MixEffect[];
    /** What a period that lies wholly within an event brings beyond others. */
    readonly events: readonly MixEffect[];
  };
  /** For each posterior draw, the mean baseline; in the order of every channel's draws. */
  readonly baselineDraws: readonly number[];
  readonly diagnostics: {
    /** Share of the outcome's variance that the model accounts for, 0 to 1. */
    readonly explainedVariance: number;
    /** Standard deviation of an ordinary period's noise, units of the outcome. */
    readonly noise: number;
    /** Chains of draws that started apart ended alike where this is near 1; above 1.1 more data or fewer channels are needed. */
    readonly convergence: number;
  };
}

export interface MixEffect {
  readonly name: string;
  readonly effect: number;
  readonly interval: readonly [number, number];
}

export interface FittedChannel {
  readonly channel: string;
  readonly family: CurveFamily;
  /** Outcome per period at a steady spend per period. Without baseline, which channels share. */
  readonly curve: Curve;
  readonly parameters: MixParameters;
  readonly posterior: {
    /** Equally likely. The s-th draws of all channels belong together: where one takes credit, another has lost it. */
    readonly draws: readonly CurveDraw[];
    readonly familyWeights: Readonly<Partial<Record<CurveFamily, number>>>;
  };
  /** What the channel's spend brought over the observed periods, in all; its 80 % interval; its share of the outcome. */
  readonly contribution: {
    readonly total: number;
    readonly interval: readonly [number, number];
    readonly share: number;
    /** Per unit of money spent. */
    readonly perSpend: number;
    readonly byPeriod: readonly number[];
  };
  /** `outOfSample`, autocorrelation and outliers are those of the shared outcome. */
  readonly diagnostics: FitDiagnostics;
  readonly identifiability: Identifiability;
  readonly calibration: readonly ExperimentCheck[];
}

export interface MixParameters {
  readonly scale: number;
  readonly exponent?: number;
  readonly halfSaturation?: number;
  readonly slope?: number;
  /** The share of a period's effect that passes on to the next period, with its 80 % interval. */
  readonly carryOver: number;
  readonly carryOverInterval: readonly [number, number];
  readonly carryOverHalfLifeDays: number;
}

/** A mix that cannot be fitted. `path` says where, such as `channels[1].spend`. */
export class MediaMixError extends Error {
  override readonly name = 'MediaMixError';
  readonly code = 'INVALID_INPUT';
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}
