import { download, downloadJson } from '../../export/download.ts';
import { onePager } from '../../export/one-pager.ts';
import { TableDownloads } from '../../export/table-downloads.tsx';
import type { Sheet } from '../../export/xlsx.ts';
import { units, unitsOrNull } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { AnsweredScenario as Scenario } from '../documents.ts';
import { Propose } from './propose.tsx';

/** The plan to take away: for a spreadsheet, for a program, for paper. */
export function Exports({ scenario }: { scenario: Scenario }) {
  const name = fileName(scenario.name);
  return (
    <>
      <TableDownloads name={name} sheets={() => [planSheet(scenario), aboutSheet(scenario)]} />
      <button type="button" onClick={() => downloadJson(`${name}.json`, scenario)}>
        {t('export.json')}
      </button>
      <button
        type="button"
        onClick={() => download(`${name}.html`, 'text/html;charset=utf-8', onePager(scenario))}
      >
        {t('export.onePager')}
      </button>
      {scenario.after && <Propose id={scenario.id} />}
    </>
  );
}

const planSheet = ({ rows, currencyCode }: Scenario): Sheet => ({
  name: 'plan',
  rows: [
    [
      'campaign',
      'channel',
      'platform',
      'currency',
      'current_daily',
      'proposed_daily',
      'change',
      'change_ratio',
      'conversions_before',
      'conversions_after',
      'marginal_cpa_before',
      'marginal_cpa_after',
      'lower',
      'upper',
      'reason_code',
      'reason',
    ],
    ...rows.map((row) => [
      row.campaignName,
      row.channelSlug,
      row.platform,
      currencyCode,
      units(row.current),
      unitsOrNull(row.proposed),
      unitsOrNull(row.change),
      row.changeRatio,
      row.before.expectedConversions,
      row.after?.expectedConversions,
      unitsOrNull(row.before.marginalCpa),
      unitsOrNull(row.after?.marginalCpa),
      units(row.lower.spend),
      units(row.upper.spend),
      row.reason.code,
      row.reason.sentence,
    ]),
  ],
});

const aboutSheet = (scenario: Scenario): Sheet => ({
  name: 'scenario',
  rows: [
    ['what', 'value'],
    ['name', scenario.name],
    ['objective', scenario.objective],
    ['status', scenario.status],
    ['currency', scenario.currencyCode],
    ['data_complete_through', { day: scenario.dataCompleteThrough }],
    ['created', { day: scenario.createdAt.slice(0, 10) }],
    ['created_by', scenario.createdBy],
    ['spend_before', units(scenario.before.spend)],
    ['spend_after', unitsOrNull(scenario.after?.spend)],
    ['conversions_before', scenario.before.expectedConversions],
    ['conversions_after', scenario.after?.expectedConversions],
    ['input_hash', scenario.inputHash],
  ],
});

const fileName = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'scenario';
