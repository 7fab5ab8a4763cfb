import { parseDate } from '../dates.ts';
import { normaliseHeader } from '../fields.ts';
import { type Format, NO_FACTS } from './format.ts';

/**
 * Meta Ads Manager. The currency stands inside the header of the spend column; the first row, whose entity is
 * blank, is the account's total; `Reporting starts` and `Reporting ends` span the file even where a Day stands.
 */
export const metaAds: Format = {
  format: 'META_ADS_MANAGER',
  platform: 'meta_ads',
  recognises: ({ header, columns }) =>
    normaliseHeader(header[columns.get('spend') ?? -1] ?? '') === 'amount spent',
  factsOf: ({ columns, records }) => {
    const first = records[0]?.cells ?? [];
    const from = parseDate(first[columns.get('periodStart') ?? -1] ?? '');
    const to = parseDate(first[columns.get('periodEnd') ?? -1] ?? '');
    const period = from !== null && to !== null && columns.has('date') ? { from, to } : null;
    return { ...NO_FACTS, period, periodText: from && to ? `${from} - ${to}` : null };
  },
  isTotal: (cell) => cell('campaignName') === '' && cell('campaignId') === '',
  isFooter: () => false,
  channelOf: () => 'meta_social',
  usualDateOrder: null,
  dailyHint: 'Choose Breakdown, By time, Day in Ads Manager and export again.',
};
