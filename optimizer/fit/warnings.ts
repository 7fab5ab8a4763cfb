import { nameFigure, numberFigure, type Statement, says, shareFigure } from '../statement.ts';
import type { CampaignState } from './campaign-state.ts';
import type { FitDiagnostics } from './fitted-curve.ts';

const FEW_OUTCOMES = 100;
const NAMED_OUTLIERS = 3;

/** What a planner should know before believing the curve. */
export function warningsOf(
  state: CampaignState,
  diagnostics: Omit<FitDiagnostics, 'warnings' | 'warned'>,
): Statement[] {
  const { timeline } = state;
  const { spend, outOfSample, outliers, residualAutocorrelation, correlatedSpend } = diagnostics;
  const warnings: Statement[] = [];
  const warn = (...said: Parameters<typeof says>) => warnings.push(says(...said));
  const total = timeline.outcome.reduce((a, b) => a + b, 0) * timeline.outcomeUnit;
  if (total > 0 && total < FEW_OUTCOMES && timeline.outcome.length > 0) {
    warn(
      'FEW_OUTCOMES',
      `Only ${Math.round(total)} outcomes in ${timeline.outcome.length} days: the curve rests on little.`,
      numberFigure('outcomes', Math.round(total)),
      numberFigure('days', timeline.outcome.length),
    );
  }
  if (spend.mean > 0 && spend.current === 0) {
    warn('NOTHING_SPENT', 'Nothing was spent in the last 28 complete days.');
  } else if (spend.current > 1.05 * spend.p95 || spend.current < 0.95 * spend.p5) {
    warn('SPEND_UNUSUAL', 'The current spend lies outside the range in which nearly all days were.');
  }
  if (outOfSample.mase !== null && outOfSample.mase > 1.1) {
    warn('WORSE_THAN_REPEATING', 'Forecasts of days left out were worse than repeating the week before.');
  }
  if (outOfSample.bias !== null && Math.abs(outOfSample.bias) > 0.15) {
    const side = outOfSample.bias > 0 ? 'above' : 'below';
    warn(
      outOfSample.bias > 0 ? 'FORECASTS_ABOVE' : 'FORECASTS_BELOW',
      `Forecasts of days left out came out ${Math.round(100 * Math.abs(outOfSample.bias))} % ${side} what happened: the level drifts.`,
      shareFigure('bias', Math.abs(outOfSample.bias)),
    );
  }
  const { intervalCoverage } = outOfSample;
  if (intervalCoverage !== null && intervalCoverage < 0.6) {
    warn(
      'FEW_DAYS_INSIDE',
      `Only ${Math.round(100 * intervalCoverage)} % of the days left out fell into their 80 % interval: days vary more than the model says.`,
      shareFigure('inside', intervalCoverage),
    );
  }
  if ((residualAutocorrelation.lag1 ?? 0) > 0.3) {
    warn(
      'REMAINDER_LASTS',
      'What the model leaves unexplained lasts from one day to the next: something else moves the outcome.',
    );
  }
  if ((residualAutocorrelation.lag7 ?? 0) > 0.3) {
    warn('REMAINDER_REPEATS', 'What the model leaves unexplained repeats every week.');
  }
  if (correlatedSpend && correlatedSpend.correlation > 0.8) {
    warn(
      'MOVED_TOGETHER',
      `Spend moved together with that of ${correlatedSpend.campaign} (correlation ${correlatedSpend.correlation.toFixed(2)}).`,
      nameFigure('name', correlatedSpend.campaign),
      numberFigure('correlation', correlatedSpend.correlation),
    );
  }
  if (outliers.length > 0) {
    const named = outliers.slice(0, NAMED_OUTLIERS).join(', ');
    const more = outliers.length > NAMED_OUTLIERS ? ` and ${outliers.length - NAMED_OUTLIERS} more` : '';
    warn(
      'OUTLIERS',
      `Counted for less as outliers: ${named}${more}.`,
      nameFigure('days', `${named}${outliers.length > NAMED_OUTLIERS ? ' …' : ''}`),
      numberFigure('n', outliers.length),
    );
  }
  return warnings;
}
