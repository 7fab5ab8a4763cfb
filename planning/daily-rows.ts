import type { Campaign, DailyPerformance } from '../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../store/model/ids.ts';
import type { DayRange } from '../store/ports.ts';
import type { PlanningDeps } from './deps.ts';

const CONCURRENT_READS = 16;

/** The daily rows of each campaign, oldest first, in the order of `campaigns`. */
export async function readDailyRows(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaigns: readonly Campaign[],
  range?: DayRange,
): Promise<ReadonlyMap<CampaignId, readonly DailyPerformance[]>> {
  const rowsOf = new Map<CampaignId, readonly DailyPerformance[]>(campaigns.map(({ id }) => [id, []]));
  const waiting = campaigns.filter((campaign) => !range || overlaps(campaign, range)).values();
  const read = async () => {
    for (const { id } of waiting) {
      rowsOf.set(id, await deps.store.dailyPerformance.ofCampaign(workspace, id, range));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, read));
  return rowsOf;
}

const overlaps = (campaign: Campaign, range: DayRange) =>
  campaign.firstDay <= range.to && campaign.lastDay >= range.from;
