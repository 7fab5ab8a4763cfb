import type { Statement } from '../../optimizer/statement.ts';
import type { IsoDate } from '../../store/model/day.ts';
import type { CampaignStatus } from '../../store/model/entities.ts';
import type { Channel } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { ColumnMapping } from './column-mapping.ts';
import type { Refusal } from './refusal.ts';

export type ExportFormat =
  | 'GOOGLE_ADS_CAMPAIGN_REPORT'
  | 'GOOGLE_ADS_API'
  | 'META_ADS_MANAGER'
  | 'YANDEX_DIRECT'
  | 'YANDEX_DIRECT_API'
  | 'MICROSOFT_ADVERTISING'
  | 'LINKEDIN_CAMPAIGN_MANAGER'
  | 'TIKTOK_ADS_MANAGER'
  | 'FIVETRAN_AD_REPORTING'
  | 'EQUIMARGINAL_TIDY'
  | 'CRM'
  | 'MAPPED';

/** What a reader may be told of a file that the file itself does not say. */
export interface ExportOptions {
  /** For messages only: what a file is, its content says. */
  readonly name: string;
  /** The day up to which the export had seen data. Default: the last day that the file itself knows of. */
  readonly asOf?: IsoDate;
  /** For files that do not say which currency their amounts are in. */
  readonly currency?: CurrencyCode;
  /** For files of no known format, and for columns whose meaning a file leaves open. */
  readonly mapping?: ColumnMapping;
}

/** A file that fits into memory. */
export interface ExportFile extends ExportOptions {
  readonly bytes: Uint8Array;
}

/** A file of any size. It is read twice, so each `open` must give the same bytes from the beginning. */
export interface ExportSource extends ExportOptions {
  open(): AsyncIterable<Uint8Array>;
}

/** What a row is of. `attribution` and `platform` are part of what makes two rows comparable. */
export interface ExportRow {
  /** `google_ads`, `meta_ads`, `yandex_direct`, …; of one file only Fivetran's holds several. */
  readonly platform: string;
  readonly campaignExternalId: string;
  readonly campaignName: string;
  readonly accountId: string | null;
  readonly channel: Channel;
  readonly status: CampaignStatus | null;
  readonly date: IsoDate;
  readonly currencyCode: CurrencyCode;
  readonly spendMicros: Micros;
  /** Null, as in the next four: the platform did not report the figure, which is not zero. */
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
  /**
   * Which conversions these are, and by which attribution model they are counted, in the platform's words: `Purchases,
   * 7-day click or 1-day view` or `goal 1001, LSCCD`. Null where the file does not say. Conversions under two labels
   * do not make one series.
   */
  readonly attribution: string | null;
  /** Conversions of this day are still coming in; see `INCOMPLETE_DAYS`. */
  readonly incomplete: boolean;
}

/** What a CRM or a shop says came of a campaign on one day. At least one of the three names is there. */
export interface OutcomeRow {
  readonly date: IsoDate;
  readonly campaignExternalId: string | null;
  readonly campaignName: string | null;
  /** Null where the file has no UTM column; each part null where its cell is empty. */
  readonly utm: UtmTags | null;
  /** Null where the file has no amounts. */
  readonly currencyCode: CurrencyCode | null;
  /** Null, as in the next four: not reported, which is not zero. */
  readonly leads: number | null;
  readonly orders: number | null;
  readonly newCustomers: number | null;
  readonly revenueMicros: Micros | null;
  /** Gross margin. May be negative. */
  readonly marginMicros: Micros | null;
}

export interface UtmTags {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
}

/** A campaign as the newest row of the file describes it, and the days it has rows for. */
export interface ExportCampaign {
  readonly platform: string;
  readonly campaignExternalId: string;
  readonly campaignName: string;
  readonly accountId: string | null;
  readonly channel: Channel;
  readonly status: CampaignStatus | null;
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
  /** Of `firstDay` to `lastDay`, how many days have a row. */
  readonly days: number;
}

/** Warnings are listed as sentences, and with their codes and figures. */
export const listedWarnings = (warned: readonly Statement[]): Pick<ExportSummary, 'warnings' | 'warned'> => ({
  warnings: warned.map(({ sentence }) => sentence),
  warned,
});

/** What a file says of itself, and everything that is wrong with it. Bad content is a refusal, never an exception. */
export interface ExportSummary {
  readonly file: string;
  /** Null when no format was recognised. */
  readonly format: ExportFormat | null;
  /** `PERFORMANCE` files have `rows`, `OUTCOMES` (of a CRM or shop) have `outcomes`; null without a format. */
  readonly kind: 'PERFORMANCE' | 'OUTCOMES' | null;
  /** `google_ads`, `meta_ads`, `microsoft_ads`, `tidy`, …; null without a format or where rows differ in it. */
  readonly platform: string | null;
  /** The period that the file names, whether or not each of its days has rows. */
  readonly period: { readonly from: IsoDate; readonly to: IsoDate } | null;
  /** As the file writes it: `Europe/Berlin`, `UTC`, `(GMT+01:00) Berlin`. */
  readonly timeZone: string | null;
  readonly currency: CurrencyCode | null;
  /** Whether amounts include value-added tax; null where the file does not say. */
  readonly vatMode: 'INCLUDED' | 'EXCLUDED' | null;
  /** What conversions are counted under, sorted, before ad sets of one campaign are summed. Empty where the file names none. */
  readonly attributions: readonly string[];
  readonly asOf: IsoDate | null;
  /** What the platform itself says of days that are not settled, in its words, such as `Potential Incomplete Data`. */
  readonly completenessNotice: string | null;
  /** One for each campaign and day, or for each key and day of a CRM; 0 when the file is refused. */
  readonly rowCount: number;
  readonly firstDay: IsoDate | null;
  readonly lastDay: IsoDate | null;
  readonly spendMicros: Micros;
  /** Ordered by channel; the amounts sum to `spendMicros`. */
  readonly spendByChannel: readonly { readonly channel: Channel; readonly spendMicros: Micros }[];
  /** Ordered by platform, account and campaign. Empty for outcomes. */
  readonly campaigns: readonly ExportCampaign[];
  /** The file's own total of the cost column, where it has one. */
  readonly fileTotalMicros: Micros | null;
  /** Headers of its table from left to right, as they stand in the file; empty where none was found. */
  readonly columns: readonly string[];
  /** Headers of columns with personal data. Their cells are not in any row. */
  readonly droppedColumns: readonly string[];
  /** The same for every file with the same columns: what a saved column mapping is kept under. */
  readonly headerSignature: string | null;
  readonly warnings: readonly string[];
  /** The same, with their codes and figures. */
  readonly warned: readonly Statement[];
  readonly refusals: readonly Refusal[];
}

/** A file read whole. Refused files have no rows. */
export interface ParsedExport extends ExportSummary {
  /** Ordered by day, then campaign; one row for a campaign and day. */
  readonly rows: readonly ExportRow[];
  /** Ordered by day; one row for a day and combination of names. */
  readonly outcomes: readonly OutcomeRow[];
}

/** Rows as they come out of the file, in no particular order; still one for a campaign and day in all batches. */
export interface ExportBatch {
  readonly rows: readonly ExportRow[];
  readonly outcomes: readonly OutcomeRow[];
}

/** A file that has been read through once and checked as a whole, before any of its rows is handed on. */
export interface OpenedExport extends ExportSummary {
  /** Reads the file again. Memory is bounded by the size of a batch, not of the file. Empty when it is refused. */
  batches(): AsyncIterable<ExportBatch>;
}
