import type { IsoDate } from '../../store/model/day.ts';
import type { CampaignId, Channel } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { ExportFormat, ExportSummary } from './parsed-export.ts';
import type { Refusal } from './refusal.ts';

export interface ImportReport {
  /** In the order the files were given. */
  readonly files: readonly FileReport[];
}

/** What became of one file. With any refusal nothing of it was written. */
export interface FileReport {
  readonly file: string;
  readonly format: ExportFormat | null;
  /** Campaign days in the file; the sum of the next five unless the file was refused. */
  readonly rowsRead: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** The store already had them from a newer export. */
  readonly skippedOlder: number;
  /** Of campaigns that seem to be in the store already, from another source. */
  readonly skippedDuplicates: number;
  readonly firstDay: IsoDate | null;
  readonly lastDay: IsoDate | null;
  readonly asOf: IsoDate | null;
  readonly currency: CurrencyCode | null;
  readonly spendMicros: Micros;
  readonly fileTotalMicros: Micros | null;
  /** Ordered by channel; the amounts sum to `spendMicros`. */
  readonly spendByChannel: readonly { readonly channel: Channel; readonly spendMicros: Micros }[];
  readonly warnings: readonly string[];
  readonly refusals: readonly Refusal[];
  /** Campaigns of which anything was written. */
  readonly campaigns: readonly CampaignId[];
}

export interface ImportProgress {
  readonly file: string;
  /** Files begun, this one included, and all of them. */
  readonly fileNumber: number;
  readonly files: number;
  readonly rowsDone: number;
  readonly rows: number;
}

/** The report of a file before anything of it is written. */
export function reportOf(
  summary: ExportSummary,
  refusals: readonly Refusal[] = summary.refusals,
): FileReport {
  return {
    file: summary.file,
    format: summary.format,
    rowsRead: summary.rowCount,
    created: 0,
    updated: 0,
    unchanged: 0,
    skippedOlder: 0,
    skippedDuplicates: 0,
    firstDay: summary.firstDay,
    lastDay: summary.lastDay,
    asOf: summary.asOf,
    currency: summary.currency,
    spendMicros: summary.spendMicros,
    fileTotalMicros: summary.fileTotalMicros,
    spendByChannel: summary.spendByChannel,
    warnings: summary.warnings,
    refusals,
    campaigns: [],
  };
}
