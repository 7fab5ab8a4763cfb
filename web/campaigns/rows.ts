import { units, unitsOrNull } from '../i18n/format.ts';
import { ratioOf } from '../parts/badges.tsx';
import type { CampaignTable, ChannelTable } from './documents.ts';

/** A line of the table, be it a campaign or a channel. */
export interface PerformanceLine {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  readonly status: string | null;
  readonly channel: string;
  readonly channelSlug: string;
  readonly spend: number;
  readonly spendChange: number | null;
  readonly share: number | null;
  readonly conversions: number | null;
  readonly conversionsChange: number | null;
  readonly cpa: number | null;
  readonly revenue: number | null;
  readonly roas: number | null;
  readonly cr: number | null;
}

export function campaignLines({ now, before }: CampaignTable): readonly PerformanceLine[] {
  const earlier = new Map(before.rows.map((row) => [row.campaign?.id, row]));
  return now.rows.flatMap((row) => {
    const { campaign, channel } = row;
    if (!campaign) return [];
    return [
      {
        ...figures(row, earlier.get(campaign.id)),
        id: campaign.id,
        name: campaign.name,
        href: `/campaigns/${encodeURIComponent(campaign.id)}`,
        status: campaign.status,
        channel: channel?.name ?? '',
        channelSlug: channel?.slug ?? '',
      },
    ];
  });
}

export function channelLines({ now, before }: ChannelTable): readonly PerformanceLine[] {
  const earlier = new Map(before.rows.map((row) => [row.channel?.id, row]));
  return now.rows.flatMap((row) => {
    const { channel } = row;
    if (!channel) return [];
    return [
      {
        ...figures(row, earlier.get(channel.id)),
        id: channel.id,
        name: channel.name,
        href: `/campaigns?channel=${encodeURIComponent(channel.slug)}`,
        status: null,
        channel: channel.name,
        channelSlug: channel.slug,
      },
    ];
  });
}

type Row = Omit<ChannelTable['now']['rows'][number], 'channel'>;
type Earlier = Pick<Row, 'spend' | 'conversions'>;

function figures(row: Row, before: Earlier | undefined) {
  const spend = units(row.spend);
  return {
    spend,
    spendChange: before ? ratioOf(spend, units(before.spend)) : null,
    share: row.shareOfSpend,
    conversions: row.conversions,
    conversionsChange: before ? ratioOf(row.conversions, before.conversions) : null,
    cpa: unitsOrNull(row.cpa),
    revenue: unitsOrNull(row.revenue),
    roas: row.roas,
    cr: row.cr,
  };
}
