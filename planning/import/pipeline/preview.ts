import { nameFigure, type Statement, says } from '../../../optimizer/statement.ts';
import type { IsoDate } from '../../../store/model/day.ts';
import type { Campaign } from '../../../store/model/entities.ts';
import type { WorkspaceId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import { joinOutcomeSources } from '../../outcome-join.ts';
import { campaignIdOf } from '../campaign-entity.ts';
import type { ExportSummary, OpenedExport } from '../parsed-export.ts';
import { listedWarnings } from '../parsed-export.ts';
import type { Refusal } from '../refusal.ts';
import { currencyClashes } from './currency-clash.ts';
import { type Gap, gapsOf } from './gaps.ts';
import { isLoadable, loadExport } from './load-export.ts';
import { NO_ROWS, type RowCounts } from './month-ledger.ts';
import { outcomeSourceOf } from './outcome-source.ts';
import { type PossibleDuplicate, possibleDuplicates } from './possible-duplicates.ts';

/** What an import would do. Plain JSON, so that it can be kept: amounts are micros as text. */
export interface ImportPreview
  extends Pick<
    ExportSummary,
    | 'file'
    | 'format'
    | 'kind'
    | 'platform'
    | 'period'
    | 'timeZone'
    | 'currency'
    | 'vatMode'
    | 'attributions'
    | 'asOf'
    | 'completenessNotice'
    | 'firstDay'
    | 'lastDay'
    | 'columns'
    | 'droppedColumns'
    | 'headerSignature'
    | 'warnings'
  > {
  /** The warnings with their codes and figures. Absent in what was previewed before they were kept. */
  readonly warned?: readonly Statement[];
  /** Rows of the file; the sum of the next four and those of possible duplicates, which are among the skipped. */
  readonly rows: number;
  readonly create: number;
  readonly update: number;
  readonly leave: number;
  readonly skip: number;
  readonly skips: readonly SkippedRows[];
  readonly possibleDuplicates: readonly PossibleDuplicate[];
  readonly gaps: readonly Gap[];
  /** Campaigns of the file, and those of them that are not stored yet. */
  readonly campaigns: number;
  readonly newCampaigns: number;
  /** Names in a CRM's file that mean no campaign, or several. Their rows are kept and join when one is known. */
  readonly unjoined: readonly {
    readonly name: string;
    readonly rows: number;
    readonly isAmbiguous: boolean;
  }[];
  readonly spendMicros: string;
  readonly fileTotalMicros: string | null;
  readonly spendByChannel: readonly { readonly channel: string; readonly spendMicros: string }[];
  readonly refusals: readonly Refusal[];
}

export interface SkippedRows {
  readonly reason: 'OLDER' | 'POSSIBLE_DUPLICATE';
  readonly rows: number;
  readonly sentence: string;
}

/** A preview is read by a person: of a list that is longer, the first ones say enough. */
const MOST_LISTED = 100;

/** Compares the file with what is stored, and writes nothing. */
export async function previewExport(
  store: Store,
  workspace: WorkspaceId,
  opened: OpenedExport,
): Promise<ImportPreview & Pick<ExportSummary, 'warned'>> {
  const stored = await store.campaigns.all(workspace);
  const clashes = currencyClashes(opened, stored);
  const refusals = [...opened.refusals, ...clashes];
  if (!isLoadable(opened) || refusals.length > 0) return { ...summaryOf(opened, stored), refusals };

  const duplicates = await possibleDuplicates(store, workspace, opened, stored);
  const leaveOut = new Set(duplicates.map(({ campaignId }) => campaignId));
  const { counts, leftOut } = await loadExport(store, workspace, opened, { write: false, leaveOut });
  return {
    ...summaryOf(opened, stored),
    create: counts.CREATED,
    update: counts.UPDATED,
    leave: counts.UNCHANGED,
    skip: counts.OLDER + leftOut,
    skips: skipsOf(counts, leftOut, opened.asOf),
    possibleDuplicates: duplicates.slice(0, MOST_LISTED),
    gaps: gapsOf(opened, stored).slice(0, MOST_LISTED),
    unjoined: (await unjoinedOf(workspace, opened, stored)).slice(0, MOST_LISTED),
    ...listedWarnings([...opened.warned, ...otherTimeZones(opened, stored)]),
  };
}

function summaryOf(
  opened: OpenedExport,
  stored: readonly Campaign[],
): ImportPreview & Pick<ExportSummary, 'warned'> {
  const known = new Set(stored.map(({ id }) => id));
  const {
    batches: _,
    campaigns,
    spendMicros,
    fileTotalMicros,
    spendByChannel,
    rowCount,
    ...summary
  } = opened;
  return {
    ...summary,
    rows: rowCount,
    create: NO_ROWS.CREATED,
    update: 0,
    leave: 0,
    skip: 0,
    skips: [],
    possibleDuplicates: [],
    gaps: [],
    campaigns: campaigns.length,
    newCampaigns: campaigns.filter((campaign) => !known.has(campaignIdOf(campaign))).length,
    unjoined: [],
    spendMicros: String(spendMicros),
    fileTotalMicros: fileTotalMicros === null ? null : String(fileTotalMicros),
    spendByChannel: spendByChannel.map((part) => ({
      channel: part.channel,
      spendMicros: String(part.spendMicros),
    })),
  };
}

function skipsOf(counts: RowCounts, leftOut: number, asOf: IsoDate): readonly SkippedRows[] {
  const skips: SkippedRows[] = [
    {
      reason: 'OLDER',
      rows: counts.OLDER,
      sentence: `Later figures than those of this export (as of ${asOf}) are stored for these days; they stay.`,
    },
    {
      reason: 'POSSIBLE_DUPLICATE',
      rows: leftOut,
      sentence:
        'These campaigns seem to be stored already from another source; loading both would count them twice.',
    },
  ];
  return skips.filter(({ rows }) => rows > 0);
}

async function unjoinedOf(workspace: WorkspaceId, opened: OpenedExport, stored: readonly Campaign[]) {
  if (opened.kind !== 'OUTCOMES') return [];
  const rowsOf = new Map<string, { source: ReturnType<typeof outcomeSourceOf>; rows: number }>();
  for await (const { outcomes } of opened.batches()) {
    for (const row of outcomes) {
      const source = outcomeSourceOf(workspace, row);
      const known = rowsOf.get(source.key);
      rowsOf.set(source.key, { source, rows: (known?.rows ?? 0) + 1 });
    }
  }
  const joins = joinOutcomeSources(
    stored,
    [...rowsOf.values()].map(({ source }) => source),
  );
  return [...rowsOf.values()].flatMap(({ source, rows }) => {
    const join = joins.get(source.key);
    if (join === undefined || join.status === 'JOINED') return [];
    const name = source.campaignName ?? source.campaignExternalId ?? source.utmCampaign ?? '';
    return [{ name, rows, isAmbiguous: join.status === 'AMBIGUOUS' }];
  });
}

/** A day in one zone is not the same day in another; stored days cannot be cut again. */
function otherTimeZones(
  { timeZone, campaigns }: OpenedExport,
  stored: readonly Campaign[],
): readonly Statement[] {
  const inFile = new Set(campaigns.map(campaignIdOf));
  const zones = stored
    .filter((campaign) => inFile.has(campaign.id))
    .flatMap((campaign) => (campaign.timeZone === null ? [] : [campaign.timeZone]));
  const other = zones.find((zone) => timeZone?.includes('/') && zone !== timeZone);
  if (other === undefined) return [];
  return [
    says(
      'OTHER_TIME_ZONE',
      `This file's days are in ${timeZone}, the stored ones of the same campaigns in ${other}. The days do not compare; export in one zone.`,
      nameFigure('zone', timeZone ?? ''),
      nameFigure('stored', other),
    ),
  ];
}
