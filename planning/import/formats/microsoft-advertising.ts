import { parseDate, parsePeriod } from '../dates.ts';
import type { TableHead } from '../table/head.ts';
import { type Format, nameOf, PLAIN_FORMAT } from './format.ts';

const OWN_DATE_COLUMNS = ['gregorian date', 'timeperiod'];

/**
 * Campaign performance report of Microsoft Advertising. Quoted `Name: value` lines above the header, among them
 * the last day that is complete; a copyright line below.
 */
export const microsoftAdvertising: Format = {
  ...PLAIN_FORMAT,
  format: 'MICROSOFT_ADVERTISING',
  platform: 'microsoft_ads',
  recognises: (head) =>
    OWN_DATE_COLUMNS.includes(nameOf(head, 'date')) ||
    preambleValue(head, 'Last Completed Available Day') !== null,
  factsOf: (head) => {
    const aggregation = preambleValue(head, 'Report Aggregation');
    const rows = preambleValue(head, 'Rows');
    const reportTime = preambleValue(head, 'Report Time');
    const lastDay = preambleValue(head, 'Last Completed Available Day');
    const isIncomplete = /^true$/i.test(preambleValue(head, 'Potential Incomplete Data') ?? '');
    return {
      period: parsePeriod(reportTime ?? '', 'MONTH_FIRST', /\s*,\s*/),
      periodText: reportTime,
      timeZone: preambleValue(head, 'Time Zone'),
      vatMode: null,
      lastCompleteDay: parseDate((lastDay ?? '').split(' ')[0] ?? '', 'MONTH_FIRST'),
      completenessNotice: isIncomplete
        ? `Potential Incomplete Data: true${lastDay === null ? '' : `, Last Completed Available Day: ${lastDay}`}`
        : null,
      coarserThanDaily: aggregation !== null && aggregation.toLowerCase() !== 'daily' ? aggregation : null,
      statedRows: rows !== null && /^\d+$/.test(rows) ? Number(rows) : null,
    };
  },
  // The sign is sometimes mangled by a wrong encoding, so only the name is looked for.
  isFooter: (firstCell) => /microsoft corporation\. all rights reserved/i.test(firstCell),
  endsWithFooter: true,
  channelOf: () => 'microsoft_search',
  usualDateOrder: 'MONTH_FIRST',
  dailyHint: 'Choose the unit of time Day for the report and export it again.',
};

function preambleValue({ preamble }: TableHead, name: string): string | null {
  const line = preamble
    .map((candidate) => candidate.replace(/^"|"$/g, ''))
    .find((candidate) => candidate.startsWith(`${name}:`));
  const value = line?.slice(name.length + 1).trim();
  return value === undefined || value === '' ? null : value;
}
