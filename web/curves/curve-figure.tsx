import { Figure, LegendItem } from '../charts/figure.tsx';
import { type CurveDrawing, ResponseCurve } from '../charts/response-curve.tsx';
import { type Amount, count, money, units } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';

interface DrawnCurve {
  readonly campaign: { readonly name: string };
  readonly currentSpend: Amount;
  readonly observedSpend: { readonly min: Amount; readonly max: Amount };
  readonly points: readonly {
    readonly spend: Amount;
    readonly expectedOutcome: number;
    readonly interval: { readonly low: number; readonly high: number } | null;
    readonly extrapolated: boolean;
  }[];
}

interface CurveFigureProps {
  readonly curve: DrawnCurve;
  readonly currency: string;
  readonly observed: CurveDrawing['observed'];
  readonly proposed?: number | null;
  readonly limits?: CurveDrawing['limits'];
  readonly height: number;
  readonly compact?: boolean;
}

/** A fitted curve as it is drawn everywhere on the page, with its points as a table. */
export function CurveFigure({
  curve,
  currency,
  observed,
  proposed,
  limits,
  height,
  compact,
}: CurveFigureProps) {
  const { campaign, currentSpend, observedSpend, points } = curve;
  const title = t('curve.of', { name: campaign.name });
  return (
    <Figure
      title={compact ? campaign.name : title}
      height={height}
      compact={compact ?? false}
      legend={compact ? undefined : <CurveLegend withPlan={typeof proposed === 'number'} />}
      chart={(width, drawnHeight) => (
        <ResponseCurve
          width={width}
          height={drawnHeight}
          title={title}
          xTitle={t('curve.x', { currency })}
          yTitle={t('curve.y')}
          points={points.map(({ spend, expectedOutcome, interval }) => ({
            spend: units(spend),
            outcome: expectedOutcome,
            low: interval?.low ?? null,
            high: interval?.high ?? null,
          }))}
          observed={observed}
          seen={{ min: units(observedSpend.min), max: units(observedSpend.max) }}
          current={units(currentSpend)}
          proposed={proposed}
          limits={limits}
        />
      )}
      table={() => ({
        head: [t('curve.x', { currency }), t('curve.y'), t('curve.low'), t('curve.high'), t('curve.guess')],
        rows: points.map(({ spend, expectedOutcome, interval, extrapolated }) => [
          money(units(spend), currency),
          count(expectedOutcome),
          count(interval?.low),
          count(interval?.high),
          extrapolated ? t('yes') : '',
        ]),
      })}
    />
  );
}

export function CurveLegend({ withPlan = false }: { withPlan?: boolean }) {
  return (
    <>
      <LegendItem mark="curve">{t('legend.curve')}</LegendItem>
      <LegendItem mark="band">{t('legend.band')}</LegendItem>
      <LegendItem mark="observed">{t('legend.observed')}</LegendItem>
      <LegendItem mark="current">{t('legend.current')}</LegendItem>
      {withPlan && <LegendItem mark="proposed">{t('legend.proposed')}</LegendItem>}
      {withPlan && <LegendItem mark="limits">{t('legend.limits')}</LegendItem>}
      <LegendItem mark="guess">{t('legend.guess')}</LegendItem>
    </>
  );
}
