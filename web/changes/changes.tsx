import { useQuery } from '../api/use-query.ts';
import { moment, money, percent, units } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Listed } from '../parts/listed.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty } from '../parts/states.tsx';
import { StateBadge } from './change-set.tsx';
import { CHANGE_SETS, HISTORY } from './documents.ts';

const hrefOf = (id: string) => `/changes/${encodeURIComponent(id)}`;

/** Every change set, newest first, and who did what. */
export function Changes() {
  const changeSets = useQuery(CHANGE_SETS, {});
  const events = useQuery(HISTORY, {});
  const names = new Map(changeSets.data?.changeSets.nodes.map(({ id, name }) => [id, name]));
  const none = (
    <Empty title={t('changes.none')}>
      <a href="/scenarios">{t('scenarios.title')}</a>
    </Empty>
  );
  return (
    <Page title={t('changes.title')} lead={t('changes.lead')}>
      <Listed
        title={t('changes.title')}
        of={changeSets}
        rows={({ changeSets: { nodes } }) => nodes}
        none={none}
      >
        {(rows) => (
          <PlainTable
            label={t('changes.title')}
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { title: t('changes.diff'), cell: ({ id, name }) => <a href={hrefOf(id)}>{name}</a> },
              { title: t('changes.state'), cell: ({ state }) => <StateBadge state={state} /> },
              {
                title: t('kpi.spend'),
                cell: ({ totalAfter, currencyCode }) => money(units(totalAfter), currencyCode),
              },
              { title: t('column.change'), cell: ({ movedRatio }) => percent(movedRatio, 1) },
              {
                title: t('scenarios.created'),
                cell: ({ createdAt, createdBy }) => `${moment(createdAt)}, ${createdBy}`,
              },
            ]}
          />
        )}
      </Listed>
      <Listed title={t('changes.history')} of={events} rows={({ auditEvents: { nodes } }) => nodes}>
        {(rows) => (
          <ol class="attention">
            {rows.map(({ sequence, at, actor, kind, changeSetId }) => (
              <li key={sequence}>
                <span>
                  <strong>{wordsFor('event', kind) ?? kind}</strong> · {moment(at)}, {actor}
                </span>
                {changeSetId && (
                  <a href={hrefOf(changeSetId)}>{names.get(changeSetId) ?? t('changes.one', { sequence })}</a>
                )}
              </li>
            ))}
          </ol>
        )}
      </Listed>
    </Page>
  );
}
