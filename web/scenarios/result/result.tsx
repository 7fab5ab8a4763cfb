import { useQuery } from '../../api/use-query.ts';
import { day, dayRange, moment, units } from '../../i18n/format.ts';
import { t, wordsFor } from '../../i18n/i18n.ts';
import { Status } from '../../parts/badges.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/states.tsx';
import { Told } from '../../parts/told.tsx';
import { Clash } from '../clash.tsx';
import { type AnsweredScenario, isAnswered, SCENARIO, type Scenario } from '../documents.ts';
import { ScenarioCharts } from './charts.tsx';
import { Exports } from './exports.tsx';
import { Prices } from './prices.tsx';
import { ReallocationTable } from './reallocation-table.tsx';
import { Summary } from './summary.tsx';
import { Waiting } from './waiting.tsx';

/** A scenario as it was answered: the plan, what it is expected to bring, why, and how sure that is. */
export function ScenarioResult({ id }: { id: string }) {
  const answer = useQuery(SCENARIO, { id });
  return (
    <Loaded of={answer} lines={12}>
      {({ scenario }) =>
        scenario === null ? (
          <Empty isWhole title={t('state.notFound')} />
        ) : isAnswered(scenario) ? (
          <Result scenario={scenario} />
        ) : (
          <Waiting scenario={scenario} ask={answer.reload} />
        )
      }
    </Loaded>
  );
}

function Result({ scenario }: { scenario: AnsweredScenario }) {
  const { name, status, objective, horizon, dataCompleteThrough, createdAt, createdBy, infeasibility } =
    scenario;
  return (
    <Page
      title={name}
      lead={
        <>
          <Status status={status} /> {wordsFor('objective', objective)} ·{' '}
          {horizon && `${dayRange(horizon.from, horizon.to)} · `}
          {t('scenarios.through', { day: day(dataCompleteThrough) })} ·{' '}
          {t('result.created', { moment: moment(createdAt), who: createdBy })}
        </>
      }
      actions={<Exports scenario={scenario} />}
    >
      {infeasibility ? (
        <Clash title={t('clash.title')} of={infeasibility} currency={scenario.currencyCode}>
          <p>
            <a href="/scenarios/new">{t('result.again')}</a>
          </p>
        </Clash>
      ) : (
        <Summary scenario={scenario} />
      )}
      <ReallocationTable scenario={scenario} />
      {scenario.after && <ScenarioCharts scenario={scenario} />}
      <div class="grid two">
        {scenario.after && <Prices scenario={scenario} />}
        <Proof scenario={scenario} />
      </div>
    </Page>
  );
}

/** Why the answer can be believed: bound, gap, violations, hash. */
function Proof({ scenario }: { scenario: AnsweredScenario }) {
  const {
    objectiveValue,
    upperBound,
    lowerBound,
    relativeGap,
    violations,
    timings,
    inputHash,
    noteStatements,
    currencyCode,
    notPlanned,
  } = scenario;
  const worst =
    violations && Math.max(violations.bounds, violations.budget, violations.groups, violations.targets);
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 7 });
  const shown = (value: number | null | undefined) =>
    typeof value === 'number' ? number.format(value) : '–';
  const facts: readonly (readonly [string, string])[] = [
    [t('proof.value'), shown(objectiveValue)],
    [t('proof.bound'), shown(upperBound ?? lowerBound)],
    [t('proof.gap'), shown(relativeGap)],
    [t('proof.violation'), shown(worst)],
    [t('proof.time'), `${shown(Math.round(timings.solveMs))} ms · ${timings.route}`],
    [t('proof.hash'), inputHash.slice(0, 16)],
  ];
  return (
    <Card title={t('proof.title')}>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {noteStatements.map((note) => (
        <p key={note.sentence} class="hint">
          <Told of={note} currency={currencyCode} />
        </p>
      ))}
      {notPlanned.length > 0 && (
        <details>
          <summary>{t('result.notPlanned', { n: notPlanned.length })}</summary>
          <ul>
            {notPlanned.map(({ campaignName, sentence }) => (
              <li key={campaignName}>
                {campaignName}: <Said own={t('said.notPlanned')}>{sentence}</Said>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

/** What moves, in the order of how much: those that stay come last. */
export const byMove = (rows: Scenario['rows']): Scenario['rows'] =>
  [...rows].sort((a, b) => Math.abs(move(b)) - Math.abs(move(a)));

const move = (row: Scenario['rows'][number]): number => (row.change ? units(row.change) : 0);
