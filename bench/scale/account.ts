import type { ExportSource } from '../../planning/import/parsed-export.ts';
import { syntheticCampaigns } from '../synthetic.ts';

const HEADER = 'date,channel,campaign,spend,impressions,clicks,conversions,revenue,currency\n';
const CHANNELS = [
  'google_search',
  'google_shopping',
  'google_video',
  'google_display',
  'google_performance_max',
  'meta_social',
  'microsoft_search',
  'tiktok_video',
  'linkedin_social',
  'yandex_search',
];

export interface Account {
  readonly campaigns: number;
  readonly days: number;
}

export const channelsOf = ({ campaigns }: Account): number => Math.min(campaigns, CHANNELS.length);

/** Days `from` to `to` of every campaign as one tidy export, made as it is read, so that none of it is held. */
export function exportOf(account: Account, from: number, to: number): ExportSource {
  async function* open(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode(HEADER);
    for (let index = 0; index < account.campaigns; index += 1) {
      const channel = CHANNELS[index % CHANNELS.length];
      const days = syntheticCampaigns(1, account.days, index + 1)[0]?.days ?? [];
      const rows = days.slice(from, to).map(({ date, spend, outcome }) => {
        const clicks = Math.round(spend);
        return `${date},${channel},campaign-${index + 1},${spend},${clicks * 40},${clicks},${outcome},${(outcome ?? 0) * 80},EUR\n`;
      });
      yield encoder.encode(rows.join(''));
    }
  }
  return { name: 'account.csv', open };
}
