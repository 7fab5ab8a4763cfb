import type { ExportSource } from '../../planning/import/parsed-export.ts';
import type { syntheticCampaigns } from '../synthetic.ts';

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

export type Account = ReturnType<typeof syntheticCampaigns>;

/** The days `from` to `to` of every campaign as one tidy export, by campaign, made as it is read. */
export function exportOf(account: Account, from: number, to: number): ExportSource {
  async function* open(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode(HEADER);
    for (const [index, { campaign, days }] of account.entries()) {
      const channel = CHANNELS[index % CHANNELS.length];
      const rows = days.slice(from, to).map(({ date, spend, outcome }) => {
        const clicks = Math.round(spend);
        return `${date},${channel},${campaign},${spend},${clicks * 40},${clicks},${outcome},${(outcome ?? 0) * 80},EUR\n`;
      });
      yield encoder.encode(rows.join(''));
    }
  }
  return { name: 'account.csv', open };
}
