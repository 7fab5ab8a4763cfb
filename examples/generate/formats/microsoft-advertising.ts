import type { IsoDate } from '../../../store/model/day.ts';
import type { ReportedDay } from '../reported.ts';
import { isRunning } from '../spend.ts';
import { americanDate, decimal, quotedLine } from './cells.ts';

const HEADER = [
  'Gregorian date',
  'Account name',
  'Account number',
  'Campaign status',
  'Campaign name',
  'Campaign ID',
  'Currency code',
  'Impressions',
  'Clicks',
  'CTR (%)',
  'Spend',
  'Conversions',
  'Revenue',
];

/** Campaign performance report of Microsoft Advertising: quoted lines above, a copyright line below. */
export function microsoftAdvertisingReport(days: readonly ReportedDay[], from: IsoDate, to: IsoDate): string {
  const preamble = [
    'Report Name: Campaign performance, daily',
    `Report Time: ${americanDate(from)},${americanDate(to)}`,
    'Time Zone: (GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
    `Last Completed Available Day: ${americanDate(to)} 11:59:59 PM (GMT)`,
    `Last Completed Available Hour: ${americanDate(to)} 11:59:59 PM (GMT)`,
    'Report Aggregation: Daily',
    'Report Filter: ',
    'Potential Incomplete Data: true',
    `Rows: ${days.length}`,
  ];
  const rows = days.map(({ campaign: { truth }, ...day }) => [
    americanDate(day.date),
    'Feldhaus Home DE',
    'F109X7QK',
    isRunning(truth, to) ? 'Active' : 'Paused',
    truth.name,
    `[${truth.externalId}]`,
    'EUR',
    String(day.impressions),
    String(day.clicks),
    `${((100 * day.clicks) / Math.max(1, day.impressions)).toFixed(2)}%`,
    decimal(day.spendCents),
    String(day.conversions),
    decimal(day.revenueCents),
  ]);
  const lines = [
    ...preamble.map((line) => quotedLine([line])),
    '',
    ...[HEADER, ...rows].map(quotedLine),
    '',
    quotedLine(['©2026 Microsoft Corporation. All rights reserved. ']),
  ];
  return `${lines.join('\r\n')}\r\n`;
}
