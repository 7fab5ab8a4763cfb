import type { IsoDate } from '../../../store/model/day.ts';
import type { DailyPerformance } from '../../../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../../../store/model/ids.ts';
import type { DailyOutcomes, OutcomeKey } from '../../../store/model/outcomes.ts';
import type { Store } from '../../../store/ports.ts';
import type { ExportRow, OpenedExport, OutcomeRow } from '../parsed-export.ts';
import type { DayLedger } from './month-ledger.ts';
import { mergedOutcomes, sameOutcomes } from './outcomes-day.ts';
import { mergedPerformance, sameFigures } from './performance-day.ts';

/** An export that was accepted and knows up to which day it had seen data. */
export type LoadableExport = OpenedExport & { readonly asOf: IsoDate };

export const performanceLedger = (
  store: Store,
  workspace: WorkspaceId,
  isNew: (id: CampaignId) => boolean,
): DayLedger<DailyPerformance, CampaignId> => ({
  seriesOf: ({ campaignId }) => campaignId,
  read: (id, range) => store.dailyPerformance.ofCampaign(workspace, id, range),
  replaceMonths: (changes) => store.dailyPerformance.replaceMonths(workspace, changes),
  merged: mergedPerformance,
  sameFigures,
  isNew,
});

export const outcomesLedger = (
  store: Store,
  workspace: WorkspaceId,
): DayLedger<DailyOutcomes, OutcomeKey> => ({
  seriesOf: ({ key }) => key,
  read: (key, range) => store.outcomes.ofSource(workspace, key, range),
  replaceMonths: (changes) => store.outcomes.replaceMonths(workspace, changes),
  merged: mergedOutcomes,
  sameFigures: sameOutcomes,
  isNew: () => false,
});

export const dailyPerformance = (
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  { format, asOf }: LoadableExport,
  row: ExportRow,
): DailyPerformance => ({
  workspaceId,
  campaignId,
  channel: row.channel,
  date: row.date,
  currencyCode: row.currencyCode,
  spendMicros: row.spendMicros,
  impressions: row.impressions,
  clicks: row.clicks,
  conversions: row.conversions,
  revenueMicros: row.revenueMicros,
  attribution: row.attribution,
  source: format ?? '',
  asOf,
  incomplete: row.incomplete,
  revision: 0,
});

export const dailyOutcomes = (
  workspaceId: WorkspaceId,
  key: OutcomeKey,
  { format, asOf }: LoadableExport,
  row: OutcomeRow,
): DailyOutcomes => ({
  workspaceId,
  key,
  date: row.date,
  currencyCode: row.currencyCode,
  leads: row.leads,
  orders: row.orders,
  newCustomers: row.newCustomers,
  revenueMicros: row.revenueMicros,
  marginMicros: row.marginMicros,
  source: format ?? '',
  asOf,
  revision: 0,
});
