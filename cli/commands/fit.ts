import { fitCurves } from '../../optimizer/fit/fit-curves.ts';
import type {
  CampaignSeries,
  ExperimentCheck,
  FittedCurve,
  Prediction,
} from '../../optimizer/fit/fitted-curve.ts';
import { predict } from '../../optimizer/fit/predict.ts';
import { type Command, onlyFile, parseArguments } from '../command.ts';
import { EXIT, UsageError } from '../exit-code.ts';
import { readBreaks, readEvents, readExperiments, withEvidence } from '../input/evidence.ts';
import { readMixCsv } from '../input/mix-csv.ts';
import { parsePoint } from '../input/points.ts';
import { readText } from '../input/read-input.ts';
import { type OutcomeColumn, readTidyCsv } from '../input/tidy-csv.ts';
import { type CurveReportOptions, renderCurves } from '../report/curves.ts';
import { renderDiagnostics } from '../report/diagnostics.ts';
import type { CurveView, LiftView } from '../report/view.ts';
import { formatNumber, formatSignificant } from '../terminal/number.ts';
import { createProgress } from '../terminal/progress.ts';
import { type Style, styleFor } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { fitMix, withMixEvidence } from './fit-mix.ts';

/** One campaign of the printed array. */
interface Fit extends Pick<FittedCurve, 'campaign' | 'channel' | 'family' | 'identifiability'> {
  readonly parameters: { readonly carryOverHalfLifeDays: number };
  readonly diagnostics: FittedCurve['diagnostics'] & Pick<FittedCurve, 'calibration'>;
  readonly at: readonly Prediction[];
}

export const fit: Command = {
  help: `Usage: equimarginal fit FILE.csv|- [--at POINT]… [--outcome NAME] [--table]
                        [--experiments FILE] [--events FILE] [--breaks FILE]
       equimarginal fit FILE.csv|- --mix [--outcome COLUMN] [--control COLUMN]… [--at POINT]… [--table]
                        [--experiments FILE] [--events FILE]

Fits a response curve to each campaign of a tidy CSV and prints a JSON array on standard output,
one object per campaign: campaign, channel, family, parameters, diagnostics, identifiability, at.

  date,channel,campaign,spend,impressions,clicks,conversions,revenue   one row per campaign and day

diagnostics holds the errors of forecasts of days that the fit had not seen (wape, bias, mase,
intervalCoverage), residualAutocorrelation, outliers, the spends seen, saturation, warnings, and
calibration: each experiment beside what the curve says of it without and with its evidence.

With --mix the channels of the file share one outcome (all sales, not what platforms credit to
themselves) and are fitted together: one object per channel, with its contribution and the shared
baseline. Periods are days or weeks, without gaps, better 100 and more; amounts are per period.

  date,channel,spend,OUTCOME,CONTROL…   one row per channel and date; outcome and controls belong to the
                                        date: its rows repeat them, or all but one leave the cell empty

Options
  --at x0.5           mean daily conversions over the observed days, had every day's spend been half of what it was
  --at 250            the same for a steady daily spend of 250; may be given many times, answers keep the order
  --outcome revenue   curves of revenue; what is named conversions in the answer then counts revenue
  --experiments FILE  a JSON array of lift tests that calibrate the curves: id, campaign, channel, from, to,
                      spendControl, spendTest, lift, standardError (all per day), outcome, kind, source
  --events FILE       a JSON array of holidays and sales: name, from, to, channels (default all)
  --breaks FILE       a JSON array of days from which a campaign's level is another: campaign, channel, date, reason
  --table             tables to read instead of JSON
  --mix               several channels, one outcome; --outcome then names any column (conversions are a count,
                      anything else an amount), and --at x0.5 changes one channel, the others as they were
  --control COLUMN    with --mix: a column of whatever else moves the outcome, such as price; may be given many times

  equimarginal fit examples/tidy.csv --at x0.5 --at x2
  equimarginal fit examples/tidy.csv --table --experiments examples/evidence/experiments.json \\
    --events examples/evidence/events.json
  equimarginal fit weekly.csv --mix --outcome sales --control price --at x0.8
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      at: { type: 'string', multiple: true, default: [] },
      table: { type: 'boolean', default: false },
      outcome: { type: 'string', default: 'conversions' },
      experiments: { type: 'string' },
      events: { type: 'string' },
      breaks: { type: 'string' },
      mix: { type: 'boolean', default: false },
      control: { type: 'string', multiple: true, default: [] },
    });
    const points = values.at.map(parsePoint);
    if (values.mix && values.breaks !== undefined)
      throw new UsageError(
        '--breaks does not go with --mix. Give a --control column that is 0 before and 1 after.',
      );
    if (!values.mix && values.control.length > 0) throw new UsageError('--control goes with --mix alone.');
    const file = onlyFile(positionals, 'a tidy CSV of daily performance');
    const reading = async <T>(
      name: string | undefined,
      read: (text: string, file: string) => readonly T[],
    ) => (name === undefined ? [] : read(await readText(name, io), name));
    const experiments = await reading(values.experiments, readExperiments);
    const events = await reading(values.events, readEvents);
    const breaks = await reading(values.breaks, readBreaks);
    const progress = createProgress(io.stderr);
    const print = async (fits: readonly Fit[], outcome: OutcomeColumn, period: 'day' | 'week' = 'day') => {
      progress.clear();
      const style = styleFor(io.stdout, io.env);
      await io.stdout.write(
        values.table
          ? tables(fits, { style, width: io.stdout.columns, outcome, period })
          : `${JSON.stringify(fits, null, io.stdout.isTerminal ? 2 : undefined)}\n`,
      );
      return EXIT.done;
    };

    if (values.mix) {
      const mix = withMixEvidence(
        readMixCsv(await readText(file, io), values.outcome, values.control),
        experiments.filter((experiment) => isOf(experiment.outcome, values.outcome)),
        events,
      );
      progress.step(`Fitting ${mix.channels.length} channels together`);
      const fits = fitMix(mix, points);
      return print(
        fits,
        mix.kind === 'COUNT' ? 'conversions' : 'revenue',
        fits[0]?.periodDays === 7 ? 'week' : 'day',
      );
    }
    const outcome = outcomeNamed(values.outcome);
    const series = withEvidence(
      readTidyCsv(await readText(file, io), outcome),
      experiments.filter((experiment) => experiment.outcome === outcome.toUpperCase()),
      breaks,
    );

    progress.step(`Fitting ${series.length} campaigns`);
    const fits = fitCurves(series, { events }).map((fitted, index): Fit => {
      const at = points.map((point) => predict(fitted, series[index] as CampaignSeries, point));
      const { campaign, channel, family, parameters, identifiability } = fitted;
      const diagnostics = { ...fitted.diagnostics, calibration: fitted.calibration };
      return { campaign, channel, family, parameters, diagnostics, identifiability, at };
    });
    return print(fits, outcome);
  },
};

/** Of a mix's outcome by another name, experiments of either kind may be meant. */
const isOf = (kind: string, column: string) =>
  !['conversions', 'revenue'].includes(column.toLowerCase()) || kind === column.toUpperCase();

function outcomeNamed(name: string): OutcomeColumn {
  if (name === 'conversions' || name === 'revenue') return name;
  throw new UsageError(`--outcome ${JSON.stringify(name)} is not known. Wanted conversions or revenue.`);
}

interface TableOptions extends CurveReportOptions {
  readonly style: Style;
  readonly period: 'day' | 'week';
}

function tables(fits: readonly Fit[], options: TableOptions): string {
  const diagnostics = renderDiagnostics(
    fits.map((fitted) => ({ ...fitted, carryOverHalfLifeDays: fitted.parameters.carryOverHalfLifeDays })),
    options,
  );
  return [
    renderCurves(fits.map(viewOf), options),
    diagnostics,
    ...(fits.some(({ at }) => at.length > 0) ? [predictions(fits, options)] : []),
  ].join('\n');
}

function predictions(fits: readonly Fit[], { style, width = 120, outcome, period }: TableOptions): string {
  const isRevenue = outcome === 'revenue';
  return renderTable(
    [
      { header: 'Campaign', narrow: 'truncate' },
      { header: `Spend a ${period}`, align: 'right' },
      { header: isRevenue ? 'Revenue' : 'Conversions', align: 'right' },
      { header: '80 %', align: 'right' },
      { header: 'Brought by spend', align: 'right' },
      { header: isRevenue ? 'Marginal ROAS' : 'Marginal CPA', align: 'right' },
    ],
    fits.flatMap(({ campaign, at }) =>
      at.map((prediction, index) => [
        index === 0 ? campaign : '',
        formatNumber(prediction.spend, 2),
        formatNumber(prediction.expectedConversions, 2),
        prediction.interval.map((end) => formatNumber(end, 2)).join(' – '),
        formatNumber(prediction.incrementalConversions, 2),
        formatSignificant(isRevenue ? prediction.marginalConversions : 1 / prediction.marginalConversions),
      ]),
    ),
    { style, width },
  );
}

function viewOf({ campaign, channel, family, diagnostics, identifiability }: Fit): CurveView {
  const { spend, marginalAtCurrent, outOfSample } = diagnostics;
  return {
    campaign,
    channel,
    family,
    verdict: identifiability.verdict,
    reason: identifiability.reason,
    suggestion: identifiability.suggestion,
    observedDays: diagnostics.observations,
    spendLow: spend.min,
    spendHigh: spend.max,
    currentSpend: spend.current,
    marginal: marginalAtCurrent.value,
    marginalLow: marginalAtCurrent.interval[0],
    marginalHigh: marginalAtCurrent.interval[1],
    forecastError: outOfSample.wape,
    calibration: diagnostics.calibration.map(({ id, observed, before, after }) => ({
      experiment: id,
      observed: liftView(observed),
      before: liftView(before),
      after: liftView(after),
    })),
    incrementality: null,
  };
}

const liftView = ({ lift, interval: [low, high] }: ExperimentCheck['observed']): LiftView => ({
  lift,
  low,
  high,
});
