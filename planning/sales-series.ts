import type { IsoDate } from '../store/model/day.ts';
import type { Campaign } from '../store/model/entities.ts';
import type { CurveOutcome, SalesOutcome } from '../store/model/evidence.ts';
import type { CampaignId, WorkspaceId } from '../store/model/ids.ts';
import type { DayRange } from '../store/ports.ts';
import { type CampaignOutcomes, readDailyOutcomes } from './daily-outcomes.ts';
import type { PlanningDeps } from './deps.ts';

const FIELD: Readonly<Record<SalesOutcome, 'leads' | 'orders' | 'newCustomers'>> = {
  LEADS: 'leads',
  ORDERS: 'orders',
  NEW_CUSTOMERS: 'newCustomers',
};

export const isSalesOutcome = (outcome: CurveOutcome): outcome is SalesOutcome =>
  Object.hasOwn(FIELD, outcome);

/** What the CRM or shop counted of a campaign on a day; null where it did not report that day at all. */
export type SalesOn = (campaign: CampaignId, date: IsoDate) => number | null;

/**
 * A CRM lists what came, not what did not: on a day that it reported for any campaign, one that it does not name had
 * none; a day that it reported for nobody is unknown. Campaigns that it never names have no series.
 */
export async function readSales(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaigns: readonly Campaign[],
  outcome: SalesOutcome,
  range?: DayRange,
): Promise<{ readonly named: ReadonlySet<CampaignId>; readonly on: SalesOn }> {
  const { ofCampaign } = await readDailyOutcomes(deps, workspace, campaigns, range);
  const countOf = (day: CampaignOutcomes) => day[FIELD[outcome]];
  const counts = new Map<CampaignId, Map<IsoDate, number>>();
  const reported = new Set<IsoDate>();
  for (const [id, days] of ofCampaign) {
    for (const day of days) {
      const count = countOf(day);
      if (count === null) continue;
      reported.add(day.date);
      const own = counts.get(id) ?? new Map<IsoDate, number>();
      own.set(day.date, (own.get(day.date) ?? 0) + count);
      counts.set(id, own);
    }
  }
  return {
    named: new Set(counts.keys()),
    on: (campaign, date) => (reported.has(date) ? (counts.get(campaign)?.get(date) ?? 0) : null),
  };
}
