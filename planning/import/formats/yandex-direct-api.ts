import { parsePeriod } from '../dates.ts';
import { type Format, NO_FACTS, PLAIN_FORMAT } from './format.ts';

/** `Conversions_1001_LSCCD`: conversions of a goal by an attribution model. */
const OF_GOAL = /^(Conversions|Revenue|PurchaseRevenue)_(\d+)_([A-Z]+)$/;

/**
 * TSV of Yandex.Direct's Reports service, version 5. Above the header `name (from - to)`, below the rows
 * `Total rows: N`, both of which a request can leave out. Money is in whole micros, rounded to 10,000 of them, unless
 * the request said `returnMoneyInMicros: false`, and then has two decimals; the names of the columns stay the same.
 */
export const yandexDirectApi: Format = {
  ...PLAIN_FORMAT,
  format: 'YANDEX_DIRECT_API',
  platform: 'yandex_direct',
  recognises: ({ header }) =>
    header.includes('Cost') &&
    (header.includes('CampaignId') || header.includes('CampaignName')) &&
    !header.includes('TimePeriod'),
  columnOf: (header, generally) => {
    const metric = OF_GOAL.exec(header.trim())?.[1];
    if (metric !== undefined) return metric === 'Conversions' ? 'conversions' : 'revenue';
    return ['Year', 'Quarter', 'Month', 'Week'].includes(header.trim()) ? 'coarsePeriod' : generally;
  },
  preferred: { revenue: ['revenue', 'purchaserevenue'] },
  factsOf: ({ preamble }) => {
    const text = /\(([^()]*)\)"?$/.exec(preamble[0] ?? '')?.[1] ?? null;
    return { ...NO_FACTS, period: parsePeriod(text ?? ''), periodText: text };
  },
  conversionsAre: (header) => {
    const [, , goal, model] = OF_GOAL.exec(header.trim()) ?? [];
    return goal === undefined ? null : `goal ${goal}, ${model}`;
  },
  isFooter: (firstCell) => /^total rows: \d+$/i.test(firstCell),
  rowsStatedBy: (firstCell) => {
    const stated = /^total rows: (\d+)$/i.exec(firstCell)?.[1];
    return stated === undefined ? null : Number(stated);
  },
  moneyUnit: 'MICROS_OR_UNITS',
  channelOf: () => 'yandex_direct',
  dailyHint: 'Ask for the field Date in FieldNames and load the answer.',
};
