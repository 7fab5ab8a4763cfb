import { useState } from 'preact/hooks';
import { allPages } from '../api/all-pages.ts';
import { ask, useLoad } from '../api/use-query.ts';
import { count, day, moment, money, percent, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Status } from '../parts/badges.tsx';
import { Page } from '../parts/page.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { SCENARIOS, type ScenarioListed } from './documents.ts';

const MOST_COMPARED = 4;
const PAGES = 5;

/** Every scenario that was saved, newest first; two to four of them can be laid side by side. */
export function Scenarios() {
  const listed = useLoad('scenarios', () =>
    allPages(async (after) => (await ask(SCENARIOS, { after })).scenarios, PAGES),
  );
  return (
    <Page
      title={t('scenarios.title')}
      lead={t('scenarios.lead')}
      actions={
        <a class="button primary" href="/scenarios/new">
          {t('scenarios.new')}
        </a>
      }
    >
      <Loaded of={listed}>{(found) => (found.length === 0 ? <None /> : <List scenarios={found} />)}</Loaded>
    </Page>
  );
}

const None = () => (
  <Empty title={t('scenarios.none')}>
    <a href="/scenarios/new">{t('scenarios.new')}</a>
  </Empty>
);

function List({ scenarios }: { scenarios: readonly ScenarioListed[] }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setChosen(
      chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-MOST_COMPARED),
    );
  const compare = `/compare?${chosen.map((id) => `id=${encodeURIComponent(id)}`).join('&')}`;
  return (
    <>
      <div class="toolbar">
        {chosen.length >= 2 ? (
          <a class="button" href={compare}>
            {t('scenarios.compare', { n: chosen.length })}
          </a>
        ) : (
          <span class="quiet">{t('scenarios.choose')}</span>
        )}
      </div>
      <PlainTable
        kind="rows"
        label={t('scenarios.title')}
        rows={scenarios}
        keyOf={({ id }) => id}
        columns={[
          {
            title: t('column.scenario'),
            cell: ({ id, name }) => <a href={`/scenarios/${encodeURIComponent(id)}`}>{name}</a>,
          },
          {
            title: t('scenarios.pick'),
            cell: ({ id, name }) => (
              <input
                type="checkbox"
                aria-label={t('scenarios.pick.of', { name })}
                checked={chosen.includes(id)}
                onChange={() => toggle(id)}
              />
            ),
          },
          { title: t('column.status'), cell: ({ status }) => <Status status={status} /> },
          { title: t('builder.objective'), cell: ({ objective }) => wordsFor('objective', objective) },
          {
            title: t('kpi.spend'),
            class: 'number',
            cell: ({ after, before, currencyCode }) =>
              money(unitsOrNull(after?.spend ?? before?.spend), currencyCode),
          },
          {
            title: t('column.gain'),
            class: 'number',
            cell: ({ gain }) =>
              gain ? `${count(gain.conversions, true)} (${percent(gain.conversionsRatio, 1, true)})` : '–',
          },
          {
            title: t('scenarios.created'),
            cell: ({ createdAt, dataCompleteThrough }) => (
              <>
                {moment(createdAt)}
                <span class="small quiet">
                  {' '}
                  {dataCompleteThrough && t('scenarios.through', { day: day(dataCompleteThrough) })}
                </span>
              </>
            ),
          },
        ]}
      />
    </>
  );
}
