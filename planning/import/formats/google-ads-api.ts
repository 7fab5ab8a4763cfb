import { says } from '../../../optimizer/statement.ts';
import { campaignTypeOf } from '../language/words.ts';
import { refuse } from '../refusal.ts';
import { columnsOf } from '../table/head.ts';
import { type JsonResult, jsonResults } from '../table/json-results.ts';
import type { Table } from '../table/open-table.ts';
import type { Cell, TableRecord } from '../table/record.ts';
import { type Format, PLAIN_FORMAT } from './format.ts';

/** Fields of the Google Ads Query Language, with the ways their names are written in JSON. */
const PATHS = [
  'segments.date',
  'campaign.id',
  'campaign.name',
  'campaign.status',
  'campaign.advertising_channel_type',
  'customer.id',
  'customer.currency_code',
  'customer.time_zone',
  'metrics.cost_micros',
  'metrics.impressions',
  'metrics.clicks',
  'metrics.conversions',
  'metrics.conversions_value',
] as const;
/** Everything of a result that is no metric tells it apart from the others of its day. */
const HEADER: readonly string[] = [...PATHS, '(segments)'];

/**
 * What `searchStream` of the Google Ads API answers over REST: batches of results. 64-bit integers are strings, metrics
 * of zero are left out, costs are in micros and conversion values in units.
 */
export const googleAdsApi: Format = {
  ...PLAIN_FORMAT,
  format: 'GOOGLE_ADS_API',
  platform: 'google_ads',
  recognises: () => false,
  leavesOutZeros: true,
  channelOf: (cell) => {
    const type = campaignTypeOf(cell('campaignType'));
    return type === null ? 'google_ads' : `google_${type}`;
  },
  dailyHint: 'Add segments.date to the fields of the query and save its answer again.',
};

export async function googleAdsApiTable(text: AsyncIterable<string>): Promise<Table> {
  const batches = jsonResults(text)[Symbol.asyncIterator]();
  const first = await batches.next();
  const [result] = first.done ? [] : first.value;
  if (first.done || result === undefined || !('metrics' in result.value || 'segments' in result.value)) {
    const hint = says(
      'JSON_UNKNOWN',
      'This JSON holds no results of the Google Ads API. Wanted the answer of searchStream, with campaign, segments.date and metrics.',
    );
    throw refuse('UNSUPPORTED', hint, { line: 1 });
  }
  const isDaily = dateOf(result) !== '';
  const header = isDaily ? HEADER : HEADER.map((name) => (name === 'segments.date' ? '' : name));
  async function* records(): AsyncGenerator<readonly TableRecord[]> {
    for (let next = first; !next.done; next = await batches.next()) yield next.value.map(recordOf);
  }
  return {
    head: { preamble: [], header, headerLine: result.line, ...columnsOf(header), first: recordOf(result) },
    isGoogleAdsApi: true,
    isSheet: false,
    records: records(),
    merged: () => [],
    endsWithLineBreak: () => true,
  };
}

const dateOf = (result: JsonResult) => at(result.value, 'segments.date');

function recordOf({ line, value }: JsonResult): TableRecord {
  const { metrics: _, ...segments } = value;
  return { line, cells: [...PATHS.map((path) => at(value, path)), JSON.stringify(segments)] };
}

/** The value at a path whose parts are written in snake case or, as in REST, in camel case. */
function at(value: unknown, path: string): Cell {
  let found: unknown = value;
  for (const part of path.split('.')) {
    if (typeof found !== 'object' || found === null) return '';
    const camelCase = part.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const members = found as Readonly<Record<string, unknown>>;
    found = members[camelCase] ?? members[part];
  }
  return typeof found === 'number' || typeof found === 'string' ? found : '';
}
