import type { IsoDate } from '../../store/model/day.ts';
import type { CampaignStatus } from '../../store/model/entities.ts';
import type { Channel } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { Refusal } from './refusal.ts';

export type ExportFormat =
  | 'GOOGLE_ADS_CAMPAIGN_REPORT'
  | 'META_ADS_MANAGER'
  | 'MICROSOFT_ADVERTISING'
  | 'EQUIMARGINAL_TIDY';

/** A file as it was handed in. Its name is for messages only; what it is, its content says. */
export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The day up to which the export had seen data. Default: the last day that the file itself knows of. */
  readonly asOf?: IsoDate;
  /** For files that do not say which currency their amounts are in. */
  readonly currency?: CurrencyCode;
}

/** One campaign on one day. Null means that the platform did not report the figure, which is not zero. */
export interface ExportRow {
  readonly campaignExternalId: string;
  readonly campaignName: string;
  readonly accountId: string | null;
  readonly channel: Channel;
  readonly status: CampaignStatus | null;
  readonly date: IsoDate;
  readonly currencyCode: CurrencyCode;
  readonly spendMicros: Micros;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
  /** Conversions of this day are still coming in; see `INCOMPLETE_DAYS`. */
  readonly incomplete: boolean;
}

/** What a file says, and everything that is wrong with it. Bad content is a refusal here, never an exception. */
export interface ParsedExport {
  readonly file: string;
  /** Null when no format was recognised. */
  readonly format: ExportFormat | null;
  /** `google_ads`, `meta_ads`, `microsoft_ads`, `tidy`; null without a format. */
  readonly platform: string | null;
  /** The period that the file names, whether or not each of its days has rows. */
  readonly period: { readonly from: IsoDate; readonly to: IsoDate } | null;
  readonly timeZone: string | null;
  readonly currency: CurrencyCode | null;
  readonly vatMode: 'INCLUDED' | 'EXCLUDED' | null;
  readonly asOf: IsoDate | null;
  /** Ordered by day, then campaign; one row for a campaign and day. Empty when the file is refused. */
  readonly rows: readonly ExportRow[];
  readonly firstDay: IsoDate | null;
  readonly lastDay: IsoDate | null;
  readonly spendMicros: Micros;
  /** The file's own total of the cost column, where it has one. */
  readonly fileTotalMicros: Micros | null;
  readonly warnings: readonly string[];
  readonly refusals: readonly Refusal[];
}
