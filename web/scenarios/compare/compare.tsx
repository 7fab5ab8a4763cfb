import type { ResultOf } from '../../api/graphql.ts';
import { useQuery } from '../../api/use-query.ts';
import { count, money, number, unitsOrNull } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Card, Page } from '../../parts/page.tsx';
import { PlainTable } from '../../parts/plain-table.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { place } from '../../shell/router.ts';
import { outcomeWords } from '../outcome-words.ts';
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
  const { scenarios, keepAsIs, rows, cautionStatements } = comparison;
  const currency = scenarios[0]?.currencyCode ?? null;
  const what = outcomeWords(scenarios[0]?.outcome);
  const all = [keepAsIs, ...scenarios.map(({ after }) => after)];
  const figures: readonly (readonly [string, readonly string[]])[] = [
    [t('result.spend'), all.map((totals) => money(unitsOrNull(totals?.spend), currency))],
    [t('result.conversions', { what }), all.map((totals) => count(totals?.expectedConversions))],
    [t('builder.conversions', { what }), all.map((totals) => count(totals?.incrementalConversions))],
    [t('kpi.cpa'), all.map((totals) => money(unitsOrNull(totals?.cpa), currency))],
    [t('result.revenue'), all.map((totals) => money(unitsOrNull(totals?.revenue), currency))],
    [t('kpi.roas'), all.map((totals) => number(totals?.roas, 2))],
    [
      t('builder.objective'),
      ['–', ...scenarios.map(({ objective }) => wordsFor('objective', objective) ?? objective)],
    ],
    [t('column.status'), ['–', ...scenarios.map(({ status }) => wordsFor('status', status) ?? status)]],
  ];
  return (
    <>
      {cautionStatements.map(({ code, sentence }) => (
        <p key={sentence} class="hint">
          <Said own={wordsFor('told', code ?? '')}>{sentence}</Said>
        </p>
      ))}
      <Card title={t('compare.title')}>
        <SideTable
          title={t('compare.title')}
          head={t('compare.figure')}
          scenarios={scenarios}
          rows={figures}
        />
      </Card>
      <Card title={t('compare.budgets')}>
        <SideTable
          title={t('compare.budgets')}
          head={t('column.campaign')}
          scenarios={scenarios}
          rows={rows.map(({ campaignName, current, proposed }) => [
            campaignName,
            [current, ...proposed].map((amount) => money(unitsOrNull(amount), currency)),
          ])}
        />
      </Card>
    </>
  );
}

interface SideTableProps {
  readonly title: string;
  readonly head: string;
  readonly scenarios: Comparison['scenarios'];
  /** Of keeping things as they are, then of each scenario. */
  readonly rows: readonly (readonly [name: string, values: readonly string[]])[];
}

function SideTable({ title, head, scenarios, rows }: SideTableProps) {
  const hrefOf = (id: string) => `/scenarios/${encodeURIComponent(id)}`;
  return (
    <PlainTable
      label={title}
      rows={rows}
      keyOf={([name]) => name}
      columns={[
        { title: head, cell: ([name]) => name },
        { title: t('compare.keep'), cell: ([, values]) => values[0] },
        ...scenarios.map(({ id, name }, i) => ({
          key: id,
          title: <a href={hrefOf(id)}>{name}</a>,
          cell: ([, values]: (typeof rows)[number]) => values[i + 1],
        })),
      ]}
    />
  );
}
