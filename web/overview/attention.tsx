import { useQuery } from '../api/use-query.ts';
import { count, daysBetween, money, percent, today, units } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Loaded } from '../parts/states.tsx';
import { Told } from '../parts/told.tsx';
import { ATTENTION, type Attention as AttentionData } from './documents.ts';

const STALE_DAYS = 10;

/** What to look at first, the most urgent on top; each with the place where something can be done about it. */
export function Attention({ currency }: { currency: string }) {
  const attention = useQuery(ATTENTION, {});
  return <Loaded of={attention}>{(data) => <Items data={data} currency={currency} />}</Loaded>;
}

function Items({ data, currency }: { data: AttentionData; currency: string }) {
  const curves = data.responseCurves.nodes;
  const [newest] = data.scenarios.nodes;
  const unsure = curves.filter(({ identifiability }) => identifiability.verdict !== 'WELL_IDENTIFIED');
  const unsureSpend = unsure.reduce((sum, { currentSpend }) => sum + units(currentSpend), 0);
  const spend = curves.reduce((sum, { currentSpend }) => sum + units(currentSpend), 0);
  const warned = curves.flatMap(({ campaign, warningStatements: [warning] }) =>
    warning ? [{ campaign, warning }] : [],
  );
  const complete = curves.map(({ dataCompleteThrough }) => dataCompleteThrough).sort()[0];
  const age = complete ? daysBetween(complete, today()) : 0;
  const spread = marginalSpread(curves);
  return (
    <ul class="attention">
      {age > STALE_DAYS && (
        <li class="warn">
          <strong>{t('attention.stale', { n: age })}</strong>
          <a href="/import">{t('attention.stale.do')}</a>
        </li>
      )}
      {newest?.gain && newest.status !== 'INFEASIBLE' && (
        <li class="good">
          <strong>
            {t('attention.gain', {
              gain: count(newest.gain.conversions, true),
              ratio: percent(newest.gain.conversionsRatio, 1, true),
            })}
          </strong>
          <a href={`/scenarios/${encodeURIComponent(newest.id)}`}>{newest.name}</a>
        </li>
      )}
      {spread && (
        <li>
          <strong>{t('attention.spread', { times: spread.times })}</strong>
          <span>
            {t('attention.spread.what', {
              cheap: spread.cheap.name,
              cheapCpa: money(spread.cheap.cpa, currency),
              dear: spread.dear.name,
              dearCpa: money(spread.dear.cpa, currency),
            })}
          </span>
          <a href="/scenarios/new">{t('overview.plan')}</a>
        </li>
      )}
      {unsure.length > 0 && (
        <li>
          <strong>
            {t('attention.unsure', { n: unsure.length, share: percent(spend > 0 ? unsureSpend / spend : 0) })}
          </strong>
          <a href="/curves?verdict=unsure">{t('attention.unsure.do')}</a>
        </li>
      )}
      {warned.slice(0, 3).map(({ campaign, warning }) => (
        <li key={campaign.id}>
          <a href={`/campaigns/${encodeURIComponent(campaign.id)}`}>{campaign.name}</a>
          <Told of={warning} currency={currency} />
        </li>
      ))}
    </ul>
  );
}

/** How far the cost of the next conversion differs among campaigns that spend: the money that could be moved. */
function marginalSpread(curves: AttentionData['responseCurves']['nodes']) {
  const known = curves
    .filter(({ identifiability }) => identifiability.verdict === 'WELL_IDENTIFIED')
    .flatMap(({ campaign, marginalCpaAtCurrent }) =>
      marginalCpaAtCurrent ? [{ name: campaign.name, cpa: units(marginalCpaAtCurrent) }] : [],
    )
    .sort((a, b) => a.cpa - b.cpa);
  const cheap = known[0];
  const dear = known.at(-1);
  if (!cheap || !dear || dear.cpa < 1.5 * cheap.cpa) return null;
  return { cheap, dear, times: Math.round((dear.cpa / cheap.cpa) * 10) / 10 };
}
