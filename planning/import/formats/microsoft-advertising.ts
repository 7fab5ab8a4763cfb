import { parseDate, parsePeriod } from '../dates.ts';
import { normaliseHeader } from '../fields.ts';
import type { Table } from '../table.ts';
import type { Format } from './format.ts';

const OWN_DATE_COLUMNS = ['gregorian date', 'timeperiod'];

/**
 * Campaign performance report of Microsoft Advertising. Quoted `Name: value` lines above the header, among them
 * the last day that is complete; a copyright line below.
 */
export const microsoftAdvertising: Format = {
  format: 'MICROSOFT_ADVERTISING',
  platform: 'microsoft_ads',
  recognises: (table) =>
    OWN_DATE_COLUMNS.includes(normaliseHeader(table.header[table.columns.get('date') ?? -1] ?? '')) ||
    preambleValue(table, 'Last Completed Available Day') !== null,
  factsOf: (table) => {
    const aggregation = preambleValue(table, 'Report Aggregation');
    const rows = preambleValue(table, 'Rows');
    const reportTime = preambleValue(table, 'Report Time');
    return {
      period: parsePeriod(reportTime ?? '', /\s*,\s*/),
      periodText: reportTime,
      timeZone: preambleValue(table, 'Time Zone'),
      lastCompleteDay: parseDate(
        (preambleValue(table, 'Last Completed Available Day') ?? '').split(' ')[0] ?? '',
      ),
      coarserThanDaily: aggregation !== null && aggregation.toLowerCase() !== 'daily' ? aggregation : null,
      statedRows: rows !== null && /^\d+$/.test(rows) ? Number(rows) : null,
    };
  },
  isTotal: () => false,
  // The sign is sometimes mangled by a wrong encoding, so only the name is looked for.
  isFooter: (firstCell) => /microsoft corporation\. all rights reserved/i.test(firstCell),
  channelOf: () => 'microsoft_search',
  usualDateOrder: 'MONTH_FIRST',
  dailyHint: 'Choose the unit of time Day for the report and export it again.',
};

function preambleValue({ preamble }: Table, name: string): string | null {
  const line = preamble.find((candidate) => candidate.startsWith(`${name}:`));
  const value = line?.slice(name.length + 1).trim();
  return value === undefined || value === '' ? null : value;
}
