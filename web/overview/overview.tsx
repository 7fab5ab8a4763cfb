import { useQuery } from '../api/use-query.ts';
import { Figure, LegendItem } from '../charts/figure.tsx';
import { Sparkline, TimeLine } from '../charts/time-line.tsx';
import { type Anchored, WithAnchor } from '../data/with-anchor.tsx';
import {
  compact,
  count,
  day,
  dayPlus,
  dayRange,
  money,
  number,
  percent,
  units,
  unitsOrNull,
} from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Delta, ratioOf } from '../parts/badges.tsx';
import { Card, Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Segments } from '../parts/segments.tsx';
import { Loaded } from '../parts/states.tsx';
import { parameter, setParameters } from '../shell/router.ts';
import { Attention } from './attention.tsx';
import { OVERVIEW, type Overview as OverviewData } from './documents.ts';
import { Funnel } from './funnel.tsx';
import { Pacing } from './pacing.tsx';

const LENGTHS = [7, 28, 91] as const;

/** What a planner opens in the morning: where the account stands, and what to look at first. */
export function Overview() {
  return <WithAnchor>{(anchor) => <OverviewOf {...anchor} />}</WithAnchor>;
}

function OverviewOf({ completeThrough, currency }: Anchored) {
  const days = LENGTHS.find((length) => String(length) === parameter('days')) ?? 28;
  const from = dayPlus(completeThrough, 1 - days);
  const period = {
    from,
    to: completeThrough,
    fromBefore: dayPlus(from, -days),
    toBefore: dayPlus(from, -1),
  };
  const overview = useQuery(OVERVIEW, period);
  return (
    <Page
      title={t('overview.title')}
      lead={t('overview.lead', { period: dayRange(from, completeThrough), day: day(completeThrough) })}
      actions={
        <>
          <PeriodChoice days={days} />
          <a class="button primary" href="/scenarios/new">
            {t('overview.plan')}
          </a>
        </>
      }
    >
      <Loaded of={overview} lines={8}>
        {(data) => (
          <>
            <Kpis data={data} currency={currency} />
            <Pacing month={completeThrough.slice(0, 7)} currency={currency} />
            <div class="grid two">
              <Trend data={data} currency={currency} days={days} />
              <Card title={t('overview.attention')}>
                <Attention currency={currency} />
              </Card>
              <Card title={t('overview.funnel')}>
                <Funnel from={period.from} to={period.to} />
              </Card>
              <Channels data={data} currency={currency} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

export function PeriodChoice({ days }: { days: number }) {
  return (
    <Segments
      label={t('period.label')}
      value={String(days)}
      options={LENGTHS.map((length) => ({ value: String(length), name: t('period.days', { n: length }) }))}
      onChange={(length) => setParameters({ days: length === '28' ? null : length })}
    />
  );
}

function Kpis({ data, currency }: { data: OverviewData; currency: string }) {
  const now = data.now.total;
  const before = data.before.total;
  const recent = data.weeks.rows;
  const tiles = [
    {
      name: t('kpi.spend'),
      value: money(units(now.spend), currency),
      now: units(now.spend),
      was: units(before.spend),
      rise: 'neutral',
      line: recent.map((row) => units(row.spend)),
    },
    {
      name: t('kpi.conversions'),
      value: count(now.conversions),
      now: now.conversions,
      was: before.conversions,
      rise: 'good',
      line: recent.map((row) => row.conversions),
    },
    {
      name: t('kpi.cpa'),
      value: money(unitsOrNull(now.cpa), currency),
      now: unitsOrNull(now.cpa),
      was: unitsOrNull(before.cpa),
      rise: 'bad',
      line: recent.map((row) => unitsOrNull(row.cpa)),
    },
    {
      name: t('kpi.revenue'),
      value: money(unitsOrNull(now.revenue), currency),
      now: unitsOrNull(now.revenue),
      was: unitsOrNull(before.revenue),
      rise: 'good',
      line: recent.map((row) => unitsOrNull(row.revenue)),
    },
    {
      name: t('kpi.roas'),
      value: number(now.roas, 2),
      now: now.roas,
      was: before.roas,
      rise: 'good',
      line: recent.map((row) => row.roas),
    },
  ] as const;
  return (
    <dl class="tiles">
      {tiles.map(({ name, value, now, was, rise, line }) => (
        <div key={name} class="tile">
          <dt>{name}</dt>
          <dd class="big">{value}</dd>
          <dd>
            <Delta ratio={ratioOf(now, was)} rise={rise} />
            <Sparkline values={line} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Trend({ data, currency, days }: { data: OverviewData; currency: string; days: number }) {
  const rows = data.weeks.rows;
  const split = Math.max(0, rows.length - days);
  const recent = rows.slice(split).map((row) => ({ day: row.period?.from ?? '', value: row.conversions }));
  const earlier = rows
    .slice(0, split)
    .map((row) => ({ day: row.period?.from ?? '', value: row.conversions }));
  return (
    <Card title={t('overview.trend')}>
      <Figure
        title={t('overview.trend.what')}
        height={230}
        legend={
          <>
            <LegendItem mark="curve">{t('period.this')}</LegendItem>
            <LegendItem mark="before-line">{t('period.before')}</LegendItem>
          </>
        }
        chart={(width, height) => (
          <TimeLine
            title={t('overview.trend.what')}
            width={width}
            height={height}
            label={compact}
            series={[
              { name: 'now', kind: 'main', points: recent },
              { name: 'before', kind: 'before', points: earlier },
            ]}
          />
        )}
        table={() => ({
          head: [t('column.day'), t('kpi.conversions'), t('kpi.spend')],
          rows: rows.map((row) => [
            day(row.period?.from ?? ''),
            count(row.conversions),
            money(units(row.spend), currency),
          ]),
        })}
      />
    </Card>
  );
}

function Channels({ data, currency }: { data: OverviewData; currency: string }) {
  const rows = [...data.channels.rows].sort((a, b) => units(b.spend) - units(a.spend));
  return (
    <Card title={t('overview.channels')} aside={<a href="/campaigns?by=channel">{t('overview.all')}</a>}>
      <PlainTable
        label={t('overview.channels')}
        rows={rows}
        keyOf={({ channel }) => channel?.slug ?? ''}
        columns={[
          {
            title: t('column.channel'),
            cell: ({ channel }) => (
              <a href={`/campaigns?channel=${encodeURIComponent(channel?.slug ?? '')}`}>{channel?.name}</a>
            ),
          },
          { title: t('kpi.spend'), cell: ({ spend }) => money(units(spend), currency) },
          { title: t('column.share'), cell: ({ shareOfSpend }) => percent(shareOfSpend) },
          { title: t('kpi.conversions'), cell: ({ conversions }) => count(conversions) },
          { title: t('kpi.cpa'), cell: ({ cpa }) => money(unitsOrNull(cpa), currency) },
        ]}
      />
    </Card>
  );
}
