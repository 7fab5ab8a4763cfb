import { MAX_PSI } from '../carry-over.ts';
import { INITIAL_PRIOR, LOG_SLOPE_BOUNDS } from '../prior.ts';
import { ETA_BOUNDS, FAMILIES, type FittedFamily } from '../shape.ts';
import type { ChannelShape } from './channel-column.ts';

/** Wider than that of campaigns, which neighbours narrow. */
const ETA = { mean: 0.5, sd: 1 };
const LOG_SLOPE = { mean: 0, sd: 0.4 };

/** θ ~ Beta(1, b): what is left of an effect after a day is about a half, after a week about two fifths. */
const CARRY_OVER_B = { 1: 1, 7: 1.5 } as const;

/**
 * What the data teach of the mix as a whole, as logarithms: the noise's standard deviation, the random walk's a
 * quarter, the season's amplitude, and the size of a channel's contribution, all in units of the mean outcome.
 */
export interface Hyper {
  readonly noise: number;
  readonly walk: number;
  readonly season: number;
  readonly effect: number;
}

const HYPER: Readonly<Record<keyof Hyper, { readonly mean: number; readonly sd: number }>> = {
  noise: { mean: Math.log(0.08), sd: 1.5 },
  walk: { mean: Math.log(0.02), sd: 0.8 },
  season: { mean: Math.log(0.08), sd: 0.8 },
  effect: { mean: Math.log(0.12), sd: 0.7 },
};

export const INITIAL_HYPER: Hyper = {
  noise: HYPER.noise.mean,
  walk: HYPER.walk.mean,
  season: HYPER.season.mean,
  effect: HYPER.effect.mean,
};

export function logPriorOfHyper(hyper: Hyper): number {
  let sum = 0;
  for (const name of ['noise', 'walk', 'season', 'effect'] as const) {
    sum -= 0.5 * ((hyper[name] - HYPER[name].mean) / HYPER[name].sd) ** 2;
  }
  return sum;
}

const LOG_FAMILY = Object.fromEntries(
  FAMILIES.map((family) => [family, Math.log(INITIAL_PRIOR.families[family])]),
) as Readonly<Record<FittedFamily, number>>;
const HILL_CONSTANT = Math.log(LOG_SLOPE.sd * Math.sqrt(2 * Math.PI));

/** −Infinity outside the bounds. */
export function logPriorOfShape({ family, eta, logSlope, psi }: ChannelShape, periodDays: 1 | 7): number {
  const [low, high] = ETA_BOUNDS[family];
  if (eta < low || eta > high || psi < 0 || psi > MAX_PSI) return Number.NEGATIVE_INFINITY;
  // The density of θ in ψ = −log(1 − θ) is b·e^(−bψ).
  const common = LOG_FAMILY[family] - 0.5 * ((eta - ETA.mean) / ETA.sd) ** 2 - CARRY_OVER_B[periodDays] * psi;
  if (family !== 'HILL') return common;
  if (logSlope < LOG_SLOPE_BOUNDS[0] || logSlope > LOG_SLOPE_BOUNDS[1]) return Number.NEGATIVE_INFINITY;
  return common - 0.5 * ((logSlope - LOG_SLOPE.mean) / LOG_SLOPE.sd) ** 2 - HILL_CONSTANT;
}

/** A Hill curve's slope drawn from its prior, given a standard normal number. */
export const slopeFromPrior = (normal: number): number => LOG_SLOPE.mean + LOG_SLOPE.sd * normal;

/** Log density of that draw, so that a change of family can be weighed. */
export const logDensityOfSlope = (logSlope: number): number =>
  -0.5 * ((logSlope - LOG_SLOPE.mean) / LOG_SLOPE.sd) ** 2 - HILL_CONSTANT;
