import { useQuery } from '../api/use-query.ts';
import { count, money, number, percent } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { PLAN_AND_FACT, type PlanAndFact } from '../report/documents.ts';

type Line = PlanAndFact['goals'][number]['lines'][number];

/** The account's goals of the month: how much of each should have come by now, how much has, and where it will end. */
export function Pacing({ month, currency }: { month: string; currency: string }) {
  const { data } = useQuery(PLAN_AND_FACT, { month });
  const account = data?.planAndFact.goals.find(({ goal }) => goal.scope === 'ACCOUNT');
  if (!account) return null;
  return (
    <section class="card" aria-label={t('pacing.title', { month })}>
      <div class="card-head">
        <h2>{t('pacing.title', { month })}</h2>
        <a href={`/report?month=${month}`}>{t('nav.report')}</a>
      </div>
      <ul class="pacing">
        {account.lines.map((line) => (
          <Goal key={line.metric} line={line} currency={currency} />
        ))}
      </ul>
    </section>
  );
}

function Goal({ line, currency }: { line: Line; currency: string }) {
  const { metric, plan, fact, planToDate, fulfilment, projection, requiredDaily } = line;
  const isSum = ['SPEND', 'CONVERSIONS', 'REVENUE'].includes(metric);
  const shown = (value: number | null) =>
    metric === 'CONVERSIONS'
      ? count(value)
      : ['ROAS', 'ROMI'].includes(metric)
        ? number(value, 2)
        : money(value, currency);
  return (
    <li>
      <strong>{wordsFor('goal', metric)}</strong>{' '}
      <span>
        {shown(fact)} / {shown(plan)} · {percent(fulfilment, 1)}
      </span>
      {isSum && (
        <meter
          min={0}
          max={plan}
          value={Math.min(plan, fact ?? 0)}
          aria-label={t('pacing.of', { name: wordsFor('goal', metric) ?? metric })}
        />
      )}
      <span class="small quiet">
        {planToDate !== null && isSum && t('pacing.toDate', { plan: shown(planToDate) })}{' '}
        {projection && t('pacing.end', { end: shown(projection.end) })}{' '}
        {projection?.interval &&
          t('result.band', {
            low: shown(projection.interval.low),
            high: shown(projection.interval.high),
          })}{' '}
        {requiredDaily !== null && t('pacing.needed', { amount: shown(requiredDaily) })}
      </span>
    </li>
  );
}
