import { type Format, PLAIN_FORMAT } from './format.ts';

/**
 * What a CRM or a shop says came of campaigns: leads, orders, new customers, revenue, margin, by campaign id, campaign
 * name or UTM tags. A list of orders, one a row with its number, is counted. It says nothing of spend.
 */
export const crm: Format = {
  ...PLAIN_FORMAT,
  format: 'CRM',
  kind: 'OUTCOMES',
  platform: 'crm',
  recognises: ({ columns }) =>
    !columns.has('spend') &&
    !columns.has('impressions') &&
    (['campaignId', 'campaignName', 'utmCampaign', 'utmSource'] as const).some((field) =>
      columns.has(field),
    ) &&
    (['leads', 'orders', 'orderId', 'newCustomers', 'margin'] as const).some((field) => columns.has(field)),
  channelOf: () => 'crm',
  dailyHint:
    'Export one row for each campaign and day, or one for each order, with the day in a column named date.',
};
