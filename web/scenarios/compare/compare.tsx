import type { ResultOf } from '../../api/graphql.ts';
import { useQuery } from '../../api/use-query.ts';
import { count, money, number, units, unitsOrNull } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Card, Page } from '../../parts/page.tsx';
import { ScrollRegion } from '../../parts/scroll-region.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { place } from '../../shell/router.ts';
import { COMPARISON } from './documents.ts';

type Comparison = ResultOf<typeof COMPARISON>['compareScenarios'];

/** Two to four scenarios beside keeping things as they are. The address names them. */
export function Compare() {
  const ids = place.value.searchParams.getAll('id').slice(0, 4);
  const answer = useQuery(COMPARISON, ids.length < 2 ? null : { ids });
  return (
    <Page title={t('compare.title')} lead={<a href="/scenarios">{t('scenarios.title')}</a>}>
      {ids.length < 2 ? (
        <Empty title={t('compare.none')} />
      ) : (
        <Loaded of={answer} lines={8}>
          {({ compareScenarios }) => <Side comparison={compareScenarios} />}
        </Loaded>
      )}
    </Page>
  );
}

function Side({ comparison }: { comparison: Comparison }) {
  const { scenarios, keepAsIs, rows, cautions } = comparison;
  const currency = scenarios[0]?.currencyCode ?? null;
  const all = [keepAsIs, ...scenarios.map(({ after }) => after)];
  const figures: readonly (readonly [string, readonly string[]])[] = [
    [t('result.spend'), all.map((totals) => money(unitsOrNull(totals?.spend), currency))],
    [t('result.conversions'), all.map((totals) => count(totals?.expectedConversions))],
    [t('builder.conversions'), all.map((totals) => count(totals?.incrementalConversions))],
    [t('kpi.cpa'), all.map((totals) => money(unitsOrNull(totals?.cpa), currency))],
    [t('result.revenue'), all.map((totals) => money(unitsOrNull(totals?.revenue), currency))],
    [t('kpi.roas'), all.map((totals) => number(totals?.roas, 2))],
    [
      t('builder.objective'),
      ['–', ...scenarios.map(({ objective }) => wordsFor('objective', objective) ?? objective)],
    ],
    [t('column.status'), ['–', ...scenarios.map(({ status }) => wordsFor('status', status) ?? status)]],
  ];
  const heads = (
    <>
      <th scope="col">{t('compare.keep')}</th>
      {scenarios.map(({ id, name }) => (
        <th scope="col" key={id}>
          <a href={`/scenarios/${encodeURIComponent(id)}`}>{name}</a>
        </th>
      ))}
    </>
  );
  return (
    <>
      {cautions.map((caution) => (
        <p key={caution} class="hint" lang="en">
          {caution}
        </p>
      ))}
      <Card title={t('compare.title')}>
        <ScrollRegion label={t('compare.title')}>
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">{t('compare.figure')}</th>
                {heads}
              </tr>
            </thead>
            <tbody>
              {figures.map(([name, values]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {values.map((value, i) => (
                    <td key={`${scenarios[i - 1]?.id ?? ''}`}>{value}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </Card>
      <Card title={t('compare.budgets')}>
        <ScrollRegion label={t('compare.budgets')}>
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">{t('column.campaign')}</th>
                {heads}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ campaign, campaignName, current, proposed }) => (
                <tr key={campaign?.id ?? campaignName}>
                  <th scope="row">{campaignName}</th>
                  <td>{money(units(current), currency)}</td>
                  {proposed.map((amount, i) => (
                    <td key={scenarios[i]?.id}>{money(unitsOrNull(amount), currency)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </Card>
    </>
  );
}
