import { useState } from 'preact/hooks';
import { request } from '../api/client.ts';
import { useQuery } from '../api/use-query.ts';
import { type Anchored, WithAnchor } from '../data/with-anchor.tsx';
import { download } from '../export/csv.ts';
import { count, day, dayPlus, money, number, percent, units, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Card, Page } from '../parts/page.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Loaded } from '../parts/states.tsx';
import { parameter, setParameters } from '../shell/router.ts';
import { MONTH_CHANNELS, PLAN_AND_FACT, type PlanAndFact, REPORT_DOCUMENT } from './documents.ts';

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
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = (format: 'HTML' | 'MARKDOWN') =>
    request(REPORT_DOCUMENT, { month, format }).then(
      ({ monthlyReport }) => {
        const isHtml = format === 'HTML';
        const type = isHtml ? 'text/html;charset=utf-8' : 'text/markdown;charset=utf-8';
        download(`report-${month}.${isHtml ? 'html' : 'md'}`, type, monthlyReport.document);
      },
      (error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)),
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
      {refusal && (
        <p role="alert" class="bad" lang="en">
          {refusal}
        </p>
      )}
      <Card title={t('report.goals')}>
        <Loaded of={goals}>
          {({ planAndFact }) => <Goals planAndFact={planAndFact} currency={currency} />}
        </Loaded>
      </Card>
      <Card title={t('report.channels')}>
        <Loaded of={channels}>
          {({ performance: { rows, total } }) => (
            <ScrollRegion label={t('report.channels')}>
              <table class="plain">
                <thead>
                  <tr>
                    {[
                      'column.channel',
                      'kpi.spend',
                      'column.share',
                      'kpi.conversions',
                      'kpi.cpa',
                      'kpi.revenue',
                      'kpi.roas',
                    ].map((key) => (
                      <th key={key} scope="col">
                        {t(key as 'kpi.spend')}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {[...rows, { ...total, channel: null, shareOfSpend: 1 }].map((row) => (
                    <tr key={row.channel?.slug ?? ''}>
                      <th scope="row">{row.channel?.name ?? t('report.account')}</th>
                      <td>{money(units(row.spend), currency)}</td>
                      <td>{percent(row.shareOfSpend)}</td>
                      <td>{count(row.conversions)}</td>
                      <td>{money(unitsOrNull(row.cpa), currency)}</td>
                      <td>{money(unitsOrNull(row.revenue), currency)}</td>
                      <td>{number(row.roas, 2)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
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
  return (
    <>
      {through && <p class="quiet">{t('report.through', { day: day(through) })}</p>}
      <ScrollRegion label={t('report.goals')}>
        <table class="plain">
          <thead>
            <tr>
              {[
                'report.metric',
                'report.plan',
                'report.fact',
                'report.fulfilment',
                'report.projection',
                'report.required',
              ].map((key) => (
                <th key={key} scope="col">
                  {t(key as 'report.plan')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {goals.flatMap(({ goal, lines }) =>
              lines.map(({ metric, plan, fact, fulfilment, projection, requiredDaily }) => {
                const scope = goal.campaign?.name ?? goal.channel?.name ?? t('report.account');
                return (
                  <tr key={`${scope}${metric}`}>
                    <th scope="row">
                      {scope} · {wordsFor('goal', metric)}
                    </th>
                    <td>{shown(metric, plan)}</td>
                    <td>{shown(metric, fact)}</td>
                    <td>{percent(fulfilment)}</td>
                    <td>
                      {shown(metric, projection?.end ?? null)}
                      {projection?.interval && (
                        <span class="small quiet">
                          {' '}
                          {shown(metric, projection.interval.low)} – {shown(metric, projection.interval.high)}
                        </span>
                      )}
                    </td>
                    <td>{shown(metric, requiredDaily)}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
