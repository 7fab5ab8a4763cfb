import { parseDate } from '../dates.ts';
import { normaliseHeader } from '../language/columns.ts';
import { normalised } from '../language/normalise.ts';
import { textOf } from '../table/record.ts';
import { type Format, NO_FACTS, nameOf, PLAIN_FORMAT } from './format.ts';

/** What Meta, and no other platform, calls the spend. */
const SPENDS = [
  ...[
    'amount spent',
    'ausgegebener betrag',
    'montant dépensé',
    'valor gasto',
    'valor usado',
    'montante gasto',
  ],
  ...['importe gastado', 'сумма затрат', 'потраченная сумма'],
].map(normalised);

/** One label in all languages: the same conversions in two of them make one series. */
const PURCHASES = ['purchases', 'käufe', 'achats', 'compras', 'покупки'].map(normalised);

/**
 * Meta Ads Manager. The currency stands inside the header of the spend column; the first row, whose entity is
 * blank, is the account's total; `Reporting starts` and `Reporting ends` span the file even where a Day stands.
 */
export const metaAds: Format = {
  ...PLAIN_FORMAT,
  format: 'META_ADS_MANAGER',
  platform: 'meta_ads',
  recognises: (head) => SPENDS.includes(nameOf(head, 'spend')),
  factsOf: ({ columns, first }) => {
    const from = parseDate(textOf(first?.cells[columns.get('periodStart') ?? -1]), null);
    const to = parseDate(textOf(first?.cells[columns.get('periodEnd') ?? -1]), null);
    const period = from !== null && to !== null && columns.has('date') ? { from, to } : null;
    return { ...NO_FACTS, period, periodText: from && to ? `${from} - ${to}` : null };
  },
  isTotal: (cell) => cell('campaignName') === '' && cell('campaignId') === '',
  channelOf: () => 'meta_social',
  conversionsAre: (header) => (PURCHASES.includes(normaliseHeader(header)) ? 'Purchases' : header.trim()),
  dailyHint: 'Choose Breakdown, By time, Day in Ads Manager and export again.',
};
