import { useState } from 'preact/hooks';
import { allPages } from '../api/all-pages.ts';
import { ask, useLoad } from '../api/use-query.ts';
import { count, day, moment, money, percent, unitsOrNull } from '../i18n/format.ts';
import { t, wordsFor } from '../i18n/i18n.ts';
import { Status } from '../parts/badges.tsx';
import { Page } from '../parts/page.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
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
      <ScrollRegion label={t('scenarios.title')}>
        <table class="rows">
          <thead>
            <tr>
              <th scope="col">{t('column.scenario')}</th>
              <th scope="col">{t('scenarios.pick')}</th>
              <th scope="col">{t('column.status')}</th>
              <th scope="col">{t('builder.objective')}</th>
              <th scope="col" class="number">
                {t('kpi.spend')}
              </th>
              <th scope="col" class="number">
                {t('column.gain')}
              </th>
              <th scope="col">{t('scenarios.created')}</th>
            </tr>
          </thead>
          <tbody>
            {scenarios.map((scenario) => (
              <tr key={scenario.id}>
                <th scope="row">
                  <a href={`/scenarios/${encodeURIComponent(scenario.id)}`}>{scenario.name}</a>
                </th>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t('scenarios.pick.of', { name: scenario.name })}
                    checked={chosen.includes(scenario.id)}
                    onChange={() => toggle(scenario.id)}
                  />
                </td>
                <td>
                  <Status status={scenario.status} />
                </td>
                <td>{wordsFor('objective', scenario.objective)}</td>
                <td class="number">
                  {money(unitsOrNull(scenario.after?.spend ?? scenario.before?.spend), scenario.currencyCode)}
                </td>
                <td class="number">
                  {scenario.gain
                    ? `${count(scenario.gain.conversions, true)} (${percent(scenario.gain.conversionsRatio, 1, true)})`
                    : '–'}
                </td>
                <td>
                  {moment(scenario.createdAt)}
                  <span class="small quiet">
                    {' '}
                    {scenario.dataCompleteThrough &&
                      t('scenarios.through', { day: day(scenario.dataCompleteThrough) })}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
