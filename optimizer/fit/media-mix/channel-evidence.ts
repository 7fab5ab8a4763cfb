import type { Curve } from '../../curve/curve.ts';
import { responseOf } from '../../curve/response.ts';
import { nameFigure, numberFigure, type Statement, says, shareFigure } from '../../statement.ts';
import type { CurveDraw, FitDiagnostics, Identifiability } from '../fitted-curve.ts';
import { judge } from '../identifiability.ts';
import { interval } from '../predict.ts';
import { average, CURRENT_DAYS, deviation, distinctLevels, summaryOfSpend } from '../spend-range.ts';
import type { MixLayout } from './layout.ts';

/** What is the same for all channels, for they share the outcome. */
export type SharedDiagnostics = Pick<
  FitDiagnostics,
  'observations' | 'firstDay' | 'lastDay' | 'outOfSample' | 'residualAutocorrelation' | 'outliers'
> & { readonly convergence: number };

/** Spends that move more alike than this are named. */
const CLEARLY_ALIKE = 0.5;
const LEAST_SPEND = 0.01;

export function channelEvidence(
  layout: MixLayout,
  c: number,
  curve: Curve,
  draws: readonly CurveDraw[],
  shared: SharedDiagnostics,
): { diagnostics: FitDiagnostics; identifiability: Identifiability } {
  const spend = spendOf(layout, c);
  const correlatedSpend = mostAlike(layout, c);
  const readAt = Math.max(spend.current, LEAST_SPEND * spend.mean);
  const hasSpent = readAt > 0;
  const response = responseOf(curve);
  const marginal = hasSpent ? response.slope(readAt) : 0;
  const marginals = draws.map((draw) => (hasSpent ? responseOf(draw.curve).slope(readAt) : 0));
  const averageReturn = hasSpent ? response.value(readAt) / readAt : 0;
  const { convergence, ...rest } = shared;
  const diagnostics = {
    ...rest,
    spend,
    correlatedSpend,
    saturationAtCurrent:
      Number.isFinite(response.ceiling) && response.ceiling > 0
        ? response.value(spend.current) / response.ceiling
        : null,
    marginalAtCurrent: { value: marginal, interval: interval(marginals, marginal) },
  };
  const { experiment: _, ...identifiability } = judge({
    observations: shared.observations * layout.periodDays,
    daysWithSpend: layout.channels[c]!.spend.filter((x) => x > 0).length * layout.periodDays,
    totalOutcome: layout.outcome.filter((y) => !Number.isNaN(y)).length,
    variation: spend.variation,
    distinctLevels: distinctLevels(layout.channels[c]!),
    marginalLogSd: logSd(marginals),
    marginalShareSd: averageReturn > 0 ? deviation(marginals) / averageReturn : Number.POSITIVE_INFINITY,
    marginalShare: averageReturn > 0 ? marginal / averageReturn : 0,
    currentSpend: spend.current / layout.periodDays,
    correlatedSpend,
  });
  const warned = warningsOf(diagnostics, convergence);
  return {
    diagnostics: { ...diagnostics, warnings: warned.map(({ sentence }) => sentence), warned },
    identifiability,
  };
}

/** Per period, units of money. */
function spendOf({ channels, periodDays }: MixLayout, c: number): FitDiagnostics['spend'] {
  const { spend, spendUnit } = channels[c]!;
  const values = Array.from(spend, (x) => x * spendUnit);
  return summaryOfSpend(values, values.slice(-CURRENT_DAYS / periodDays));
}

function mostAlike({ channels, mix }: MixLayout, c: number): FitDiagnostics['correlatedSpend'] {
  const own = [...channels[c]!.spend];
  let most: FitDiagnostics['correlatedSpend'] = null;
  channels.forEach((other, d) => {
    if (d === c) return;
    const correlation = correlationOf(own, [...other.spend]);
    if (correlation > (most?.correlation ?? CLEARLY_ALIKE)) {
      most = { campaign: mix.channels[d]!.channel, correlation };
    }
  });
  return most;
}

function correlationOf(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [average(a), average(b)];
  const spread = deviation(a) * deviation(b);
  return spread > 0 ? average(a.map((v, t) => (v - meanA) * (b[t]! - meanB))) / spread : 0;
}

function logSd(values: readonly number[]): number {
  const logs = values.filter((v) => v > 0).map(Math.log);
  return logs.length < values.length / 2 ? Number.POSITIVE_INFINITY : deviation(logs);
}

function warningsOf(
  {
    spend,
    correlatedSpend,
    outOfSample,
    residualAutocorrelation,
    outliers,
  }: Omit<FitDiagnostics, 'warnings' | 'warned'>,
  convergence: number,
): Statement[] {
  const warnings: Statement[] = [];
  const warn = (...of: Parameters<typeof says>) => warnings.push(says(...of));
  if (spend.mean > 0 && spend.current === 0)
    warn('NOTHING_SPENT_OF_LATE', 'Nothing was spent in the last four weeks.');
  if (correlatedSpend && correlatedSpend.correlation > 0.8) {
    const { campaign, correlation } = correlatedSpend;
    warn(
      'CREDIT_MIXED',
      `Spend moved together with that of ${campaign} (correlation ${correlation.toFixed(2)}): what one brings may be credited to the other.`,
      nameFigure('name', campaign),
      numberFigure('correlation', correlation),
    );
  }
  if (convergence > 1.1) {
    warn(
      'MIXES_UNSETTLED',
      'The search for likely mixes did not settle: the channels are hard to tell apart, and the intervals may be too narrow.',
    );
  }
  if (outOfSample.mase !== null && outOfSample.mase > 1.1) {
    warn(
      'WORSE_THAN_PERIOD_BEFORE',
      'Forecasts of periods left out were worse than repeating the one before.',
    );
  }
  if (outOfSample.intervalCoverage !== null && outOfSample.intervalCoverage < 0.6) {
    warn(
      'FEW_PERIODS_INSIDE',
      `Only ${Math.round(100 * outOfSample.intervalCoverage)} % of the periods left out fell into their 80 % interval: the outcome varies more than the model says.`,
      shareFigure('inside', outOfSample.intervalCoverage),
    );
  }
  if ((residualAutocorrelation.lag1 ?? 0) > 0.3) {
    warn(
      'REMAINDER_LASTS_PERIODS',
      'What the model leaves unexplained lasts from one period to the next: something else moves the outcome.',
    );
  }
  if (outliers.length > 0) {
    const named = outliers.slice(0, 3).join(', ');
    warn('PERIODS_OUTLYING', `Counted for less as outliers: ${named}.`, nameFigure('periods', named));
  }
  return warnings;
}
