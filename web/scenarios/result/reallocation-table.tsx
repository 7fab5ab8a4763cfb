import { count, exactMoney, money, percent, units, unitsOrNull } from '../../i18n/format.ts';
import { language, t, wordsFor } from '../../i18n/i18n.ts';
import { Verdict } from '../../parts/badges.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { parameter, setParameters } from '../../shell/router.ts';
import type { AnsweredScenario as Scenario, ScenarioRow } from '../documents.ts';

/** Before and after, campaign by campaign, with the reason. */
export function ReallocationTable({ scenario }: { scenario: Scenario }) {
  const { currencyCode: currency, rows } = scenario;
  const sorted = parameter('sort') ?? '-change';
  const total = units(scenario.after?.spend ?? scenario.before.spend);
  return (
    <section class="card wide">
      <h2>{t('result.table')}</h2>
      <Table
        label={t('result.table')}
        columns={columnsFor(currency, total)}
        rows={rows}
        keyOf={(row) => row.campaign?.id ?? `${row.channelSlug}/${row.campaignName}`}
        sort={{ column: sorted.replace(/^-/, ''), isDescending: sorted.startsWith('-') }}
        onSort={(column, isDescending) => setParameters({ sort: `${isDescending ? '-' : ''}${column}` })}
      />
      <p class="small quiet">{t('result.table.what')}</p>
    </section>
  );
}

function columnsFor(currency: string, total: number): readonly Column<ScenarioRow>[] {
  const numeric = true;
  const change = (row: ScenarioRow) => unitsOrNull(row.change);
  const gain = ({ before, after }: ScenarioRow) =>
    after ? after.expectedConversions - before.expectedConversions : null;
  return [
    {
      id: 'name',
      title: t('column.campaign'),
      width: '15rem',
      value: (row) => row.campaignName,
      cell: (row) =>
        row.campaign ? (
          <a href={`/campaigns/${encodeURIComponent(row.campaign.id)}`}>{row.campaignName}</a>
        ) : (
          row.campaignName
        ),
    },
    {
      id: 'current',
      title: t('column.current'),
      numeric,
      value: (row) => units(row.current),
      cell: (row) => exactMoney(units(row.current), currency),
    },
    {
      id: 'proposed',
      title: t('column.proposed'),
      numeric,
      value: (row) => unitsOrNull(row.proposed),
      cell: (row) => <strong>{exactMoney(unitsOrNull(row.proposed), currency)}</strong>,
    },
    {
      id: 'change',
      title: t('column.change'),
      numeric,
      value: change,
      cell: (row) => (
        <span class={tone(change(row))}>
          {money(change(row), currency, true)} <span class="small">{percent(row.changeRatio, 0, true)}</span>
        </span>
      ),
    },
    {
      id: 'reason',
      title: t('column.reason'),
      width: '17rem',
      value: (row) => row.reason.code,
      cell: (row) => <Reason row={row} currency={currency} />,
    },
    {
      id: 'share',
      title: t('column.share'),
      numeric,
      value: (row) => unitsOrNull(row.proposed),
      cell: (row) => percent(row.proposed && total > 0 ? units(row.proposed) / total : null, 1),
    },
    {
      id: 'before',
      title: t('column.before'),
      numeric,
      value: (row) => row.before.expectedConversions,
      cell: (row) => count(row.before.expectedConversions),
    },
    {
      id: 'after',
      title: t('column.after'),
      numeric,
      value: (row) => row.after?.expectedConversions ?? null,
      cell: (row) => count(row.after?.expectedConversions),
    },
    { id: 'gain', title: t('column.gain'), numeric, value: gain, cell: (row) => count(gain(row), true) },
    {
      id: 'marginal',
      title: t('curve.marginalCpa'),
      numeric,
      value: (row) => unitsOrNull(row.after?.marginalCpa),
      cell: (row) => <Marginals row={row} currency={currency} />,
    },
  ];
}

function Reason({ row, currency }: { row: ScenarioRow; currency: string }) {
  const { reason, identifiability, lower, upper, before, after } = row;
  const amount = (value: { readonly amount: string } | null | undefined) =>
    money(unitsOrNull(value), currency);
  const own = t('said.reason', {
    min: amount(lower.spend),
    max: amount(upper.spend),
    before: amount(before.marginalCpa),
    after: amount(after?.marginalCpa),
  });
  const sentence = language.value === 'en' ? reason.sentence : own;
  return (
    <span class="reason">
      {wordsFor('reason', reason.code) ?? reason.code}
      {identifiability.verdict !== 'WELL_IDENTIFIED' && <Verdict verdict={identifiability.verdict} />}
      <span class="visually-hidden">{sentence}</span>
      <span class="tip" title={sentence} aria-hidden="true">
        i
      </span>
    </span>
  );
}

function Marginals({ row, currency }: { row: ScenarioRow; currency: string }) {
  return (
    <>
      <span class="quiet">{money(unitsOrNull(row.before.marginalCpa), currency)} → </span>
      {money(unitsOrNull(row.after?.marginalCpa), currency)}
    </>
  );
}

const tone = (moved: number | null): string =>
  moved === null || Math.abs(moved) < 0.005 ? 'quiet' : moved > 0 ? 'raised' : 'lowered';
