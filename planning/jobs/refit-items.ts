import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { MOST_POOLED } from '../fit-pools.ts';

export interface RefitItem {
  readonly workspaceId: WorkspaceId;
  /** Left out: all of its campaigns, which are fitted together. */
  readonly channel?: Channel | undefined;
}

/** What is to be fitted so that every workspace's curves are up to its data: an item for each pool of campaigns. */
export async function refitItems({ store }: Pick<PlanningDeps, 'store'>): Promise<readonly RefitItem[]> {
  const items: RefitItem[] = [];
  for (const workspaceId of await store.agenda.workspaces()) {
    const campaigns = await store.campaigns.all(workspaceId);
    const channels = [...new Set(campaigns.map(({ channel }) => channel))].sort();
    if (campaigns.length <= MOST_POOLED) items.push({ workspaceId });
    else items.push(...channels.map((channel) => ({ workspaceId, channel })));
  }
  return items;
}
