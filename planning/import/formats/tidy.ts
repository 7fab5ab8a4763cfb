import { type Format, PLAIN_FORMAT } from './format.ts';

/** This project's own CSV: `date,channel,campaign,spend,…`, optionally `currency` and `account id`. */
export const tidy: Format = {
  ...PLAIN_FORMAT,
  format: 'EQUIMARGINAL_TIDY',
  platform: 'tidy',
  recognises: ({ columns }) => columns.has('channel') && columns.has('campaignName') && columns.has('spend'),
  channelOf: (cell) => cell('channel'),
  dailyHint: 'Write one row for each campaign and day, with the day as YYYY-MM-DD in a column named date.',
};
