import type { IsoDate } from '../../../store/model/day.ts';
import type { ChannelName } from '../company.ts';
import type { ReportedDay } from '../reported.ts';
import { isRunning } from '../spend.ts';
import { csvLine, englishDate, grouped, groupedCount, sum } from './cells.ts';

const CAMPAIGN_TYPES: Partial<Record<ChannelName, string>> = {
  google_search: 'Search',
  google_shopping: 'Shopping',
  google_video: 'Video',
};

const HEADER = [
  'Day',
  'Campaign status',
  'Campaign',
  'Campaign ID',
  'Campaign type',
  'Currency code',
  'Cost',
  'Impr.',
  'Clicks',
  'Conversions',
  'Conv. value',
];

/** Campaign report of the Google Ads interface: two lines above the header, total rows below. */
export function googleAdsReport(days: readonly ReportedDay[], from: IsoDate, to: IsoDate): string {
  const rows = days.map((day) => {
    const { truth } = day.campaign;
    const status = isRunning(truth, to) ? 'Enabled' : truth.to === undefined ? 'Paused' : 'Ended';
    const type = CAMPAIGN_TYPES[truth.channel] ?? '';
    return [day.date, status, truth.name, truth.externalId, type, 'EUR', ...figures([day])];
  });
  const totalOf = (label: string, of: readonly ReportedDay[]) => [
    `Total: ${label}`,
    ...Array<string>(4).fill(' --'),
    'EUR',
    ...figures(of),
  ];
  const totals = [
    totalOf('Account', days),
    totalOf('Campaigns', days),
    ...Object.entries(CAMPAIGN_TYPES).map(([channel, label]) =>
      totalOf(
        label,
        days.filter((day) => day.campaign.truth.channel === channel),
      ),
    ),
  ];
  const period = `"${englishDate(from)} - ${englishDate(to)}"`;
  return `${['Campaign report', period, ...[HEADER, ...rows, ...totals].map(csvLine)].join('\n')}\n`;
}

function figures(days: readonly ReportedDay[]): string[] {
  const conversions = Math.round(sum(days.map((day) => day.conversions)) * 100);
  return [
    grouped(sum(days.map((day) => day.spendCents))),
    groupedCount(sum(days.map((day) => day.impressions))),
    groupedCount(sum(days.map((day) => day.clicks))),
    grouped(conversions),
    grouped(sum(days.map((day) => day.revenueCents))),
  ];
}
