import type { IsoDate } from '../../../store/model/day.ts';
import type { ReportedDay } from '../reported.ts';
import { isRunning } from '../spend.ts';
import { csvLine, decimal, sum } from './cells.ts';

const ACCOUNT_ID = '384510927745163';

const HEADER = [
  'Reporting starts',
  'Reporting ends',
  'Campaign name',
  'Campaign delivery',
  'Day',
  'Amount spent (EUR)',
  'Impressions',
  'Link clicks',
  'Clicks (all)',
  'Purchases',
  'Purchases conversion value',
  'Attribution setting',
  'Campaign ID',
  'Account ID',
];

/** Meta Ads Manager: the first row is the account's total, with the entity left blank. */
export function metaAdsManagerExport(days: readonly ReportedDay[], from: IsoDate, to: IsoDate): string {
  const row = (of: readonly ReportedDay[], name: string, delivery: string, day: string, id: string) => [
    from,
    to,
    name,
    delivery,
    day,
    decimal(sum(of.map(({ spendCents }) => spendCents))),
    String(sum(of.map(({ impressions }) => impressions))),
    String(sum(of.map(({ clicks }) => Math.round(clicks * 0.83)))),
    String(sum(of.map(({ clicks }) => clicks))),
    String(sum(of.map(({ conversions }) => conversions))),
    decimal(sum(of.map(({ revenueCents }) => revenueCents))),
    id === '' ? '' : '7-day click or 1-day view',
    id,
    ACCOUNT_ID,
  ];
  const rows = days.map((day) => {
    const { truth } = day.campaign;
    return row([day], truth.name, isRunning(truth, to) ? 'active' : 'inactive', day.date, truth.externalId);
  });
  return `\uFEFF${[HEADER, row(days, '', '', '', ''), ...rows].map(csvLine).join('\n')}\n`;
}
