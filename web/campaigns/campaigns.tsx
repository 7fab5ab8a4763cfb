import { useQuery } from '../api/use-query.ts';
import { Sparkline } from '../charts/time-line.tsx';
import { type Anchored, WithAnchor } from '../data/with-anchor.tsx';
import { TableDownloads } from '../export/table-downloads.tsx';
import type { Sheet } from '../export/xlsx.ts';
import { count, dayPlus, dayRange, money, number, percent } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { PeriodChoice } from '../overview/overview.tsx';
import { Delta, Status } from '../parts/badges.tsx';
import { Page } from '../parts/page.tsx';
import { Segments } from '../parts/segments.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { type Column, sortRows, Table } from '../parts/table.tsx';
import { parameter, setParameters } from '../shell/router.ts';
import { CAMPAIGN_TABLE, CHANNEL_TABLE } from './documents.ts';
import { campaignLines, channelLines, type PerformanceLine } from './rows.ts';
import { useSparklines } from './sparklines.ts';

/** Every campaign or channel with its figures: sorted, filtered and opened by the address. */
export function Campaigns() {
  return <WithAnchor>{(anchor) => <CampaignsOf {...anchor} />}</WithAnchor>;
}

function CampaignsOf({ completeThrough, currency }: Anchored) {
  const days = Number(parameter('days') ?? 28) || 28;
  const isByChannel = parameter('by') === 'channel';
  const from = dayPlus(completeThrough, 1 - days);
  const period = { from, to: completeThrough, fromBefore: dayPlus(from, -days), toBefore: dayPlus(from, -1) };
  const campaigns = useQuery(CAMPAIGN_TABLE, isByChannel ? null : period);
  const channels = useQuery(CHANNEL_TABLE, isByChannel ? period : null);
  return (
    <Page
      title={t(isByChannel ? 'campaigns.channels' : 'campaigns.title')}
      lead={dayRange(from, completeThrough)}
      actions={<PeriodChoice days={days} />}
    >
      {isByChannel ? (
        <Loaded of={channels} lines={10}>
          {(data) => (
            <Lines
              lines={channelLines(data)}
              isByChannel
              currency={currency}
              completeThrough={completeThrough}
              period={period}
            />
          )}
        </Loaded>
      ) : (
        <Loaded of={campaigns} lines={10}>
          {(data) => (
            <Lines
              lines={campaignLines(data)}
              currency={currency}
              completeThrough={completeThrough}
              period={period}
            />
          )}
        </Loaded>
      )}
    </Page>
  );
}

interface Period {
  readonly from: string;
  readonly to: string;
}

interface LinesProps extends Anchored {
  readonly period: Period;
  readonly lines: readonly PerformanceLine[];
  readonly isByChannel?: boolean;
}

function Lines({ lines, isByChannel = false, currency, completeThrough, period }: LinesProps) {
  const { series, show } = useSparklines(completeThrough);
  const channel = parameter('channel');
  const text = (parameter('find') ?? '').toLocaleLowerCase();
  const sorted = parameter('sort') ?? '-spend';
  const sort = { column: sorted.replace(/^-/, ''), isDescending: sorted.startsWith('-') };
  const shown = lines.filter(
    (line) =>
      (channel === null || line.channelSlug === channel) && line.name.toLocaleLowerCase().includes(text),
  );
  const columns = [
    ...columnsFor(currency, isByChannel),
    ...(isByChannel
      ? []
      : [
          {
            id: 'trend',
            title: t('column.trend'),
            width: '7rem',
            cell: ({ id }: PerformanceLine) => <Sparkline values={series.get(id) ?? []} />,
          },
        ]),
  ];
  const channelNames = [...new Map(lines.map((line) => [line.channelSlug, line.channel]))].sort();
  return (
    <>
      <div class="toolbar">
        <Segments
          label={t('campaigns.by')}
          value={isByChannel ? 'channel' : 'campaign'}
          options={[
            { value: 'campaign', name: t('campaigns.title') },
            { value: 'channel', name: t('campaigns.channels') },
          ]}
          onChange={(by) => setParameters({ by: by === 'channel' ? by : null, channel: null, find: null })}
        />
        <label>
          <span class="visually-hidden">{t('table.find')}</span>
          <input
            type="search"
            placeholder={t('table.find')}
            value={parameter('find') ?? ''}
            onInput={(event) => setParameters({ find: event.currentTarget.value })}
          />
        </label>
        {!isByChannel && (
          <label>
            <span class="visually-hidden">{t('column.channel')}</span>
            <select
              value={channel ?? ''}
              onChange={(event) => setParameters({ channel: event.currentTarget.value })}
            >
              <option value="">{t('campaigns.everyChannel')}</option>
              {channelNames.map(([slug, name]) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <span class="quiet" role="status">
          {t('table.rows', { n: shown.length })}
        </span>
        <TableDownloads
          name={isByChannel ? 'channels' : 'campaigns'}
          sheets={() => [sheetOf(sortRows(shown, columns, sort), currency, period)]}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title={t('table.none')} />
      ) : (
        <Table
          label={t(isByChannel ? 'campaigns.channels' : 'campaigns.title')}
          columns={columns}
          rows={shown}
          keyOf={(line) => line.id}
          sort={sort}
          onSort={(column, isDescending) => setParameters({ sort: `${isDescending ? '-' : ''}${column}` })}
          onSight={(inSight) => !isByChannel && show(inSight.map(({ id }) => id))}
        />
      )}
    </>
  );
}

function columnsFor(currency: string, isByChannel: boolean): readonly Column<PerformanceLine>[] {
  const numeric = true;
  return [
    {
      id: 'name',
      title: t(isByChannel ? 'column.channel' : 'column.campaign'),
      width: '17rem',
      value: ({ name }) => name,
      cell: ({ name, href }) => <a href={href}>{name}</a>,
    },
    ...(isByChannel
      ? []
      : [
          {
            id: 'channel',
            title: t('column.channel'),
            width: '9.5rem',
            value: (line: PerformanceLine) => line.channel,
            cell: (line: PerformanceLine) => line.channel,
          },
          {
            id: 'status',
            title: t('column.status'),
            width: '6.5rem',
            value: (line: PerformanceLine) => line.status,
            cell: (line: PerformanceLine) => <Status status={line.status ?? ''} />,
          },
        ]),
    {
      id: 'spend',
      title: t('kpi.spend'),
      numeric,
      value: (line) => line.spend,
      cell: (line) => money(line.spend, currency),
    },
    {
      id: 'spendChange',
      title: t('column.change'),
      numeric,
      value: (line) => line.spendChange,
      cell: (line) => <Delta ratio={line.spendChange} />,
    },
    {
      id: 'share',
      title: t('column.share'),
      numeric,
      value: (line) => line.share,
      cell: (line) => percent(line.share, 1),
    },
    {
      id: 'conversions',
      title: t('kpi.conversions'),
      numeric,
      value: (line) => line.conversions,
      cell: (line) => count(line.conversions),
    },
    {
      id: 'conversionsChange',
      title: t('column.change'),
      numeric,
      value: (line) => line.conversionsChange,
      cell: (line) => <Delta ratio={line.conversionsChange} rise="good" />,
    },
    {
      id: 'cpa',
      title: t('kpi.cpa'),
      numeric,
      value: (line) => line.cpa,
      cell: (line) => money(line.cpa, currency),
    },
    { id: 'cr', title: t('kpi.cr'), numeric, value: (line) => line.cr, cell: (line) => percent(line.cr, 2) },
    {
      id: 'revenue',
      title: t('kpi.revenue'),
      numeric,
      value: (line) => line.revenue,
      cell: (line) => money(line.revenue, currency),
    },
    {
      id: 'roas',
      title: t('kpi.roas'),
      numeric,
      value: (line) => line.roas,
      cell: (line) => number(line.roas, 2),
    },
  ];
}

const sheetOf = (lines: readonly PerformanceLine[], currency: string, { from, to }: Period): Sheet => ({
  name: 'performance',
  rows: [
    [
      'name',
      'channel',
      'status',
      'from',
      'to',
      'currency',
      'spend',
      'conversions',
      'cpa',
      'revenue',
      'roas',
      'conversion_rate',
    ],
    ...lines.map((line) => [
      line.name,
      line.channel,
      line.status,
      { day: from },
      { day: to },
      currency,
      line.spend,
      line.conversions,
      line.cpa,
      line.revenue,
      line.roas,
      line.cr,
    ]),
  ],
});
