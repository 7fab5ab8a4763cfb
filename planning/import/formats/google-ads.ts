import { parsePeriod } from '../dates.ts';
import { normalised } from '../language/normalise.ts';
import { campaignTypeOf } from '../language/words.ts';
import { type Format, NO_FACTS, nameOf, namesOf, PLAIN_FORMAT } from './format.ts';

/** Names of columns that no other platform writes, in all languages. */
const OWN_COLUMNS = new Set(
  [
    ...['impr.', 'conv. value', 'campaign type', 'avg. cpc', 'conv. rate', 'cost / conv.'],
    ...['kampagnentyp', 'conv.-wert', 'durchschn. cpc'],
    ...['type de campagne', 'valeur de conv.', 'valeur conv.', 'cpc moy.'],
    ...['tipo de campanha', 'valor conv.', 'valor da conv.', 'cpc méd.'],
    ...['tipo de campaña', 'valor de conv.', 'cpc medio'],
    ...['тип кампании', 'показ.', 'ценность конв.', 'ценность конверсии', 'код валюты'],
  ].map(normalised),
);

const COSTS = ['cost', 'kosten', 'coût', 'custo', 'coste', 'costo', 'стоимость', 'расходы'].map(normalised);

/**
 * Campaign report of the Google Ads interface, in the language of its user. Two lines above the header: a title (which
 * may be the user's own) and the period; several total rows below. `Excel .csv` is the same in UTF-16 with tabs.
 */
export const googleAds: Format = {
  ...PLAIN_FORMAT,
  format: 'GOOGLE_ADS_CAMPAIGN_REPORT',
  platform: 'google_ads',
  recognises: (head) => {
    const hasOwnColumn = namesOf(head).some((name) => OWN_COLUMNS.has(name));
    const hasPeriod = head.preamble.some((line) => parsePeriod(line) !== null);
    return COSTS.includes(nameOf(head, 'spend')) && (hasOwnColumn || hasPeriod);
  },
  factsOf: ({ preamble }) => ({
    ...NO_FACTS,
    period: preamble.map((line) => parsePeriod(line)).find((period) => period !== null) ?? null,
    periodText: preamble[1] ?? null,
  }),
  channelOf: (cell) => {
    const type = campaignTypeOf(cell('campaignType'));
    return type === null ? 'google_ads' : `google_${type}`;
  },
  dailyHint: 'Add the segment Day to the report and export it again.',
};
