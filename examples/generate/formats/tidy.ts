import type { ReportedDay } from '../reported.ts';
import { csvLine, decimal } from './cells.ts';

const HEADER = ['date', 'channel', 'campaign', 'spend', 'impressions', 'clicks', 'conversions', 'revenue'];

/** One row a campaign and day, for `equimarginal fit`. */
export function tidyCsv(days: readonly ReportedDay[]): string {
  const rows = days.map((day) => [
    day.date,
    day.campaign.truth.channel,
    day.campaign.truth.name,
    decimal(day.spendCents),
    String(day.impressions),
    String(day.clicks),
    String(day.conversions),
    decimal(day.revenueCents),
  ]);
  return `${[HEADER, ...rows].map(csvLine).join('\n')}\n`;
}
