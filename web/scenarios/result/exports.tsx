import { download, downloadCsv, downloadJson } from '../../export/csv.ts';
import { onePager } from '../../export/one-pager.ts';
import { units, unitsOrNull } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { AnsweredScenario as Scenario } from '../documents.ts';
import { Propose } from './propose.tsx';

/** The plan to take away: for a spreadsheet, for a program, for paper. */
export function Exports({ scenario }: { scenario: Scenario }) {
  const name = fileName(scenario.name);
  return (
    <>
      <button type="button" onClick={() => downloadCsv(`${name}.csv`, csvRows(scenario))}>
        {t('export.csv')}
      </button>
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

const csvRows = ({ rows, currencyCode }: Scenario) => [
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
];

const fileName = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'scenario';
