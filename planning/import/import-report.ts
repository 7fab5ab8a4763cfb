import type { IsoDate } from '../../store/model/day.ts';
import type { CampaignId, Channel } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { ExportFormat, ParsedExport } from './parsed-export.ts';
import type { Refusal } from './refusal.ts';

export interface ImportReport {
  /** In the order the files were given. */
  readonly files: readonly FileReport[];
}

/** What became of one file. With any refusal nothing of it was written. */
export interface FileReport {
  readonly file: string;
  readonly format: ExportFormat | null;
  /** Campaign days in the file; the sum of the next four unless the file was refused. */
  readonly rowsRead: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** The store already had them from a newer export. */
  readonly skippedOlder: number;
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
  readonly campaignsDone: number;
  readonly campaigns: number;
}

/** The report of a file before anything of it is written. */
export function reportOf(parsed: ParsedExport, refusals: readonly Refusal[] = parsed.refusals): FileReport {
  return {
    file: parsed.file,
    format: parsed.format,
    rowsRead: parsed.rows.length,
    created: 0,
    updated: 0,
    unchanged: 0,
    skippedOlder: 0,
    firstDay: parsed.firstDay,
    lastDay: parsed.lastDay,
    asOf: parsed.asOf,
    currency: parsed.currency,
    spendMicros: parsed.spendMicros,
    fileTotalMicros: parsed.fileTotalMicros,
    spendByChannel: spendByChannel(parsed),
    warnings: parsed.warnings,
    refusals,
    campaigns: [],
  };
}

function spendByChannel({ rows }: ParsedExport): FileReport['spendByChannel'] {
  const spend = new Map<Channel, Micros>();
  for (const row of rows) spend.set(row.channel, (spend.get(row.channel) ?? 0n) + row.spendMicros);
  return [...spend]
    .map(([channel, spendMicros]) => ({ channel, spendMicros }))
    .sort((a, b) => (a.channel < b.channel ? -1 : 1));
}
