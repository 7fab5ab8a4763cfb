import { useState } from 'preact/hooks';
import { type ApiError, asApiError, request } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { type Anchored, WithAnchor } from '../data/with-anchor.tsx';
import { download } from '../export/download.ts';
import { count, day, dayPlus, money, number, percent, units, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Card, Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Refused } from '../parts/refused.tsx';
import { Loaded } from '../parts/states.tsx';
import { parameter, setParameters } from '../shell/router.ts';
import { MONTH_CHANNELS, PLAN_AND_FACT, type PlanAndFact, REPORT_DOCUMENT } from './documents.ts';
import { GoalForm } from './goal-form.tsx';

/** A month: goals and fact with where they will end, channels, and the whole report to take away. */
export function Report() {
  return <WithAnchor>{(anchor) => <ReportOf {...anchor} />}</WithAnchor>;
}

function ReportOf({ completeThrough, currency }: Anchored) {
  const asked = parameter('month') ?? '';
  const month = /^\d{4}-\d{2}$/.test(asked) ? asked : completeThrough.slice(0, 7);
  const from = `${month}-01`;
  const to = dayPlus(`${dayPlus(from, 31).slice(0, 7)}-01`, -1);
  const goals = useQuery(PLAN_AND_FACT, { month });
  const channels = useQuery(MONTH_CHANNELS, { from, to });
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const take = (format: 'HTML' | 'MARKDOWN') =>
    request(REPORT_DOCUMENT, { month, format }).then(
      ({ monthlyReport }) => {
        const isHtml = format === 'HTML';
        const type = isHtml ? 'text/html;charset=utf-8' : 'text/markdown;charset=utf-8';
        download(`report-${month}.${isHtml ? 'html' : 'md'}`, type, monthlyReport.document);
      },
      (error: unknown) => setRefusal(asApiError(error)),
    );
  return (
    <Page
      title={t('report.title')}
      lead={month}
      actions={
        <>
          <label>
            <span class="visually-hidden">{t('report.month')}</span>
            <input
              type="month"
              value={month}
              onChange={(event) => setParameters({ month: event.currentTarget.value })}
            />
          </label>
          <button type="button" onClick={() => void take('HTML')}>
            {t('report.html')}
          </button>
          <button type="button" onClick={() => void take('MARKDOWN')}>
            {t('report.markdown')}
          </button>
        </>
      }
    >
      <Refused error={refusal} />
      <Card title={t('report.goals')}>
        <Loaded of={goals}>
          {({ planAndFact }) => (
            <>
              <Goals planAndFact={planAndFact} currency={currency} />
              <GoalForm
                month={month}
                currency={currency}
                goals={planAndFact.goals.map(({ goal }) => goal)}
                channels={channels.data?.performance.rows.flatMap(({ channel }) => channel ?? []) ?? []}
              />
            </>
          )}
        </Loaded>
      </Card>
      <Card title={t('report.channels')}>
        <Loaded of={channels}>
          {({ performance: { rows, total } }) => (
            <PlainTable
              label={t('report.channels')}
              rows={[...rows, { ...total, channel: null, shareOfSpend: 1 }]}
              keyOf={({ channel }) => channel?.slug ?? ''}
              columns={[
                { title: t('column.channel'), cell: ({ channel }) => channel?.name ?? t('report.account') },
                { title: t('kpi.spend'), cell: ({ spend }) => money(units(spend), currency) },
                { title: t('column.share'), cell: ({ shareOfSpend }) => percent(shareOfSpend) },
                { title: t('kpi.conversions'), cell: ({ conversions }) => count(conversions) },
                { title: t('kpi.cpa'), cell: ({ cpa }) => money(unitsOrNull(cpa), currency) },
                { title: t('kpi.revenue'), cell: ({ revenue }) => money(unitsOrNull(revenue), currency) },
                { title: t('kpi.roas'), cell: ({ roas }) => number(roas, 2) },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}

function Goals({ planAndFact, currency }: { planAndFact: PlanAndFact; currency: string }) {
  const { goals, through } = planAndFact;
  if (goals.length === 0) return <p>{t('report.goals.none')}</p>;
  const shown = (metric: string, value: number | null) =>
    ['ROAS', 'ROMI'].includes(metric)
      ? number(value, 2)
      : metric === 'CONVERSIONS'
        ? count(value)
        : money(value, currency);
  const lines = goals.flatMap(({ goal, lines: ofGoal }) => {
    const scope = goal.campaign?.name ?? goal.channel?.name ?? t('report.account');
    return ofGoal.map((line) => ({ scope, line }));
  });
  return (
    <>
      {through && <p class="quiet">{t('report.through', { day: day(through) })}</p>}
      <PlainTable
        label={t('report.goals')}
        rows={lines}
        keyOf={({ scope, line }) => `${scope}${line.metric}`}
        columns={[
          {
            title: t('report.metric'),
            cell: ({ scope, line }) => `${scope} · ${wordsFor('goal', line.metric)}`,
          },
          { title: t('report.plan'), cell: ({ line }) => shown(line.metric, line.plan) },
          { title: t('report.fact'), cell: ({ line }) => shown(line.metric, line.fact) },
          { title: t('report.fulfilment'), cell: ({ line }) => percent(line.fulfilment) },
          {
            title: t('report.projection'),
            cell: ({ line: { metric, projection } }) => (
              <>
                {shown(metric, projection?.end ?? null)}
                {projection?.interval && (
                  <span class="small quiet">
                    {' '}
                    {shown(metric, projection.interval.low)} – {shown(metric, projection.interval.high)}
                  </span>
                )}
              </>
            ),
          },
          { title: t('report.required'), cell: ({ line }) => shown(line.metric, line.requiredDaily) },
        ]}
      />
    </>
  );
}
