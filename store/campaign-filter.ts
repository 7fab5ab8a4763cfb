import type { Campaign } from './model/entities.ts';
import type { CampaignFilter } from './ports.ts';

/** Whether the campaign passes every part of the filter that is given. An empty list lets nothing pass. */
export function matchesCampaign(filter: CampaignFilter): (campaign: Campaign) => boolean {
  const { channels, platforms, statuses } = filter;
  const needle = filter.nameContains?.toLowerCase();
  return (campaign) =>
    (channels === undefined || channels.includes(campaign.channel)) &&
    (platforms === undefined || platforms.includes(campaign.platform)) &&
    (statuses === undefined || statuses.includes(campaign.status)) &&
    (needle === undefined || campaign.name.toLowerCase().includes(needle));
}
