import * as z from 'zod/mini';

/** What a column of a mapped file may be. The first six are of both kinds of file. */
export const MAPPABLE_FIELDS = [
  'date',
  'campaignId',
  'campaignName',
  'accountId',
  'currency',
  'revenue',
  'spend',
  'impressions',
  'clicks',
  'conversions',
  'channel',
  'status',
  'attribution',
  'leads',
  'orders',
  'newCustomers',
  'margin',
  'utmSource',
  'utmMedium',
  'utmCampaign',
] as const;

export type MappableField = (typeof MAPPABLE_FIELDS)[number];

const header = z.optional(z.string().check(z.minLength(1), z.maxLength(500)));

/**
 * A planner's word on what the columns of a file mean. It is kept for the file's `headerSignature`, and goes before
 * everything that a reader would recognise by itself.
 */
export const columnMappingSchema = z.strictObject({
  /** Header by field, as it stands in the file; case and spaces around it do not matter. */
  columns: z.strictObject(
    Object.fromEntries(MAPPABLE_FIELDS.map((field) => [field, header])) as Record<
      MappableField,
      typeof header
    >,
  ),
  /** The platform that the rows are of, such as `pinterest_ads`. Default: that of the format, else `mapped`. */
  platform: z.optional(z.string().check(z.regex(/^[a-z0-9_]{1,50}$/))),
  /** The channel of all rows, where no column says it. Default: the platform. */
  channel: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** The order of dates such as `9/8/2026`, where no row proves one. */
  dateOrder: z.optional(z.enum(['DAY_FIRST', 'MONTH_FIRST'])),
  decimalSign: z.optional(z.enum(['.', ','])),
  /** The unit of amounts: 1.5 is one and a half, or 1500000 is. */
  moneyUnit: z.optional(z.enum(['UNITS', 'MICROS'])),
  vatMode: z.optional(z.enum(['INCLUDED', 'EXCLUDED'])),
  timeZone: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  /** Which conversions these are and how they are attributed; see `ExportRow.attribution`. */
  attribution: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});

export type ColumnMapping = z.infer<typeof columnMappingSchema>;
