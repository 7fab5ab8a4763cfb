import { formatNumber, formatShare, formatSignificant } from '../terminal/number.ts';
import { PLAIN, type Style } from '../terminal/style.ts';
import { type Cell, renderTable } from '../terminal/table.ts';
import { bullet, printable } from '../terminal/width.ts';
import type { CalibrationView, CurveView, LiftView, Verdict } from './view.ts';

export interface ReportOptions {
  readonly style?: Style;
  readonly width?: number;
}

export interface CurveReportOptions extends ReportOptions {
  /** What the curves count. Default conversions. */
  readonly outcome?: 'conversions' | 'revenue';
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

/** The curves, and under them what experiments said of them and what would settle those that cannot be told. */
export function renderCurves(
  curves: readonly CurveView[],
  { style = PLAIN, width = 120, outcome = 'conversions' }: CurveReportOptions = {},
) {
  const isRevenue = outcome === 'revenue';
  const table = renderTable(
    [
      { header: 'Campaign', narrow: 'truncate' },
      { header: 'Channel', narrow: 'truncate' },
      { header: 'Curve' },
      { header: 'Belief' },
      { header: 'Spend seen', align: 'right' },
      { header: 'now', align: 'right' },
      { header: isRevenue ? 'Marginal ROAS (80 %)' : 'Marginal CPA (80 %)', align: 'right' },
      { header: 'Error', align: 'right' },
    ],
    curves.map((curve): Cell[] => [
      curve.campaign,
      curve.channel,
      FAMILY[curve.family] ?? curve.family,
      { text: BELIEF[curve.verdict], paint: paintOf(curve.verdict, style) },
      `${formatNumber(curve.spendLow)} – ${formatNumber(curve.spendHigh)}`,
      formatNumber(curve.currentSpend),
      isRevenue ? marginalRoas(curve) : marginalCpa(curve),
      formatShare(curve.forecastError, 0),
    ]),
    { style, width },
  );
  const open = curves.filter((curve) => curve.verdict === 'UNIDENTIFIED');
  const known = curves.flatMap((curve) => [
    ...curve.calibration.map((check) => calibrationNote(curve.campaign, check, style, width)),
    ...(curve.incrementality ? [incrementalityNote(curve, style, width)] : []),
  ]);
  return table + known.join('') + open.map((curve) => note(curve, style, width)).join('');
}

function calibrationNote(
  campaign: string,
  { experiment, observed, before, after }: CalibrationView,
  style: Style,
  width: number,
): string {
  const figure = ({ lift, low, high }: LiftView) =>
    `${formatSignificant(lift)} (${formatSignificant(low)} … ${formatSignificant(high)})`;
  return bullet(
    style.good('◆'),
    `${style.bold(printable(campaign))}: the experiment ${printable(experiment)} measured ${figure(observed)} a day more. ` +
      `Without it the curve said ${figure(before)}, with it ${figure(after)}.`,
    width,
  );
}

function incrementalityNote({ campaign, incrementality }: CurveView, style: Style, width: number): string {
  const { multiplier = 1, source = '' } = incrementality ?? {};
  return bullet(
    style.good('◆'),
    `${style.bold(printable(campaign))}: what spend brings counts at ${formatSignificant(multiplier)} of what is reported. ${printable(source)}`,
    width,
  );
}

function marginalRoas({ marginal, marginalLow, marginalHigh }: CurveView): string {
  if (marginalLow === null || marginalHigh === null) return formatSignificant(marginal);
  return `${formatSignificant(marginal)} (${formatSignificant(marginalLow)} … ${formatSignificant(marginalHigh)})`;
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
