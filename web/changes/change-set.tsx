import { useQuery } from '../api/use-query.ts';
import { count, exactMoney, moment, money, percent, units } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Card, Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Told } from '../parts/told.tsx';
import { Actions } from './actions.tsx';
import { CHANGE_SET, type ChangeSet } from './documents.ts';
import { Review } from './review.tsx';

/** A plan on its way into the accounts: what changes, what stands against it, who let it through, what came of it. */
export function ChangeSetView({ id }: { id: string }) {
  const answer = useQuery(CHANGE_SET, { id });
  return (
    <Loaded of={answer} lines={10}>
      {({ changeSet }) =>
        changeSet ? <Detail changeSet={changeSet} /> : <Empty isWhole title={t('state.notFound')} />
      }
    </Loaded>
  );
}

export const StateBadge = ({ state }: { state: string }) => (
  <span class="badge">{wordsFor('state', state) ?? state}</span>
);

function Detail({ changeSet }: { changeSet: ChangeSet }) {
  const {
    name,
    state,
    scenario,
    approval,
    violations,
    totalBefore,
    totalAfter,
    currencyCode: currency,
  } = changeSet;
  return (
    <Page
      title={name}
      lead={
        <>
          <StateBadge state={state} /> {moment(changeSet.createdAt)}, {changeSet.createdBy}
          {scenario && (
            <>
              {' '}
              · <a href={`/scenarios/${encodeURIComponent(scenario.id)}`}>{scenario.name}</a>
            </>
          )}
        </>
      }
    >
      <Actions changeSet={changeSet} />
      <div class="grid two">
        <Card title={t('changes.rails')}>
          {changeSet.movedRatio > 0 && (
            <p>{t('changes.moved', { ratio: percent(changeSet.movedRatio, 1) })}</p>
          )}
          <p>
            {money(units(totalBefore), currency)} → {money(units(totalAfter), currency)}
          </p>
          {violations.length === 0 ? (
            <p class="good">✓ {t('changes.rails.ok')}</p>
          ) : (
            <ul class="bad">
              {violations.map(({ statement }) => (
                <li key={statement.sentence}>
                  <Told of={statement} currency={currency} />
                </li>
              ))}
            </ul>
          )}
        </Card>
        <Card title={t('changes.state')}>
          <dl class="facts">
            <div>
              <dt>{t('changes.state')}</dt>
              <dd>{wordsFor('state', state) ?? state}</dd>
            </div>
            <div>
              <dt>{t('changes.expires')}</dt>
              <dd>{moment(changeSet.expiresAt)}</dd>
            </div>
            <div>
              <dt>{t('changes.hash')}</dt>
              <dd>
                <code>{changeSet.planHash.slice(0, 16)}</code>
              </dd>
            </div>
          </dl>
          {approval && <p>✓ {t('changes.approvedBy', { who: approval.by, moment: moment(approval.at) })}</p>}
        </Card>
      </div>
      <Diff changeSet={changeSet} />
      <Applications changeSet={changeSet} />
      {changeSet.applications.length > 0 && <Review id={changeSet.id} />}
    </Page>
  );
}

function Diff({ changeSet: { itemPage, itemCount, currencyCode: currency } }: { changeSet: ChangeSet }) {
  const items = itemPage.nodes;
  return (
    <Card title={t('changes.diff')}>
      <PlainTable
        label={t('changes.diff')}
        rows={items}
        keyOf={({ campaignId }) => campaignId}
        columns={[
          { title: t('column.campaign'), cell: ({ campaignName }) => campaignName },
          { title: t('column.current'), cell: ({ before }) => exactMoney(units(before), currency) },
          {
            title: t('column.proposed'),
            class: 'strong',
            cell: ({ after }) => exactMoney(units(after), currency),
          },
          {
            title: t('column.change'),
            class: ({ change }) => (units(change) > 0 ? 'raised' : 'lowered'),
            cell: ({ change, changeRatio }) =>
              `${money(units(change), currency, true)} ${percent(changeRatio, 0, true)}`,
          },
          {
            title: t('column.gain'),
            cell: ({ expectedBefore, expectedAfter }) =>
              expectedBefore && expectedAfter
                ? count(expectedAfter.conversions - expectedBefore.conversions, true)
                : '–',
          },
        ]}
      />
      <Rest shown={items.length} all={itemCount} />
    </Card>
  );
}

/** A page shows the first of them; the command and the API have them all. */
const Rest = ({ shown, all }: { shown: number; all: number }) =>
  shown < all ? <p class="quiet">{t('changes.rest', { shown, all })}</p> : null;

function Applications({
  changeSet: { applications, itemPage, currencyCode: currency },
}: {
  changeSet: ChangeSet;
}) {
  if (applications.length === 0) return null;
  const names = new Map(itemPage.nodes.map(({ campaignId, campaignName }) => [campaignId, campaignName]));
  return (
    <Card title={t('changes.applied')}>
      {applications.map((application) => {
        const done = application.counts.find(({ status }) => status === 'APPLIED')?.count ?? 0;
        const all = application.counts.reduce((sum, one) => sum + one.count, 0);
        return (
          <details key={application.id}>
            <summary>
              {moment(application.startedAt)}, {application.startedBy} ·{' '}
              {wordsFor('executor', application.executor)} · {done}/{all}
            </summary>
            <progress value={done} max={all} aria-label={t('changes.applied')} />
            <ul>
              {application.itemPage.nodes.map(({ campaignId, status, statement, before, after }) => (
                <li key={campaignId}>
                  {names.get(campaignId) ?? campaignId}: {exactMoney(units(before), currency)} →{' '}
                  {exactMoney(units(after), currency)} · {wordsFor('item', status)}{' '}
                  {statement && <Told of={statement} currency={currency} />}
                </li>
              ))}
            </ul>
            <Rest shown={application.itemPage.nodes.length} all={all} />
          </details>
        );
      })}
    </Card>
  );
}
