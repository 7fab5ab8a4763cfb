import { FAMILIES, type FittedFamily } from './shape.ts';

/** What is believed of a campaign's parameters before its own data speak: its neighbours', once pooled. */
export interface Prior {
  readonly families: Readonly<Record<FittedFamily, number>>;
  /** Bend η, normal. */
  readonly eta: Normal;
  /** Carry-over θ. */
  readonly theta: Beta;
  /** Baseline's share of the outcome at the mean active spend. */
  readonly share: Beta;
}

export interface Normal {
  readonly mean: number;
  readonly sd: number;
}

export interface Beta {
  readonly mean: number;
  readonly sd: number;
}

/** Hill slopes: log k is normal around 0 and k stays within 0.5 to 4. */
export const SLOPE_SD = 0.4;
export const LOG_SLOPE_BOUNDS = [Math.log(0.5), Math.log(4)] as const;

/**
 * Families with a ceiling are preferred to those without when nothing tells them apart, and POWER least of all:
 * it overstates the return of spends never seen.
 */
export const INITIAL_PRIOR: Prior = {
  families: { HILL: 0.33, NEGATIVE_EXPONENTIAL: 0.23, LOG: 0.2, LOGISTIC: 0.1, POWER: 0.14 },
  eta: { mean: 0.4, sd: 0.75 },
  theta: { mean: 0.35, sd: 0.25 },
  share: { mean: 0.15, sd: 0.14 },
};

/** Log of √(2π)·SLOPE_SD: the other densities' constants are the same for all points, this is Hill's alone. */
export const SLOPE_CONSTANT = Math.log(SLOPE_SD * Math.sqrt(2 * Math.PI));

/** A prior made ready for weighing points: log family weights by index, and the exponents of the Betas. */
export interface LogPrior {
  readonly families: Float64Array;
  readonly eta: Normal;
  readonly theta: { readonly a: number; readonly b: number };
  readonly share: { readonly a: number; readonly b: number };
}

export function logPrior(prior: Prior): LogPrior {
  return {
    families: Float64Array.from(FAMILIES, (family) => Math.log(prior.families[family])),
    eta: prior.eta,
    theta: betaShape(prior.theta),
    share: betaShape(prior.share),
  };
}

/** Beta(a, b) of this mean and sd, but with a ≥ 1 so that its density is finite at 0. */
function betaShape({ mean, sd }: Beta): { a: number; b: number } {
  const m = Math.min(0.95, Math.max(0.01, mean));
  const concentration = Math.max((m * (1 - m)) / Math.max(sd, 0.02) ** 2 - 1, 0.5);
  const a = Math.max(1, m * concentration);
  return { a, b: Math.max(1, (a * (1 - m)) / m) };
}
