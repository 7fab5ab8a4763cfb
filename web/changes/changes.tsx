import { useQuery } from '../api/use-query.ts';
import { moment, money, percent, units } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { Card, Page } from '../parts/page.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { StateBadge } from './change-set.tsx';
import { CHANGE_SETS, HISTORY } from './documents.ts';

/** Every change set, newest first, and who did what. */
export function Changes() {
  const changeSets = useQuery(CHANGE_SETS, {});
  return (
    <Page title={t('changes.title')} lead={t('changes.lead')}>
      <Loaded of={changeSets}>
        {({ changeSets: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title={t('changes.none')}>
              <a href="/scenarios">{t('scenarios.title')}</a>
            </Empty>
          ) : (
            <Card title={t('changes.title')}>
              <ScrollRegion label={t('changes.title')}>
                <table class="plain">
                  <thead>
                    <tr>
                      <th scope="col">{t('changes.diff')}</th>
                      <th scope="col">{t('changes.state')}</th>
                      <th scope="col">{t('kpi.spend')}</th>
                      <th scope="col">{t('column.change')}</th>
                      <th scope="col">{t('scenarios.created')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {nodes.map((one) => (
                      <tr key={one.id}>
                        <th scope="row">
                          <a href={`/changes/${encodeURIComponent(one.id)}`}>{one.name}</a>
                        </th>
                        <td>
                          <StateBadge state={one.state} />
                        </td>
                        <td>{money(units(one.totalAfter), one.currencyCode)}</td>
                        <td>{percent(one.movedRatio, 1)}</td>
                        <td>
                          {moment(one.createdAt)}, {one.createdBy}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollRegion>
            </Card>
          )
        }
      </Loaded>
      <History />
    </Page>
  );
}

function History() {
  const events = useQuery(HISTORY, {});
  return (
    <Loaded of={events}>
      {({ auditEvents: { nodes } }) =>
        nodes.length > 0 && (
          <Card title={t('changes.history')}>
            <ol class="attention">
              {nodes.map(({ sequence, at, actor, kind, changeSetId }) => (
                <li key={sequence}>
                  <span>
                    <strong>{kind}</strong> · {moment(at)}, {actor}
                  </span>
                  {changeSetId && (
                    <a href={`/changes/${encodeURIComponent(changeSetId)}`}>
                      {t('changes.diff')} {sequence}
                    </a>
                  )}
                </li>
              ))}
            </ol>
          </Card>
        )
      }
    </Loaded>
  );
}
