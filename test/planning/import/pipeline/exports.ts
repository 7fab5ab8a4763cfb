import type {
  ExportBatch,
  ExportRow,
  ExportSummary,
  OpenedExport,
  OutcomeRow,
} from '../../../../planning/import/parsed-export.ts';
import { addDays, day } from '../../../../store/model/day.ts';
import { channel, type WorkspaceId, workspaceId } from '../../../../store/model/ids.ts';
import { monthlyPerformanceOf, monthOf } from '../../../../store/model/monthly.ts';
import type { Store } from '../../../../store/ports.ts';

export const WORKSPACE = workspaceId('feldhaus');

export const aRow = (campaign: string, date: string, changes: Partial<ExportRow> = {}): ExportRow => ({
  platform: 'google_ads',
  campaignExternalId: campaign,
  campaignName: `Campaign ${campaign}`,
  accountId: null,
  channel: channel('google_search'),
  status: null,
  date: day(date),
  currencyCode: 'EUR',
  spendMicros: 10_000_000n,
  impressions: 1000,
  clicks: 50,
  conversions: 5,
  revenueMicros: 400_000_000n,
  attribution: null,
  incomplete: false,
  ...changes,
});

export const anOutcome = (name: string, date: string, changes: Partial<OutcomeRow> = {}): OutcomeRow => ({
  date: day(date),
  campaignExternalId: null,
  campaignName: name,
  utm: null,
  currencyCode: 'EUR',
  leads: 9,
  orders: 4,
  newCustomers: 2,
  revenueMicros: 320_000_000n,
  marginMicros: 120_000_000n,
  ...changes,
});

/** An export as the readers hand it on, in batches of `batchSize`. */
export function opened(
  asOf: string,
  rows: readonly (ExportRow | OutcomeRow)[],
  changes: Partial<ExportSummary> = {},
  batchSize = 7,
): OpenedExport {
  const performance = rows.filter((row): row is ExportRow => 'platform' in row);
  const outcomes = rows.filter((row): row is OutcomeRow => !('platform' in row));
  const dates = rows.map(({ date }) => date).sort();
  return {
    file: 'export.csv',
    format: outcomes.length > 0 ? 'CRM' : 'GOOGLE_ADS_CAMPAIGN_REPORT',
    kind: outcomes.length > 0 ? 'OUTCOMES' : 'PERFORMANCE',
    platform: outcomes.length > 0 ? null : 'google_ads',
    period: null,
    timeZone: null,
    currency: 'EUR',
    vatMode: null,
    attributions: [],
    asOf: day(asOf),
    completenessNotice: null,
    rowCount: rows.length,
    firstDay: dates[0] ?? null,
    lastDay: dates.at(-1) ?? null,
    spendMicros: performance.reduce((sum, { spendMicros }) => sum + spendMicros, 0n),
    spendByChannel: [],
    campaigns: campaignsOf(performance),
    fileTotalMicros: null,
    droppedColumns: [],
    columns: [],
    headerSignature: null,
    warnings: [],
    warned: [],
    refusals: [],
    ...changes,
    async *batches() {
      for (let start = 0; start < rows.length; start += batchSize) {
        const part = rows.slice(start, start + batchSize);
        yield {
          rows: part.filter((row): row is ExportRow => 'platform' in row),
          outcomes: part.filter((row): row is OutcomeRow => !('platform' in row)),
        } satisfies ExportBatch;
      }
    },
  };
}

function campaignsOf(rows: readonly ExportRow[]): ExportSummary['campaigns'] {
  const ids = [...new Set(rows.map(({ campaignExternalId }) => campaignExternalId))].sort();
  return ids.map((id) => {
    const own = rows.filter(({ campaignExternalId }) => campaignExternalId === id);
    const newest = own.toSorted((a, b) => (a.date < b.date ? -1 : 1)).at(-1) as ExportRow;
    const dates = own.map(({ date }) => date).sort();
    return {
      ...newest,
      firstDay: dates[0] ?? newest.date,
      lastDay: newest.date,
      days: new Set(dates).size,
    };
  });
}

/** All that an import writes. The number of writes of a campaign alone may depend on the order of loading. */
export async function everythingIn(store: Store, workspace: WorkspaceId = WORKSPACE) {
  const campaigns = await store.campaigns.all(workspace);
  const days = await Promise.all(campaigns.map(({ id }) => store.dailyPerformance.ofCampaign(workspace, id)));
  const months = [...new Set(days.flat().map(({ date }) => monthOf(date)))].sort();
  const sums = await Promise.all(months.map((month) => store.dailyPerformance.ofMonth(workspace, month)));
  const sources = await store.outcomes.sources(workspace);
  const outcomes = await Promise.all(sources.map(({ key }) => store.outcomes.ofSource(workspace, key)));
  const outcomeMonths = [...new Set(outcomes.flat().map(({ date }) => monthOf(date)))].sort();
  const outcomeSums = await Promise.all(
    outcomeMonths.map((month) => store.outcomes.ofMonth(workspace, month)),
  );
  return {
    campaigns: campaigns.map(({ version: _, ...campaign }) => campaign),
    days: days.flat(),
    sums: sums.flat(),
    sources,
    outcomes: outcomes.flat(),
    outcomeSums: outcomeSums.flat(),
  };
}

/** The sums recomputed from the days, in the store's order. */
export async function recomputedSums(store: Store, workspace: WorkspaceId = WORKSPACE) {
  const { sums } = await everythingIn(store, workspace);
  return Promise.all(
    sums.map(async ({ campaignId, month }) => {
      const days = await store.dailyPerformance.ofCampaign(workspace, campaignId);
      return monthlyPerformanceOf(days.filter(({ date }) => monthOf(date) === month));
    }),
  );
}

export const daysFrom = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => addDays(day(first), i));
