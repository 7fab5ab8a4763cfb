import type { Curve } from '../curve/curve.ts';
import type { FittedCurve } from './fitted-curve.ts';
import { levelNoise } from './level-noise.ts';

/** A forecast of the bare fit beside what came. Days are `YYYY-MM-DD`. */
export interface ForecastCheck {
  /** The last day of the data that it was made from. */
  readonly dataThrough: string;
  /** The last day that it was held against. */
  readonly to: string;
  readonly predicted: number;
  /** 80 %, chance included. */
  readonly interval: readonly [number, number];
  readonly actual: number;
}

/** What checks of earlier forecasts say about the next one. Logarithms are natural. */
export interface ForecastCorrection {
  /** Forecasts are multiplied by it. */
  readonly factor: number;
  /** Standard deviation of the logarithm by which forecasts err together beyond their own bands; 0: bands hold. */
  readonly spread: number;
  /** Mean of actual ÷ predicted − 1 over the rounds, before anything is shrunk: below zero, too much was promised. */
  readonly deviation: number;
  /** Of the logarithm of that mean. */
  readonly standardError: number;
  /** Share of the rounds that fell into their own 80 % bands once the mean deviation is taken out. */
  readonly coverage: number;
  /** Checks that count as one, since none of them was made with the outcome of another at hand, are a round. */
  readonly rounds: number;
  readonly checks: number;
}

/** One round may be a change of level, which the next fit has seen; a second one says that refitting does not mend it. */
export const LEAST_ROUNDS = 2;
/** A round weighs half as much as the one so many rounds later: what later checks agree with is undone. */
const HALF_LIFE_ROUNDS = 4;
/** Beyond this it is no correction but another model. */
const MOST_FACTOR = 1.5;
const MOST_SPREAD = 0.5;
/** As if so many more rounds had been as far off as their bands say. */
const PRIOR_ROUNDS = 1;
const NOMINAL_COVERAGE = 0.8;
/** Standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;
/** No forecast of a fortnight is surer than this. */
const LEAST_ERROR = 0.02;

/**
 * The bias that forecasts kept from refit to refit, and how far they scatter beyond their bands. With r a round's
 * logarithm of actual ÷ predicted and s its standard error by its band,
 *
 *   r ~ Normal(θ, s² + τ²)      τ² by Paule & Mandel (1982), with one round of scatter as stated added
 *   factor = exp(max(0, 1 − se²/θ²) · θ)      the positive part of James and Stein: nothing while |θ| ≤ se
 *   spread = √(τ² + se²) where fewer rounds than 80 % lie within their bands around θ, else 0
 *
 * Null with fewer than two rounds. Both are bounded.
 */
export function forecastCorrection(checks: readonly ForecastCheck[]): ForecastCorrection | null {
  const rounds = roundsOf(checks);
  if (rounds.length < LEAST_ROUNDS) return null;
  const weighted = rounds.map((round, i) => ({
    ...round,
    weight: 0.5 ** ((rounds.length - 1 - i) / HALF_LIFE_ROUNDS),
  }));
  const variance = excessVariance(weighted);
  const { mean, standardError } = meanAt(weighted, variance);
  const weights = sum(weighted.map(({ weight }) => weight));
  const inside = weighted.filter(({ ratio, error }) => Math.abs(ratio - mean) <= Z90 * error);
  const coverage = sum(inside.map(({ weight }) => weight)) / weights;
  const shrinkage = mean === 0 ? 0 : Math.max(0, 1 - (standardError / mean) ** 2);
  return {
    factor: Math.min(MOST_FACTOR, Math.max(1 / MOST_FACTOR, Math.exp(shrinkage * mean))),
    spread:
      coverage < NOMINAL_COVERAGE ? Math.min(MOST_SPREAD, Math.hypot(Math.sqrt(variance), standardError)) : 0,
    deviation: Math.exp(mean) - 1,
    standardError,
    coverage,
    rounds: rounds.length,
    checks: sum(rounds.map(({ checks }) => checks)),
  };
}

interface Round {
  /** Logarithm of actual ÷ predicted. */
  readonly ratio: number;
  readonly error: number;
  readonly checks: number;
}

/** Oldest first. A forecast made before the outcome of the round was known belongs to that round. */
function roundsOf(checks: readonly ForecastCheck[]): readonly Round[] {
  const ordered = checks
    .filter(({ predicted }) => predicted > 0)
    .sort((a, b) => (a.to === b.to ? (a.dataThrough < b.dataThrough ? -1 : 1) : a.to < b.to ? -1 : 1));
  const rounds: { until: string; checks: ForecastCheck[] }[] = [];
  for (const check of ordered) {
    const last = rounds.at(-1);
    if (last && check.dataThrough < last.until) last.checks.push(check);
    else rounds.push({ until: check.to, checks: [check] });
  }
  return rounds.map(({ checks: own }) => ({
    // They err together, so that several are no surer than one.
    ratio: sum(own.map(logRatio)) / own.length,
    error: Math.sqrt(sum(own.map((check) => logError(check) ** 2)) / own.length),
    checks: own.length,
  }));
}

/** Half a count on both sides, so that nothing at all has a logarithm. */
const logRatio = ({ predicted, actual }: ForecastCheck) => Math.log((actual + 0.5) / (predicted + 0.5));

function logError({ predicted, interval: [low, high] }: ForecastCheck): number {
  const width = Math.log((high + 0.5) / (Math.max(0, Math.min(low, predicted)) + 0.5));
  return Math.max(LEAST_ERROR, width / (2 * Z90));
}

type Weighted = Round & { readonly weight: number };

function meanAt(rounds: readonly Weighted[], variance: number) {
  const precisions = rounds.map(({ weight, error }) => weight / (error ** 2 + variance));
  const total = sum(precisions);
  const mean = sum(rounds.map(({ ratio }, i) => precisions[i]! * ratio)) / total;
  const spreads = rounds.map(({ error }, i) => precisions[i]! ** 2 * (error ** 2 + variance));
  return { mean, standardError: Math.sqrt(sum(spreads)) / total };
}

/** τ² at which the standardised squares, those of the prior among them, sum to what they should; 0 where they never exceed it. */
function excessVariance(rounds: readonly Weighted[]): number {
  const typical = sum(rounds.map(({ error }) => error ** 2)) / rounds.length;
  const wanted = sum(rounds.map(({ weight }) => weight)) - 1 + PRIOR_ROUNDS;
  const excess = (variance: number) => {
    const { mean } = meanAt(rounds, variance);
    const squares = rounds.map(
      ({ ratio, error, weight }) => (weight * (ratio - mean) ** 2) / (error ** 2 + variance),
    );
    return sum(squares) + (PRIOR_ROUNDS * typical) / (typical + variance) - wanted;
  };
  if (excess(0) <= 0) return 0;
  let [low, high] = [0, 4];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The fit as it is to be planned with: curve and draws times the factor, the draws spread so that their bands are as
 * wide as earlier ones should have been. Campaigns with the same `sharedBy` err together. What a fit says of days
 * gone by stays.
 */
export function correctedFit(
  fit: FittedCurve,
  { factor, spread }: Pick<ForecastCorrection, 'factor' | 'spread'>,
  sharedBy: string,
): FittedCurve {
  if (factor === 1 && spread === 0) return fit;
  const { draws } = fit.posterior;
  const { value, interval } = fit.diagnostics.marginalAtCurrent;
  const levels = levelNoise(draws.length, spread, `forecast ${sharedBy}`);
  const reach = (end: number) => Math.hypot(end - value, Z90 * spread * value);
  return {
    ...fit,
    curve: timesCurve(fit.curve, factor),
    parameters: {
      ...fit.parameters,
      scale: fit.parameters.scale * factor,
      baseline: fit.parameters.baseline * factor,
    },
    posterior: {
      ...fit.posterior,
      draws: draws.map((draw, s) => ({ ...draw, curve: timesCurve(draw.curve, factor * levels[s]!) })),
    },
    diagnostics: {
      ...fit.diagnostics,
      marginalAtCurrent: {
        value: value * factor,
        interval: [Math.max(0, value - reach(interval[0])) * factor, (value + reach(interval[1])) * factor],
      },
    },
  };
}

/** All of it, the baseline too. */
export const timesCurve = (curve: Curve, factor: number): Curve => ({
  ...curve,
  scale: (curve.scale ?? 1) * factor,
  ...(curve.baseline !== undefined && { baseline: curve.baseline * factor }),
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
