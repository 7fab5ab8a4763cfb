import { allPages } from '../api/all-pages.ts';
import { ask, useLoad } from '../api/use-query.ts';
import { money, number, percent, significant, units } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Verdict } from '../parts/badges.tsx';
import { Card, Page } from '../parts/page.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Loaded } from '../parts/states.tsx';
import { HEALTH, type HealthCurve } from './documents.ts';

/** Where the data tell too little, and the experiments that would tell most, the most valuable first. */
export function Health() {
  const curves = useLoad('health', () =>
    allPages(async (after) => (await ask(HEALTH, { after })).responseCurves),
  );
  return (
    <Page title={t('health.title')} lead={t('health.lead')}>
      <Loaded of={curves} lines={8}>
        {(found) => (
          <>
            <Experiments curves={found} />
            <Belief curves={found} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Experiments({ curves }: { curves: readonly HealthCurve[] }) {
  const suggested = curves
    .flatMap((curve) => (curve.suggestedExperiment ? [{ curve, experiment: curve.suggestedExperiment }] : []))
    .sort((a, b) => a.experiment.rank - b.experiment.rank);
  return (
    <Card title={t('health.experiments')}>
      {suggested.length === 0 && <p>{t('health.experiments.none')}</p>}
      <ol class="attention">
        {suggested.map(({ curve: { campaign }, experiment }) => {
          const amount = (value: { readonly amount: string }) => money(units(value), campaign.currencyCode);
          return (
            <li key={campaign.id}>
              <strong>
                <a href={`/campaigns/${encodeURIComponent(campaign.id)}`}>{campaign.name}</a>
              </strong>
              <span>
                {t('health.experiment', {
                  weeks: experiment.weeks,
                  from: amount(experiment.spendFrom),
                  to: amount(experiment.spendTo),
                })}
              </span>
              <span class="small quiet">
                {t('health.cost')}: {amount(experiment.cost)} · {t('health.value')}:{' '}
                {significant(experiment.value)}
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

const ORDER = ['UNIDENTIFIED', 'WEAK', 'WELL_IDENTIFIED'];

function Belief({ curves }: { curves: readonly HealthCurve[] }) {
  const sorted = [...curves].sort(
    (a, b) => ORDER.indexOf(a.identifiability.verdict) - ORDER.indexOf(b.identifiability.verdict),
  );
  return (
    <Card title={t('health.curves')}>
      <ScrollRegion label={t('health.curves')}>
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{t('column.campaign')}</th>
              <th scope="col">{t('curves.believed')}</th>
              <th scope="col" class="number">
                {t('health.days')}
              </th>
              <th scope="col" class="number">
                {t('curve.variation')}
              </th>
              <th scope="col" class="number">
                {t('curve.wape')}
              </th>
              <th scope="col" class="number">
                {t('health.outliers')}
              </th>
              <th scope="col">{t('health.correlated')}</th>
              <th scope="col">{t('column.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((curve) => (
              <tr key={curve.campaign.id}>
                <th scope="row">
                  <a href={`/campaigns/${encodeURIComponent(curve.campaign.id)}`}>{curve.campaign.name}</a>
                </th>
                <td>
                  <Verdict verdict={curve.identifiability.verdict} />
                </td>
                <td class="number">{number(curve.observations)}</td>
                <td class="number">{percent(curve.observedSpend.variation)}</td>
                <td class="number">{percent(curve.forecastError.wape)}</td>
                <td class="number">{number(curve.outliers.length)}</td>
                <td>
                  {curve.correlatedSpend?.campaign
                    ? `${curve.correlatedSpend.campaign.name} (${number(curve.correlatedSpend.correlation, 2)})`
                    : '–'}
                </td>
                <td class="small" lang="en">
                  {[curve.identifiability.reason, ...curve.warnings].join(' ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  );
}
