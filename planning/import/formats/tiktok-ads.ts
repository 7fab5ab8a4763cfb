import { normalised } from '../language/normalise.ts';
import { type Format, nameOf, PLAIN_FORMAT } from './format.ts';

const OWN_COLUMNS = [
  'clicks (destination)',
  'ctr (destination)',
  'cpc (destination)',
  'conversion rate (cvr)',
  'primary status',
  'by day',
  'stat_time_day',
  'complete payment',
  'total purchase value',
  'result rate',
];

/** TikTok Ads Manager, mostly a workbook. Its last row, `Total of 33 results`, is the sum of the others. */
export const tiktokAds: Format = {
  ...PLAIN_FORMAT,
  format: 'TIKTOK_ADS_MANAGER',
  platform: 'tiktok_ads',
  recognises: (head) =>
    ['cost', 'spend', 'total cost'].includes(nameOf(head, 'spend')) &&
    head.header.some((name) => OWN_COLUMNS.includes(normalised(name))),
  preferred: {
    clicks: ['clicks (destination)', 'clicks'],
    spend: ['cost', 'spend', 'total cost'],
    conversions: ['conversions', 'total conversions', 'complete payment'],
    revenue: ['total purchase value', 'complete payment value', 'total conversion value'],
  },
  rowsStatedBy: (firstCell) => {
    const stated = /^total of (\d+) results$/i.exec(firstCell)?.[1];
    return stated === undefined ? null : Number(stated);
  },
  channelOf: () => 'tiktok_ads',
  dailyHint: 'Choose the breakdown By Day in TikTok Ads Manager and export again.',
};
