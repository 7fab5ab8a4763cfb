import { useQuery } from '../api/use-query.ts';
import { Figure, LegendItem } from '../charts/figure.tsx';
import { TimeLine } from '../charts/time-line.tsx';
import { CurveFigure } from '../curves/curve-figure.tsx';
import { type Anchored, WithAnchor } from '../data/with-anchor.tsx';
import { experimentWords } from '../health/health.tsx';
import { compact, count, day, dayPlus, money, number, percent, units, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { beliefOf, Status, Verdict } from '../parts/badges.tsx';
import { Card, Page } from '../parts/page.tsx';
import { Said } from '../parts/said.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Told } from '../parts/told.tsx';
import { CAMPAIGN, type CampaignAnswer } from './documents.ts';

const WEEKS = 52;

/** One campaign: what it spent and brought, its curve, and how far that may be believed. */
export function CampaignDetail({ id }: { id: string }) {
  return <WithAnchor>{(anchor) => <DetailOf id={id} {...anchor} />}</WithAnchor>;
}

function DetailOf({ id, completeThrough, currency }: Anchored & { id: string }) {
  const answer = useQuery(CAMPAIGN, {
    id,
    ids: [id],
    from: dayPlus(completeThrough, 1 - 7 * WEEKS),
    to: completeThrough,
  });
  return (
    <Loaded of={answer} lines={10}>
      {(data) =>
        data.node?.__typename === 'Campaign' ? (
          <Detail campaign={data.node} performance={data.performance} currency={currency} />
        ) : (
          <Empty isWhole title={t('state.notFound')} />
        )
      }
    </Loaded>
  );
}

type Found = Extract<NonNullable<CampaignAnswer['node']>, { __typename: 'Campaign' }>;

interface DetailProps {
  readonly campaign: Found;
  readonly performance: CampaignAnswer['performance'];
  readonly currency: string;
}

function Detail({ campaign, performance, currency }: DetailProps) {
  const { responseCurve: curve } = campaign;
  const weeks = performance.rows.filter(({ period }) => period && !period.partial);
  return (
    <Page
      title={campaign.name}
      lead={
        <>
          <Status status={campaign.status} /> {campaign.channel.name} · {campaign.platform} ·{' '}
          {t('campaign.days', { from: day(campaign.firstDay), to: day(campaign.lastDay) })}
        </>
      }
    >
      <div class="grid two">
        <Card title={t('campaign.history')}>
          <WeeksFigure
            title={t('kpi.conversions')}
            weeks={weeks}
            value={(week) => week.conversions}
            label={compact}
            exact={count}
          />
          <WeeksFigure
            title={t('kpi.spend')}
            weeks={weeks}
            value={(week) => units(week.spend)}
            label={compact}
            exact={(value) => money(value, currency)}
          />
        </Card>
        <Card title={t('curve.title')}>
          {curve ? (
            <>
              <CurveFigure
                curve={{ ...curve, campaign }}
                currency={currency}
                observed={weeks.map(({ days, spend, conversions }) => ({
                  spend: units(spend) / days,
                  outcome: (conversions ?? 0) / days,
                }))}
                height={300}
              />
              <Facts curve={curve} currency={currency} />
            </>
          ) : (
            <p>{t('curve.none')}</p>
          )}
        </Card>
      </div>
    </Page>
  );
}

type Week = CampaignAnswer['performance']['rows'][number];

interface WeeksFigureProps {
  readonly title: string;
  readonly weeks: readonly Week[];
  readonly value: (week: Week) => number | null;
  readonly label: (value: number) => string;
  readonly exact: (value: number | null) => string;
}

function WeeksFigure({ title, weeks, value, label, exact }: WeeksFigureProps) {
  const points = weeks.map((week) => ({ day: week.period?.from ?? '', value: value(week) }));
  return (
    <Figure
      title={`${title} · ${t('campaign.weekly')}`}
      height={170}
      legend={<LegendItem mark="curve">{title}</LegendItem>}
      chart={(width, height) => (
        <TimeLine
          title={title}
          width={width}
          height={height}
          label={label}
          series={[{ name: title, kind: 'main', points }]}
        />
      )}
      table={() => ({
        head: [t('column.week'), title],
        rows: points.map((point) => [day(point.day), exact(point.value)]),
      })}
    />
  );
}

function Facts({ curve, currency }: { curve: NonNullable<Found['responseCurve']>; currency: string }) {
  const {
    identifiability,
    forecastError,
    observedSpend,
    parameters,
    suggestedExperiment: experiment,
  } = curve;
  const facts: readonly (readonly [string, string])[] = [
    [t('curve.current'), money(units(curve.currentSpend), currency)],
    [t('curve.marginalCpa'), money(unitsOrNull(curve.marginalCpaAtCurrent), currency)],
    [t('curve.saturation'), percent(curve.saturationAtCurrent)],
    [t('curve.family'), wordsFor('family', curve.family) ?? curve.family],
    [t('curve.halfLife'), t('curve.days', { n: number(parameters.carryOverHalfLifeDays, 1) })],
    [t('curve.variation'), percent(observedSpend.variation)],
    [t('curve.wape'), percent(forecastError.wape)],
    [t('curve.coverage'), percent(forecastError.intervalCoverage)],
  ];
  return (
    <>
      <p>
        <Verdict verdict={identifiability.verdict} />{' '}
        <Said own={beliefOf(observedSpend.variation, curve.observations)}>{identifiability.reason}</Said>
      </p>
      {identifiability.suggestion && (
        <p class="hint">
          <Said own={experiment && experimentWords(experiment, currency)}>{identifiability.suggestion}</Said>
        </p>
      )}
      {curve.warningStatements.map((warning) => (
        <p key={warning.sentence} class="hint">
          <Told of={warning} currency={currency} />
        </p>
      ))}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
