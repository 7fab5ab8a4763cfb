import type { Campaign } from '../store/model/entities.ts';
import type { Channel, WorkspaceId } from '../store/model/ids.ts';
import type { PlanningDeps } from './deps.ts';

export interface ChannelSummary {
  readonly slug: Channel;
  /** For people: `google_search` reads as "Google Search". */
  readonly name: string;
  /** Ordered by name. */
  readonly platforms: readonly string[];
  readonly campaignCount: number;
  readonly activeCampaignCount: number;
}

/** The channels that the workspace's campaigns run in, ordered by slug. */
export async function listChannels(
  deps: PlanningDeps,
  workspace: WorkspaceId,
): Promise<readonly ChannelSummary[]> {
  const byChannel = new Map<Channel, Campaign[]>();
  for (const campaign of await deps.store.campaigns.all(workspace)) {
    const campaigns = byChannel.get(campaign.channel) ?? [];
    campaigns.push(campaign);
    byChannel.set(campaign.channel, campaigns);
  }
  return [...byChannel.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([slug, campaigns]) => ({
      slug,
      name: channelName(slug),
      platforms: [...new Set(campaigns.map(({ platform }) => platform))].sort(),
      campaignCount: campaigns.length,
      activeCampaignCount: campaigns.filter(({ status }) => status === 'ACTIVE').length,
    }));
}

export const channelName = (slug: string): string =>
  slug
    .split('_')
    .map((word) => `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`)
    .join(' ');
