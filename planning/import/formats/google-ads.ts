import { parsePeriod } from '../dates.ts';
import { normaliseHeader } from '../fields.ts';
import { type Format, NO_FACTS } from './format.ts';

/** Column names that no other platform writes. */
const OWN_COLUMNS = ['impr.', 'conv. value', 'campaign type', 'avg. cpc', 'conv. rate', 'cost / conv.'];

/**
 * Campaign report of the Google Ads interface. Two lines above the header: a title (which may be the user's own)
 * and the period; several total rows below. `Excel .csv` is the same in UTF-16 with tabs.
 */
export const googleAds: Format = {
  format: 'GOOGLE_ADS_CAMPAIGN_REPORT',
  platform: 'google_ads',
  recognises: ({ header, columns, preamble }) => {
    const hasOwnColumn = header.some((name) => OWN_COLUMNS.includes(normaliseHeader(name)));
    const spendIsCost = normaliseHeader(header[columns.get('spend') ?? -1] ?? '') === 'cost';
    return spendIsCost && (hasOwnColumn || preamble.some((line) => parsePeriod(line) !== null));
  },
  factsOf: ({ preamble }) => ({
    ...NO_FACTS,
    period: preamble.map((line) => parsePeriod(line)).find((period) => period !== null) ?? null,
    periodText: preamble[1] ?? null,
  }),
  isTotal: () => false,
  isFooter: () => false,
  channelOf: (cell) => {
    const type = cell('campaignType')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_');
    return type === '' || type === '_' ? 'google_ads' : `google_${type}`;
  },
  usualDateOrder: null,
  dailyHint: 'Add the segment Day to the report and export it again.',
};
