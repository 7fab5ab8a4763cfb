import { logGamma } from '../experiment/distributions.ts';
import { FAMILIES, type FittedFamily } from './shape.ts';

/** What is believed of a campaign's parameters before its own data speak: its neighbours', once pooled. */
export interface Prior {
  readonly families: Readonly<Record<FittedFamily, number>>;
  /** Bend η, normal. */
  readonly eta: Normal;
  /** Carry-over θ where there is some. */
  readonly theta: Beta;
  /** Probability that nothing carries over at all. */
  readonly noCarryOver: number;
  /** Baseline's share of the outcome at the mean active spend, where there is a baseline. */
  readonly share: Beta;
  /** Probability that there is none. */
  readonly noBaseline: number;
  /** Logarithm of a Hill curve's slope where it is not 1, normal. */
  readonly logSlope: Normal;
  /** Probability that a Hill curve's slope is not 1. */
  readonly shaped: number;
}

export interface Normal {
  readonly mean: number;
  readonly sd: number;
}

export interface Beta {
  readonly mean: number;
  readonly sd: number;
}

/** Hill slopes stay within 0.5 to 4. */
export const LOG_SLOPE_BOUNDS = [Math.log(0.5), Math.log(4)] as const;

/**
 * Families with a ceiling are preferred to those without when nothing tells them apart, and POWER least of all:
 * it overstates the return of spends never seen.
 */
export const INITIAL_PRIOR: Prior = {
  families: { HILL: 0.29, NEGATIVE_EXPONENTIAL: 0.2, LOG: 0.2, LOGISTIC: 0.15, POWER: 0.16 },
  eta: { mean: 0.55, sd: 0.82 },
  theta: { mean: 0.58, sd: 0.28 },
  noCarryOver: 0.15,
  share: { mean: 0.17, sd: 0.14 },
  noBaseline: 0.25,
  logSlope: { mean: 0.4, sd: 0.4 },
  shaped: 0.45,
};

/** A prior made ready for weighing points: logs of its densities' constants and of its point masses. */
export interface LogPrior {
  readonly families: Float64Array;
  readonly eta: Normal;
  readonly theta: LogBeta;
  readonly share: LogBeta;
  readonly logSlope: Normal & LogSpike;
}

/** A parameter that is `none` exactly with some probability, or else has a density, whose constant `some` holds. */
export interface LogSpike {
  readonly none: number;
  readonly some: number;
}

export interface LogBeta extends LogSpike {
  readonly a: number;
  readonly b: number;
}

export function logPrior(prior: Prior): LogPrior {
  const { eta, logSlope, shaped } = prior;
  return {
    families: Float64Array.from(FAMILIES, (family) => Math.log(prior.families[family])),
    eta: { ...eta },
    theta: logBeta(prior.theta, prior.noCarryOver),
    share: logBeta(prior.share, prior.noBaseline),
    logSlope: {
      ...logSlope,
      none: Math.log1p(-shaped),
      some: Math.log(shaped / (logSlope.sd * Math.sqrt(2 * Math.PI))),
    },
  };
}

/** Prior densities along the axes of the grids, up to a constant, point masses left out. */
export interface PriorDensities {
  readonly psi: (psi: number) => number;
  readonly eta: (eta: number) => number;
  readonly logSlope: (logSlope: number) => number;
}

export function densities({ eta, theta, logSlope }: LogPrior): PriorDensities {
  return {
    // Of θ = 1 − e^−ψ, whose Jacobian is 1 − θ.
    psi: (x) => (1 - Math.exp(-x)) ** (theta.a - 1) * Math.exp(-theta.b * x),
    eta: (x) => Math.exp(-0.5 * ((x - eta.mean) / eta.sd) ** 2),
    logSlope: (x) => Math.exp(-0.5 * ((x - logSlope.mean) / logSlope.sd) ** 2),
  };
}

/** Beta(a, b) of this mean and sd, but with a ≥ 1 so that its density is finite at 0, and a point mass at 0. */
function logBeta({ mean, sd }: Beta, none: number): LogBeta {
  const m = Math.min(0.95, Math.max(0.01, mean));
  const concentration = Math.max((m * (1 - m)) / Math.max(sd, 0.02) ** 2 - 1, 0.5);
  const a = Math.max(1, m * concentration);
  const b = Math.max(1, (a * (1 - m)) / m);
  return {
    a,
    b,
    none: Math.log(none),
    some: Math.log1p(-none) + logGamma(a + b) - logGamma(a) - logGamma(b),
  };
}
