import { type Format, NO_FACTS } from './format.ts';

/** This project's own CSV: `date,channel,campaign,spend,…`, optionally `currency` and `account id`. */
export const tidy: Format = {
  format: 'EQUIMARGINAL_TIDY',
  platform: 'tidy',
  recognises: ({ columns }) => columns.has('channel') && columns.has('campaignName') && columns.has('spend'),
  factsOf: () => NO_FACTS,
  isTotal: () => false,
  isFooter: () => false,
  channelOf: (cell) => cell('channel'),
  usualDateOrder: null,
  dailyHint: 'Write one row for each campaign and day, with the day as YYYY-MM-DD in a column named date.',
};
