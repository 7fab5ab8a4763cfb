import type { CampaignState } from './campaign-state.ts';
import type { FitDiagnostics } from './fitted-curve.ts';
import { rowWeights, varianceAt } from './noise.ts';
import { dateOf } from './timeline.ts';

const LEAST_DAYS = 21;
/** A day whose weight was cut to below this share of the usual is named an outlier. */
const OUTLIER_WEIGHT = 0.6;
const LARGEST_RESIDUAL = 3;

/** Correlation of standardised residuals with those of the days before, pauses in the reports left out. */
export function residualAutocorrelation({
  timeline,
  mu,
  noise,
}: CampaignState): FitDiagnostics['residualAutocorrelation'] {
  const { outcome, fitted } = timeline;
  const n = outcome.length;
  if (n < LEAST_DAYS) return { lag1: null, lag7: null };
  const standard = outcome.map((y, i) => {
    const residual = (y - mu[i]!) / Math.sqrt(varianceAt(noise, mu[i]!));
    return Math.max(-LARGEST_RESIDUAL, Math.min(LARGEST_RESIDUAL, residual));
  });
  const mean = standard.reduce((a, b) => a + b, 0) / n;
  const variance = standard.reduce((sum, r) => sum + (r - mean) ** 2, 0) / n;
  const rowOfDay = new Map(Array.from(fitted.day, (day, i) => [day, i]));
  const at = (lag: number) => {
    let sum = 0;
    let pairs = 0;
    fitted.day.forEach((day, i) => {
      const earlier = rowOfDay.get(day - lag);
      if (earlier === undefined) return;
      sum += (standard[i]! - mean) * (standard[earlier]! - mean);
      pairs++;
    });
    return pairs < LEAST_DAYS - lag || variance < 1e-12 ? null : sum / pairs / variance;
  };
  return { lag1: at(1), lag7: at(7) };
}

/** Dates of the days that count for less because they lie far off. */
export function outlierDays({ timeline, mu, noise, own }: CampaignState): string[] {
  const { outcome, trust, fitted } = timeline;
  const weights = rowWeights(outcome, mu, noise, trust);
  return Array.from(fitted.sinceStart)
    .filter((_, i) => (weights[i]! * varianceAt(noise, mu[i]!)) / trust[i]! < OUTLIER_WEIGHT)
    .map((day) => dateOf(own.start + day));
}
