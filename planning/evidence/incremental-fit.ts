import type { Curve } from '../../optimizer/curve/curve.ts';
import type { ExperimentCheck, FittedCurve, SuggestedExperiment } from '../../optimizer/fit/fitted-curve.ts';
import { levelNoise } from '../../optimizer/fit/level-noise.ts';

/** Standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

/**
 * A fitted curve in incremental outcomes: what spend brings is multiplied, in the curve and in every draw, and so is
 * everything said of it. The baseline stays, for nobody credits it to spend. Forecast errors stay too: they are of what
 * platforms report. Where the multiplier has a standard error, draws are multiplied by lognormal ones around it, the
 * same for all campaigns of the channel: they err together.
 */
export function incrementalFit(
  fit: FittedCurve,
  multiplier: number,
  { standardError = 0, channel = '' }: { readonly standardError?: number; readonly channel?: string } = {},
): FittedCurve {
  if (multiplier === 1 && standardError === 0) return fit;
  // The standard deviation of the logarithm of a lognormal with this mean and standard deviation.
  const spread = Math.sqrt(Math.log1p((standardError / multiplier) ** 2));
  const levels = levelNoise(fit.posterior.draws.length, spread, `incrementality ${channel}`);
  const { parameters, posterior, diagnostics, identifiability } = fit;
  const { value, interval } = diagnostics.marginalAtCurrent;
  const { experiment } = identifiability;
  return {
    ...fit,
    curve: scaled(fit.curve, multiplier),
    parameters: { ...parameters, scale: parameters.scale * multiplier },
    posterior: {
      ...posterior,
      draws: posterior.draws.map(({ curve, ...draw }, s) => ({
        ...draw,
        curve: scaled(curve, multiplier * (levels[s] ?? 1)),
      })),
    },
    diagnostics: {
      ...diagnostics,
      marginalAtCurrent: {
        value: value * multiplier,
        interval: times(wider(value, interval, Z90 * spread * value), multiplier),
      },
    },
    calibration: (fit.calibration ?? []).map((check) => scaledCheck(check, multiplier)),
    identifiability: {
      ...identifiability,
      ...(experiment && { experiment: scaledSuggestion(experiment, multiplier) }),
    },
  };
}

const times = ([low, high]: readonly [number, number], factor: number): readonly [number, number] => [
  low * factor,
  high * factor,
];

/** The interval with another, independent doubt: half widths add as squares do. */
const wider = (value: number, [low, high]: readonly [number, number], reach: number) =>
  [Math.max(0, value - Math.hypot(value - low, reach)), value + Math.hypot(high - value, reach)] as const;

/** Of a piecewise linear curve the scale may be left out, which is 1. */
const scaled = (curve: Curve, factor: number): Curve => ({ ...curve, scale: (curve.scale ?? 1) * factor });

function scaledCheck({ id, ...figures }: ExperimentCheck, factor: number): ExperimentCheck {
  const one = ({ lift, interval }: ExperimentCheck['observed']) => ({
    lift: lift * factor,
    interval: times(interval, factor),
  });
  return {
    id,
    observed: one(figures.observed),
    before: one(figures.before),
    after: one(figures.after),
  };
}

const scaledSuggestion = (experiment: SuggestedExperiment, factor: number): SuggestedExperiment => ({
  ...experiment,
  expectedStandardError: experiment.expectedStandardError * factor,
  expectedMarginalInterval: times(experiment.expectedMarginalInterval, factor),
  value: experiment.value * factor,
});
