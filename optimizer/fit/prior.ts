import { MAX_PSI } from './carry-over.ts';
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
  /** Logarithm of a Hill curve's slope, normal. */
  readonly logSlope: Normal;
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
  families: { HILL: 0.33, NEGATIVE_EXPONENTIAL: 0.23, LOG: 0.2, LOGISTIC: 0.1, POWER: 0.14 },
  eta: { mean: 0.48, sd: 0.75 },
  theta: { mean: 0.58, sd: 0.28 },
  share: { mean: 0.15, sd: 0.14 },
  logSlope: { mean: 0, sd: 0.4 },
};

/** A prior made ready for weighing points: log family weights by index, and the exponents of the Betas. */
export interface LogPrior {
  readonly families: Float64Array;
  readonly eta: Normal;
  readonly theta: { readonly a: number; readonly b: number };
  readonly share: { readonly a: number; readonly b: number };
  /** `constant` is log √(2π)·sd: the other densities' constants are the same for all points, this is Hill's alone. */
  readonly logSlope: Normal & { readonly constant: number };
}

export function logPrior(prior: Prior): LogPrior {
  return {
    families: Float64Array.from(FAMILIES, (family) => Math.log(prior.families[family])),
    eta: prior.eta,
    theta: betaShape(prior.theta),
    share: betaShape(prior.share),
    logSlope: { ...prior.logSlope, constant: Math.log(prior.logSlope.sd * Math.sqrt(2 * Math.PI)) },
  };
}

/** Carry-overs below this weigh as much as this one: the density of some priors is 0 at none. */
export const LEAST_THETA = 1e-3;

/** Prior densities along the axes of the grids, up to a constant. */
export interface PriorDensities {
  readonly psi: (psi: number) => number;
  readonly eta: (eta: number) => number;
  readonly logSlope: (logSlope: number) => number;
  /** The integral of `psi`, and what a point of no carry-over is weighed with. */
  readonly psiMass: number;
  readonly psiNone: number;
}

const PSI_PARTS = 24;

export function densities({ eta, theta, logSlope }: LogPrior): PriorDensities {
  // Of θ = 1 − e^−ψ, whose Jacobian is 1 − θ.
  const psi = (x: number) => (1 - Math.exp(-x)) ** (theta.a - 1) * Math.exp(-theta.b * x);
  let psiMass = 0;
  for (let i = 0; i < PSI_PARTS; i++) psiMass += psi(((i + 0.5) * MAX_PSI) / PSI_PARTS);
  return {
    psi,
    eta: (x) => Math.exp(-0.5 * ((x - eta.mean) / eta.sd) ** 2),
    logSlope: (x) => Math.exp(-0.5 * ((x - logSlope.mean) / logSlope.sd) ** 2),
    psiMass: (psiMass * MAX_PSI) / PSI_PARTS,
    psiNone: LEAST_THETA ** (theta.a - 1),
  };
}

/** Beta(a, b) of this mean and sd, but with a ≥ 1 so that its density is finite at 0. */
function betaShape({ mean, sd }: Beta): { a: number; b: number } {
  const m = Math.min(0.95, Math.max(0.01, mean));
  const concentration = Math.max((m * (1 - m)) / Math.max(sd, 0.02) ** 2 - 1, 0.5);
  const a = Math.max(1, m * concentration);
  return { a, b: Math.max(1, (a * (1 - m)) / m) };
}
