import { addDays, day, type IsoDate } from '../../store/model/day.ts';
import { FIRST_DAY, LAST_DAY, type Platform } from './company.ts';
import { googleAdsReport } from './formats/google-ads.ts';
import { metaAdsManagerExport } from './formats/meta-ads.ts';
import { microsoftAdvertisingReport } from './formats/microsoft-advertising.ts';
import { tidyCsv } from './formats/tidy.ts';
import { formatJson } from './json.ts';
import { reportedDays } from './reported.ts';
import { simulateCompany } from './simulate.ts';
import { truthOf } from './truth.ts';

export interface ExampleFile {
  /** Relative to `examples/`. */
  readonly path: string;
  readonly text: string;
}

/** The first exports end here; the second ones start two weeks earlier and show those days restated. */
const FIRST_EXPORT_DAY = day('2026-10-10');
const SECOND_EXPORT_FROM = day('2026-09-27');

/** The newest days still miss conversions; the tidy file, which cannot say so, leaves them out. */
const TIDY_LAST_DAY = addDays(day(LAST_DAY), -7);

/** Every generated file. Names in order are the exports in order of time. */
export function exampleFiles(): ExampleFile[] {
  const company = simulateCompany();
  const daysOf = (platform: Platform, from: IsoDate, to: IsoDate) =>
    reportedDays(
      company.filter(({ channel }) => channel.platform === platform),
      from,
      to,
    );
  const start = day(FIRST_DAY);
  const end = day(LAST_DAY);

  const exports = (
    [
      ['google-ads', 'google_ads', googleAdsReport, start, FIRST_EXPORT_DAY],
      ['meta-ads', 'meta_ads', metaAdsManagerExport, start, FIRST_EXPORT_DAY],
      ['google-ads', 'google_ads', googleAdsReport, SECOND_EXPORT_FROM, end],
      ['meta-ads', 'meta_ads', metaAdsManagerExport, SECOND_EXPORT_FROM, end],
      ['microsoft-advertising', 'microsoft_ads', microsoftAdvertisingReport, start, end],
    ] as const
  ).map(([name, platform, write, from, to]) => ({
    path: `exports/${to}_${name}.csv`,
    text: write(daysOf(platform, from, to), from, to),
  }));

  const newestView = reportedDays(company, start, end).filter(({ date }) => date <= TIDY_LAST_DAY);
  return [
    ...exports,
    { path: 'tidy.csv', text: tidyCsv(newestView) },
    { path: 'truth.json', text: `${formatJson(truthOf(company))}\n` },
  ];
}
