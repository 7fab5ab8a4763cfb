import { fitCurves } from '../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries, FittedCurve, Prediction } from '../../optimizer/fit/fitted-curve.ts';
import { predict } from '../../optimizer/fit/predict.ts';
import { type Command, onlyFile, parseArguments } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { parsePoint } from '../input/points.ts';
import { readText } from '../input/read-input.ts';
import { readTidyCsv } from '../input/tidy-csv.ts';
import { renderCurves } from '../report/curves.ts';
import type { CurveView } from '../report/view.ts';
import { formatNumber, formatSignificant } from '../terminal/number.ts';
import { createProgress } from '../terminal/progress.ts';
import { type Style, styleFor } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';

/** One campaign of the printed array. */
interface Fit
  extends Pick<
    FittedCurve,
    'campaign' | 'channel' | 'family' | 'parameters' | 'diagnostics' | 'identifiability'
  > {
  readonly at: readonly Prediction[];
}

export const fit: Command = {
  help: `Usage: equimarginal fit FILE.csv|- [--at POINT]… [--table]

Fits a response curve to each campaign of a tidy CSV and prints a JSON array on standard output,
one object per campaign: campaign, channel, family, parameters, diagnostics, identifiability, at.

  date,channel,campaign,spend,impressions,clicks,conversions,revenue   one row per campaign and day

Options
  --at x0.5   mean daily conversions over the observed days, had every day's spend been half of what it was
  --at 250    the same for a steady daily spend of 250; may be given many times, answers keep the order
  --table     a table to read instead of JSON

  equimarginal fit examples/tidy.csv --at x0.5 --at x2
`,
  async run(argv, io) {
    const { values, positionals } = parseArguments(argv, {
      at: { type: 'string', multiple: true, default: [] },
      table: { type: 'boolean', default: false },
    });
    const points = values.at.map(parsePoint);
    const file = onlyFile(positionals, 'a tidy CSV of daily performance');
    const series = readTidyCsv(await readText(file, io));

    const progress = createProgress(io.stderr);
    progress.step(`Fitting ${series.length} campaigns`);
    const fits = fitCurves(series).map((fitted, index): Fit => {
      const at = points.map((point) => predict(fitted, series[index] as CampaignSeries, point));
      const { campaign, channel, family, parameters, diagnostics, identifiability } = fitted;
      return { campaign, channel, family, parameters, diagnostics, identifiability, at };
    });
    progress.clear();

    if (values.table) await io.stdout.write(tables(fits, styleFor(io.stdout, io.env), io.stdout.columns));
    else await io.stdout.write(`${JSON.stringify(fits, null, io.stdout.isTerminal ? 2 : undefined)}\n`);
    return EXIT.done;
  },
};

function tables(fits: readonly Fit[], style: Style, width: number): string {
  const curves = renderCurves(fits.map(viewOf), { style, width });
  return fits.some(({ at }) => at.length > 0) ? `${curves}\n${predictions(fits, style, width)}` : curves;
}

function predictions(fits: readonly Fit[], style: Style, width: number): string {
  return renderTable(
    [
      { header: 'Campaign', narrow: 'truncate' },
      { header: 'Spend a day', align: 'right' },
      { header: 'Conversions', align: 'right' },
      { header: '80 %', align: 'right' },
      { header: 'Brought by spend', align: 'right' },
      { header: 'Marginal CPA', align: 'right' },
    ],
    fits.flatMap(({ campaign, at }) =>
      at.map((prediction, index) => [
        index === 0 ? campaign : '',
        formatNumber(prediction.spend, 2),
        formatNumber(prediction.expectedConversions, 2),
        prediction.interval.map((end) => formatNumber(end, 2)).join(' – '),
        formatNumber(prediction.incrementalConversions, 2),
        formatSignificant(1 / prediction.marginalConversions),
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
    ...identifiability,
    observedDays: diagnostics.observations,
    spendLow: spend.min,
    spendHigh: spend.max,
    currentSpend: spend.current,
    marginal: marginalAtCurrent.value,
    marginalLow: marginalAtCurrent.interval[0],
    marginalHigh: marginalAtCurrent.interval[1],
    forecastError: outOfSample.wape,
  };
}
