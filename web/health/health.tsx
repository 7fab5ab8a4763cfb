import { allPages } from '../api/all-pages.ts';
import { ask, useLoad } from '../api/use-query.ts';
import { money, number, percent, significant, units } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { beliefOf, Verdict } from '../parts/badges.tsx';
import { Card, Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Said } from '../parts/said.tsx';
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
              <span>{experimentWords(experiment, campaign.currencyCode)}</span>
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
      <PlainTable
        kind="rows"
        label={t('health.curves')}
        rows={sorted}
        keyOf={({ campaign }) => campaign.id}
        columns={[
          {
            title: t('column.campaign'),
            cell: ({ campaign: { id, name } }) => <a href={`/campaigns/${encodeURIComponent(id)}`}>{name}</a>,
          },
          {
            title: t('curves.believed'),
            cell: ({ identifiability }) => <Verdict verdict={identifiability.verdict} />,
          },
          figure(t('health.days'), ({ observations }) => number(observations)),
          figure(t('curve.variation'), ({ observedSpend }) => percent(observedSpend.variation)),
          figure(t('curve.wape'), ({ forecastError }) => percent(forecastError.wape)),
          figure(t('health.outliers'), ({ outliers }) => number(outliers.length)),
          {
            title: t('health.correlated'),
            cell: ({ correlatedSpend }) =>
              correlatedSpend?.campaign
                ? `${correlatedSpend.campaign.name} (${number(correlatedSpend.correlation, 2)})`
                : '–',
          },
          {
            title: t('column.reason'),
            class: 'small words',
            cell: (curve) => (
              <Said own={beliefWords(curve)}>
                {[curve.identifiability.reason, ...curve.warnings].join(' ')}
              </Said>
            ),
          },
        ]}
      />
    </Card>
  );
}

const figure = (title: string, cell: (curve: HealthCurve) => string) => ({ title, cell, class: 'number' });

function beliefWords({ observedSpend, observations, correlatedSpend }: HealthCurve): string {
  const { campaign, correlation } = correlatedSpend ?? {};
  const moved = campaign && t('said.moved', { name: campaign.name, correlation: number(correlation, 2) });
  return [beliefOf(observedSpend.variation, observations), moved].join(' ');
}

type Experiment = Pick<NonNullable<HealthCurve['suggestedExperiment']>, 'weeks' | 'spendFrom' | 'spendTo'>;

export const experimentWords = ({ weeks, spendFrom, spendTo }: Experiment, currency: string): string =>
  t('health.experiment', {
    weeks,
    from: money(units(spendFrom), currency),
    to: money(units(spendTo), currency),
  });
