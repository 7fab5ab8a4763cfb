/** What a column means, whatever it is called. */
export type Field =
  | 'date'
  | 'coarsePeriod'
  | 'periodStart'
  | 'periodEnd'
  | 'campaignId'
  | 'campaignName'
  | 'campaignType'
  | 'status'
  | 'accountId'
  | 'channel'
  | 'currency'
  | 'spend'
  | 'impressions'
  | 'clicks'
  | 'linkClicks'
  | 'conversions'
  | 'results'
  | 'revenue';

/** Normalised names; the first of two columns with the same meaning counts. */
const ALIASES: Readonly<Record<Field, readonly string[]>> = {
  date: [
    'day',
    'date',
    'by day',
    'gregorian date',
    'timeperiod',
    'date_day',
    'segments.date',
    'stat_time_day',
  ],
  coarsePeriod: ['week', 'month', 'quarter', 'year', 'week starting'],
  periodStart: ['reporting starts'],
  periodEnd: ['reporting ends'],
  campaignId: ['campaign id', 'campaignid', 'campaign_id'],
  campaignName: ['campaign', 'campaign name', 'campaignname', 'campaign_name'],
  campaignType: ['campaign type', 'campaigntype'],
  status: ['campaign status', 'campaignstatus', 'campaign delivery', 'status'],
  accountId: [
    'account id',
    'ad account id',
    'accountid',
    'account_id',
    'account number',
    'accountnumber',
    'customer id',
  ],
  channel: ['channel', 'source', 'utm_source'],
  currency: ['currency', 'currency code', 'currencycode', 'account_currency'],
  spend: ['cost', 'spend', 'amount spent', 'total spent', 'total cost'],
  impressions: ['impressions', 'impr.', 'impr'],
  clicks: ['clicks'],
  linkClicks: ['link clicks', 'inline_link_clicks'],
  conversions: ['conversions', 'conv.', 'purchases', 'total conversions'],
  results: ['results'],
  revenue: [
    'conv. value',
    'conversion value',
    'conversions_value',
    'purchases conversion value',
    'total conversion value',
    'revenue',
  ],
};

const FIELD_OF_ALIAS: ReadonlyMap<string, Field> = new Map(
  (Object.keys(ALIASES) as Field[]).flatMap((field) =>
    ALIASES[field].map((alias) => [alias, field] as const),
  ),
);

/** `Amount spent (EUR)` → `amount spent`: the unit in brackets, case, accents and odd spaces do not matter. */
export const normaliseHeader = (header: string): string =>
  header
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim();

export const fieldOf = (header: string): Field | null => FIELD_OF_ALIAS.get(normaliseHeader(header)) ?? null;
