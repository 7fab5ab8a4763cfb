import type { FitDiagnostics } from '../../optimizer/fit/fitted-curve.ts';
import { formatNumber, formatRelativeChange, formatShare } from '../terminal/number.ts';
import { PLAIN } from '../terminal/style.ts';
import { type Cell, renderTable } from '../terminal/table.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { ReportOptions } from './curves.ts';

/** One campaign's diagnostics, to read. */
export interface DiagnosticsView {
  readonly campaign: string;
  readonly diagnostics: FitDiagnostics;
  readonly carryOverHalfLifeDays: number;
}

/** How well each curve forecast days that it had not seen, what it left unexplained, and its warnings. */
export function renderDiagnostics(
  views: readonly DiagnosticsView[],
  { style = PLAIN, width = 120, period = 'day' }: ReportOptions & { readonly period?: 'day' | 'week' } = {},
): string {
  const table = renderTable(
    [
      { header: 'Campaign', narrow: 'truncate' },
      { header: period === 'day' ? 'Days' : 'Weeks', align: 'right' },
      { header: 'WAPE', align: 'right' },
      { header: 'Bias', align: 'right' },
      { header: 'MASE', align: 'right' },
      { header: 'In 80 %', align: 'right' },
      { header: period === 'day' ? 'Residuals 1 d, 7 d' : 'Residuals 1 w, 7 w', align: 'right' },
      { header: 'Outliers', align: 'right' },
      { header: 'Saturated', align: 'right' },
      { header: 'Half-life', align: 'right' },
    ],
    views.map(({ campaign, diagnostics, carryOverHalfLifeDays }): Cell[] => {
      const { outOfSample, residualAutocorrelation, outliers, saturationAtCurrent } = diagnostics;
      return [
        campaign,
        formatNumber(diagnostics.observations),
        formatShare(outOfSample.wape, 0),
        formatRelativeChange(outOfSample.bias),
        figure(outOfSample.mase),
        formatShare(outOfSample.intervalCoverage, 0),
        `${figure(residualAutocorrelation.lag1)}, ${figure(residualAutocorrelation.lag7)}`,
        formatNumber(outliers.length),
        formatShare(saturationAtCurrent, 0),
        `${formatNumber(carryOverHalfLifeDays, 1)} d`,
      ];
    }),
    { style, width },
  );
  const warnings = views.flatMap(({ campaign, diagnostics }) =>
    diagnostics.warnings.map((warning) =>
      bullet(style.warn('!'), `${style.bold(printable(campaign))}: ${printable(warning)}`, width),
    ),
  );
  return table + warnings.join('');
}

const figure = (value: number | null) => formatNumber(value, 2);
