import { randomUUID } from 'node:crypto';
import { day, type IsoDate } from '../../../store/model/day.ts';
import type { Campaign, DailyPerformance, Scenario, StoredCurve } from '../../../store/model/entities.ts';
import type { CurveOutcome } from '../../../store/model/evidence.ts';
import { campaignId, channel, scenarioId, type WorkspaceId, workspaceId } from '../../../store/model/ids.ts';

/** A workspace that no other test writes to. */
export const freshWorkspace = (prefix = 'ws'): WorkspaceId => workspaceId(`${prefix}-${randomUUID()}`);

export const aCampaign = (
  workspace: WorkspaceId,
  id: string,
  changes: Partial<Omit<Campaign, 'version' | 'id' | 'workspaceId'>> = {},
): Omit<Campaign, 'version'> => ({
  workspaceId: workspace,
  id: campaignId(id),
  platform: 'google_ads',
  accountId: null,
  externalId: id,
  name: `Campaign ${id}`,
  channel: channel('google_search'),
  currencyCode: 'EUR',
  status: 'ACTIVE',
  timeZone: 'Europe/Berlin',
  firstDay: day('2025-01-01'),
  lastDay: day('2025-12-31'),
  ...changes,
});

export const aDay = (
  workspace: WorkspaceId,
  campaign: string,
  date: IsoDate | string,
  changes: Partial<DailyPerformance> = {},
): DailyPerformance => ({
  workspaceId: workspace,
  campaignId: campaignId(campaign),
  channel: channel('google_search'),
  date: day(date),
  currencyCode: 'EUR',
  spendMicros: 123_450_000n,
  impressions: 1_000,
  clicks: 31,
  conversions: 2.25,
  revenueMicros: null,
  attribution: null,
  source: 'GOOGLE_ADS_CAMPAIGN_REPORT',
  asOf: day('2026-01-10'),
  incomplete: false,
  revision: 0,
  ...changes,
});

export const aCurve = (
  workspace: WorkspaceId,
  campaign: string,
  fit: unknown = { a: 1 },
  outcome: CurveOutcome = 'CONVERSIONS',
): StoredCurve => ({
  workspaceId: workspace,
  campaignId: campaignId(campaign),
  outcome,
  dataHash: 'hash-of-the-rows',
  fittedAt: '2026-01-10T08:00:00.000Z',
  fit,
});

export const aScenario = (
  workspace: WorkspaceId,
  id: string,
  changes: Partial<Omit<Scenario, 'id' | 'workspaceId'>> = {},
): Scenario => ({
  workspaceId: workspace,
  id: scenarioId(id),
  name: `Scenario ${id}`,
  createdAt: '2026-01-10T08:00:00.000Z',
  createdBy: 'planner@example.com',
  note: null,
  isArchived: false,
  state: 'DONE',
  progress: 1,
  failure: null,
  basedOn: null,
  inputHash: 'hash-of-the-inputs',
  dataCompleteThrough: day('2026-01-02'),
  dataHashes: { c1: '2026-01-02 hash-of-its-days' },
  version: 1,
  request: { objective: 'MAX_CONVERSIONS' },
  problem: { units: [{ id: 'c1', spend: 10.5 }] },
  result: { status: 'OPTIMAL', gap: 1e-7, notes: ['é', null] },
  ...changes,
});
