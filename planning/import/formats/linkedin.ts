import { parseDate } from '../dates.ts';
import { normalised } from '../language/normalise.ts';
import { type Format, NO_FACTS, nameOf, namesOf, PLAIN_FORMAT } from './format.ts';

/**
 * LinkedIn Campaign Manager. What LinkedIn calls a campaign group is everybody else's campaign, and its campaign an ad
 * group: rows are summed to the group where the file names it. Days are in UTC, dates month first.
 */
export const linkedin: Format = {
  ...PLAIN_FORMAT,
  format: 'LINKEDIN_CAMPAIGN_MANAGER',
  platform: 'linkedin_ads',
  recognises: (head) =>
    nameOf(head, 'spend') === 'total spent' &&
    (namesOf(head).some((name) => name.startsWith('campaign group')) ||
      head.header.some((name) => /\(in utc\)/i.test(name)) ||
      head.preamble.some((line) => /campaign performance report/i.test(line))),
  factsOf: ({ preamble, header }) => {
    const text = preamble.join('\n');
    const dayAfter = (label: string) =>
      parseDate(
        new RegExp(`${label}:\\s*"?(\\d{1,2}/\\d{1,2}/\\d{4})`, 'i').exec(text)?.[1] ?? '',
        'MONTH_FIRST',
      );
    const [from, to] = [dayAfter('Report Start'), dayAfter('Report End')];
    const isUtc = /\(in utc\)/i.test(`${text}\n${header.join('\n')}`);
    return {
      ...NO_FACTS,
      period: from && to && from <= to ? { from, to } : null,
      periodText: from && to ? `${from} - ${to}` : null,
      timeZone: isUtc ? 'UTC' : null,
    };
  },
  columnOf: (header, generally) => {
    if (normalised(header).startsWith('start date')) return 'date';
    if (normalised(header).startsWith('end date')) return 'periodEnd';
    return generally;
  },
  datesAreStarts: true,
  standsFor: [
    ['groupId', 'campaignId'],
    ['groupName', 'campaignName'],
  ],
  channelOf: () => 'linkedin_ads',
  usualDateOrder: 'MONTH_FIRST',
  dailyHint: 'Choose the time breakdown Daily in Campaign Manager and export again.',
};
