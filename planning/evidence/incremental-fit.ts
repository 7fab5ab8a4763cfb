import type { Curve } from '../../optimizer/curve/curve.ts';
import type { ExperimentCheck, FittedCurve, SuggestedExperiment } from '../../optimizer/fit/fitted-curve.ts';

/**
 * A fitted curve in incremental outcomes: what spend brings is multiplied, in the curve and in every draw, and so is
 * everything said of it. The baseline stays, for nobody credits it to spend. Forecast errors stay too: they are of what
 * platforms report.
 */
export function incrementalFit(fit: FittedCurve, multiplier: number): FittedCurve {
  if (multiplier === 1) return fit;
  const { parameters, posterior, diagnostics, identifiability } = fit;
  const { value, interval } = diagnostics.marginalAtCurrent;
  const { experiment } = identifiability;
  return {
    ...fit,
    curve: scaled(fit.curve, multiplier),
    parameters: { ...parameters, scale: parameters.scale * multiplier },
    posterior: {
      ...posterior,
      draws: posterior.draws.map(({ curve, ...draw }) => ({ ...draw, curve: scaled(curve, multiplier) })),
    },
    diagnostics: {
      ...diagnostics,
      marginalAtCurrent: { value: value * multiplier, interval: times(interval, multiplier) },
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
