import { formatNumber, formatShare, formatSignificant } from '../terminal/number.ts';
import { PLAIN, type Style } from '../terminal/style.ts';
import { type Cell, renderTable } from '../terminal/table.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { CurveView, Verdict } from './view.ts';

export interface ReportOptions {
  readonly style?: Style;
  readonly width?: number;
}

const FAMILY: Readonly<Record<string, string>> = {
  POWER: 'power',
  LOG: 'logarithmic',
  NEGATIVE_EXPONENTIAL: 'exponential',
  HILL: 'Hill',
  LOGISTIC: 'logistic',
  PIECEWISE_LINEAR: 'piecewise linear',
};

const BELIEF: Readonly<Record<Verdict, string>> = {
  WELL_IDENTIFIED: '● well known',
  WEAK: '◐ weak',
  UNIDENTIFIED: '○ unknown',
};

/** The curves, and under them what would settle those that cannot be told. */
export function renderCurves(
  curves: readonly CurveView[],
  { style = PLAIN, width = 120 }: ReportOptions = {},
) {
  const table = renderTable(
    [
      { header: 'Campaign', narrow: 'truncate' },
      { header: 'Channel', narrow: 'truncate' },
      { header: 'Curve' },
      { header: 'Belief' },
      { header: 'Spend seen', align: 'right' },
      { header: 'now', align: 'right' },
      { header: 'Marginal CPA (80 %)', align: 'right' },
      { header: 'Error', align: 'right' },
    ],
    curves.map((curve): Cell[] => [
      curve.campaign,
      curve.channel,
      FAMILY[curve.family] ?? curve.family,
      { text: BELIEF[curve.verdict], paint: paintOf(curve.verdict, style) },
      `${formatNumber(curve.spendLow)} – ${formatNumber(curve.spendHigh)}`,
      formatNumber(curve.currentSpend),
      marginalCpa(curve),
      formatShare(curve.forecastError, 0),
    ]),
    { style, width },
  );
  const open = curves.filter((curve) => curve.verdict === 'UNIDENTIFIED');
  return table + open.map((curve) => note(curve, style, width)).join('');
}

/** Money for one more conversion. A steeper curve is a cheaper conversion, so the interval's ends change places. */
function marginalCpa({ marginal, marginalLow, marginalHigh }: CurveView): string {
  const price = (perMoney: number | null) =>
    formatSignificant(perMoney !== null && perMoney > 0 ? 1 / perMoney : null);
  if (marginalLow === null || marginalHigh === null) return price(marginal);
  return `${price(marginal)} (${price(marginalHigh)} … ${marginalLow > 0 ? price(marginalLow) : '∞'})`;
}

function paintOf(verdict: Verdict, style: Style) {
  if (verdict === 'WELL_IDENTIFIED') return style.good;
  return verdict === 'WEAK' ? style.warn : style.bad;
}

function note({ campaign, reason, suggestion }: CurveView, style: Style, width: number): string {
  const advice = suggestion === null ? '' : ` ${style.accent(suggestion)}`;
  return bullet(style.bad('○'), `${style.bold(printable(campaign))}: ${reason}${advice}`, width);
}
