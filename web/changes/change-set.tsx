import { useQuery } from '../api/use-query.ts';
import { count, exactMoney, moment, money, percent, units } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Card, Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Said } from '../parts/said.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
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
          <p>{t('changes.moved', { ratio: percent(changeSet.movedRatio, 1) })}</p>
          <p>
            {money(units(totalBefore), currency)} → {money(units(totalAfter), currency)}
          </p>
          {violations.length === 0 ? (
            <p class="good">✓ {t('changes.rails.ok')}</p>
          ) : (
            <ul class="bad">
              {violations.map((violation) => (
                <li key={violation.sentence}>
                  <Said own={railWords(changeSet, violation)}>{violation.sentence}</Said>
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

function railWords(
  { items, movedRatio }: ChangeSet,
  { rail, campaignId }: ChangeSet['violations'][number],
): string | null {
  const item = items.find((one) => one.campaignId === campaignId);
  return wordsFor('rail', rail, {
    name: item?.campaignName ?? '',
    ratio: percent(item?.changeRatio, 0, true),
    moved: percent(movedRatio, 1),
  });
}

function Diff({ changeSet: { items, currencyCode: currency } }: { changeSet: ChangeSet }) {
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
    </Card>
  );
}

function Applications({
  changeSet: { applications, items, currencyCode: currency },
}: {
  changeSet: ChangeSet;
}) {
  if (applications.length === 0) return null;
  const names = new Map(items.map(({ campaignId, campaignName }) => [campaignId, campaignName]));
  return (
    <Card title={t('changes.applied')}>
      {applications.map((application) => {
        const done = application.items.filter(({ status }) => status === 'APPLIED').length;
        return (
          <details key={application.id}>
            <summary>
              {moment(application.startedAt)}, {application.startedBy} · {application.executor} · {done}/
              {application.items.length}
            </summary>
            <progress value={done} max={application.items.length} aria-label={t('changes.applied')} />
            <ul>
              {application.items.map(({ campaignId, status, message, before, after }) => (
                <li key={campaignId}>
                  {names.get(campaignId)}: {exactMoney(units(before), currency)} →{' '}
                  {exactMoney(units(after), currency)} · {status}{' '}
                  {message && <span lang="en">{message}</span>}
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </Card>
  );
}
