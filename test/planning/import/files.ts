import type { ExportFile } from '../../../planning/import/parsed-export.ts';

/** A file of these lines, in UTF-8. */
export const fileOf = (
  lines: readonly string[],
  options: Omit<Partial<ExportFile>, 'bytes'> = {},
): ExportFile => ({ name: 'export.csv', bytes: new TextEncoder().encode(lines.join('\n')), ...options });

export const utf16le = (text: string): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));

export const GOOGLE_HEADER =
  'Day,Campaign,Campaign ID,Campaign type,Currency code,Cost,Impr.,Clicks,Conversions,Conv. value';

export const google = (...rows: string[]) => [
  'Campaign report',
  '"September 1, 2026 - September 30, 2026"',
  GOOGLE_HEADER,
  ...rows,
];

export const META_HEADER =
  'Reporting starts,Reporting ends,Campaign name,Day,Amount spent (EUR),Impressions,Clicks (all),Purchases,Purchases conversion value,Campaign ID';

export const microsoft = (...rows: string[]) => [
  '"Report Name: Daily"',
  '"Report Time: 9/1/2026,9/12/2026"',
  '"Time Zone: (GMT+01:00) Berlin"',
  '"Last Completed Available Day: 9/10/2026 11:59:59 PM (GMT)"',
  '"Report Aggregation: Daily"',
  '"Potential Incomplete Data: true"',
  `"Rows: ${rows.length}"`,
  '',
  '"Gregorian date","Campaign name","Campaign ID","Currency code","Impressions","Clicks","Spend","Conversions","Revenue"',
  ...rows,
  '',
  '"©2026 Microsoft Corporation. All rights reserved. "',
];

export const tidy = (...rows: string[]) => [
  'date,channel,campaign,spend,impressions,clicks,conversions,revenue',
  ...rows,
];
