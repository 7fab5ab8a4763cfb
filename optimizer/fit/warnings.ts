import type { CampaignState } from './campaign-state.ts';
import type { FitDiagnostics } from './fitted-curve.ts';

const FEW_OUTCOMES = 100;
const NAMED_OUTLIERS = 3;

/** What a planner should know before believing the curve, in words. */
export function warningsOf(state: CampaignState, diagnostics: Omit<FitDiagnostics, 'warnings'>): string[] {
  const { timeline } = state;
  const { spend, outOfSample, outliers, residualAutocorrelation, correlatedSpend } = diagnostics;
  const warnings: string[] = [];
  const total = timeline.outcome.reduce((a, b) => a + b, 0) * timeline.outcomeUnit;
  if (total > 0 && total < FEW_OUTCOMES && timeline.outcome.length > 0) {
    warnings.push(
      `Only ${Math.round(total)} outcomes in ${timeline.outcome.length} days: the curve rests on little.`,
    );
  }
  if (spend.mean > 0 && spend.current === 0) {
    warnings.push('Nothing was spent in the last 28 complete days.');
  } else if (spend.current > 1.05 * spend.p95 || spend.current < 0.95 * spend.p5) {
    warnings.push('The current spend lies outside the range in which nearly all days were.');
  }
  if (outOfSample.mase !== null && outOfSample.mase > 1.1) {
    warnings.push('Forecasts of days left out were worse than repeating the week before.');
  }
  if (outOfSample.bias !== null && Math.abs(outOfSample.bias) > 0.15) {
    const side = outOfSample.bias > 0 ? 'above' : 'below';
    warnings.push(
      `Forecasts of days left out came out ${Math.round(100 * Math.abs(outOfSample.bias))} % ${side} what happened: the level drifts.`,
    );
  }
  const { intervalCoverage } = outOfSample;
  if (intervalCoverage !== null && intervalCoverage < 0.6) {
    warnings.push(
      `Only ${Math.round(100 * intervalCoverage)} % of the days left out fell into their 80 % interval: days vary more than the model says.`,
    );
  }
  if ((residualAutocorrelation.lag1 ?? 0) > 0.3) {
    warnings.push(
      'What the model leaves unexplained lasts from one day to the next: something else moves the outcome.',
    );
  }
  if ((residualAutocorrelation.lag7 ?? 0) > 0.3) {
    warnings.push('What the model leaves unexplained repeats every week.');
  }
  if (correlatedSpend && correlatedSpend.correlation > 0.8) {
    warnings.push(
      `Spend moved together with that of ${correlatedSpend.campaign} (correlation ${correlatedSpend.correlation.toFixed(2)}).`,
    );
  }
  if (outliers.length > 0) {
    const named = outliers.slice(0, NAMED_OUTLIERS).join(', ');
    const more = outliers.length > NAMED_OUTLIERS ? ` and ${outliers.length - NAMED_OUTLIERS} more` : '';
    warnings.push(`Counted for less as outliers: ${named}${more}.`);
  }
  return warnings;
}
