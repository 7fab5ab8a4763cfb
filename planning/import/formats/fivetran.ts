import { normalised } from '../language/normalise.ts';
import { type Format, namesOf, PLAIN_FORMAT } from './format.ts';

/** Where Fivetran names a platform otherwise than the platform's own exports are kept under. */
const PLATFORM: Readonly<Record<string, string>> = { facebook_ads: 'meta_ads' };
const CHANNEL: Readonly<Record<string, string>> = {
  meta_ads: 'meta_social',
  microsoft_ads: 'microsoft_search',
};

const platformOf = (word: string) => {
  const platform = normalised(word).replace(/[^\p{L}\p{N}]+/gu, '_');
  return PLATFORM[platform] ?? platform;
};

/** `ad_reporting__campaign_report` of Fivetran's dbt package: all platforms in one table, one row a campaign and day. */
export const fivetran: Format = {
  ...PLAIN_FORMAT,
  format: 'FIVETRAN_AD_REPORTING',
  platform: null,
  recognises: (head) => {
    const names = namesOf(head);
    return names.includes('date_day') && names.includes('platform') && head.columns.has('spend');
  },
  preferred: { revenue: ['conversions_value'] },
  platformOf: (cell) => platformOf(cell('platform')),
  channelOf: (cell) => CHANNEL[platformOf(cell('platform'))] ?? platformOf(cell('platform')),
  dailyHint: 'Export ad_reporting__campaign_report, whose rows are single days.',
};
