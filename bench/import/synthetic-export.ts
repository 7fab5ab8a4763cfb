import type { ExportSource } from '../../planning/import/parsed-export.ts';
import { addDays, day } from '../../store/model/day.ts';

const HEADER = 'date,channel,campaign,spend,impressions,clicks,conversions,revenue,currency\n';
const CHANNELS = ['google_search', 'google_shopping', 'meta_social', 'microsoft_search', 'tiktok_video'];

/** A tidy CSV of any size, ordered by day as exports are, that is made as it is read and never held. */
export function syntheticExport(campaigns: number, days: number): ExportSource {
  const first = day('2020-01-01');
  async function* open(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode(HEADER);
    for (let d = 0; d < days; d += 1) {
      const date = addDays(first, d);
      let text = '';
      for (let c = 0; c < campaigns; c += 1) text += row(date, c, d);
      yield encoder.encode(text);
    }
  }
  return { name: 'synthetic.csv', open };
}

function row(date: string, c: number, d: number): string {
  const spend = (20 + ((c * 37 + d * 11) % 400) / 3).toFixed(2);
  const clicks = 20 + ((c * 7 + d * 3) % 60);
  const conversions = (c + d) % 9;
  const channel = CHANNELS[c % CHANNELS.length];
  return `${date},${channel},Campaign ${c},${spend},${clicks * 30},${clicks},${conversions},${(conversions * 81.5).toFixed(2)},EUR\n`;
}
