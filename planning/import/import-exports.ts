import { VersionConflictError } from '../../store/errors.ts';
import type { IsoDate } from '../../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../../store/model/ids.ts';
import type { Store } from '../../store/ports.ts';
import type { PlanningDeps } from '../deps.ts';
import { campaignIdentity, describedCampaign, mergedCampaign, sameCampaign } from './campaign-entity.ts';
import { type FileReport, type ImportProgress, type ImportReport, reportOf } from './import-report.ts';
import type { ExportFile, ExportRow, ParsedExport } from './parsed-export.ts';
import { readExport } from './read-export.ts';
import { type RowChange, reconcile } from './reconcile.ts';
import { type Refusal, refusal } from './refusal.ts';

/** Another writer of the same campaign is rare; one that wins this often in a row is a fault. */
const MAX_PUT_ATTEMPTS = 5;

/**
 * Loads export files, one after the other. A load is an upsert by campaign and day in which the newer `asOf` wins:
 * loading a file again changes nothing, and the order of the files does not matter. A refused file writes nothing
 * and does not keep the others from being loaded.
 */
export async function importExports(
  { store }: Pick<PlanningDeps, 'store'>,
  workspace: WorkspaceId,
  files: readonly ExportFile[],
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<ImportReport> {
  const reports: FileReport[] = [];
  for (const [index, file] of files.entries()) {
    const progress = { file: file.name, fileNumber: index + 1, files: files.length };
    reports.push(
      await importFile(store, workspace, readExport(file), (campaignsDone, campaigns) =>
        onProgress({ ...progress, campaignsDone, campaigns }),
      ),
    );
  }
  return { files: reports };
}

async function importFile(
  store: Store,
  workspace: WorkspaceId,
  parsed: ParsedExport,
  onCampaign: (done: number, of: number) => void,
): Promise<FileReport> {
  const { asOf } = parsed;
  if (parsed.refusals.length > 0 || asOf === null) return reportOf(parsed);
  const stored = await store.campaigns.all(workspace);
  const campaigns = rowsByCampaign(parsed, stored);
  const otherCurrency = currencyClashes(
    stored.filter(({ id }) => campaigns.has(id)),
    parsed,
  );
  if (otherCurrency.length > 0) return reportOf(parsed, otherCurrency);

  const counts: Record<RowChange, number> = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, OLDER: 0 };
  const touched: CampaignId[] = [];
  onCampaign(0, campaigns.size);
  for (const [number, [id, rows]] of [...campaigns].entries()) {
    const written = await writeCampaign(store, workspace, id, parsed, asOf, rows, counts);
    if (written) touched.push(id);
    onCampaign(number + 1, campaigns.size);
  }
  return {
    ...reportOf(parsed),
    created: counts.CREATED,
    updated: counts.UPDATED,
    unchanged: counts.UNCHANGED,
    skippedOlder: counts.OLDER,
    campaigns: touched,
  };
}

type CampaignRows = readonly [ExportRow, ...ExportRow[]];

function rowsByCampaign(
  { platform, rows }: ParsedExport,
  stored: readonly Campaign[],
): Map<CampaignId, CampaignRows> {
  const idOf = campaignIdentity(platform ?? '', stored);
  const campaigns = new Map<CampaignId, [ExportRow, ...ExportRow[]]>();
  for (const row of rows) {
    const id = idOf(row);
    const ofCampaign = campaigns.get(id);
    if (ofCampaign === undefined) campaigns.set(id, [row]);
    else ofCampaign.push(row);
  }
  return campaigns;
}

const currencyClashes = (stored: readonly Campaign[], parsed: ParsedExport): Refusal[] =>
  stored
    .filter((campaign) => campaign.currencyCode !== parsed.currency)
    .map((campaign) =>
      refusal(
        'MIXED_CURRENCY',
        `Campaign ${campaign.name} is kept in ${campaign.currencyCode} and this file is in ${parsed.currency}. ` +
          'Amounts of two currencies are never mixed; load the file into a workspace of its own.',
        { value: parsed.currency ?? '' },
      ),
    );

/** Rows first: a campaign that can be listed has its days. Returns whether anything was written. */
async function writeCampaign(
  store: Store,
  workspace: WorkspaceId,
  id: CampaignId,
  parsed: ParsedExport,
  asOf: IsoDate,
  rows: CampaignRows,
  counts: Record<RowChange, number>,
): Promise<boolean> {
  const storedRows = await store.dailyPerformance.ofCampaign(workspace, id);
  const storedByDay = new Map(storedRows.map((row) => [row.date, row]));
  const reconciled = rows.map((row) =>
    reconcile(storedByDay.get(row.date), dailyPerformance(workspace, id, parsed, asOf, row)),
  );
  for (const { change } of reconciled) counts[change] += 1;
  const changed = reconciled.map(({ write }) => write).filter((write) => write !== null);
  if (changed.length > 0) await store.dailyPerformance.putMany(workspace, changed);

  const exportIsNewer = storedRows.every((row) => row.asOf <= asOf);
  const described = describedCampaign(workspace, id, parsed, rows);
  const campaignWritten = await putCampaign(store, workspace, id, (stored) =>
    mergedCampaign(stored, described, exportIsNewer),
  );
  return campaignWritten || changed.length > 0;
}

function dailyPerformance(
  workspaceId: WorkspaceId,
  campaignId: CampaignId,
  { format }: ParsedExport,
  asOf: IsoDate,
  row: ExportRow,
): DailyPerformance {
  return {
    workspaceId,
    campaignId,
    channel: row.channel,
    date: row.date,
    currencyCode: row.currencyCode,
    spendMicros: row.spendMicros,
    impressions: row.impressions,
    clicks: row.clicks,
    conversions: row.conversions,
    revenueMicros: row.revenueMicros,
    source: format ?? '',
    asOf,
    incomplete: row.incomplete,
    revision: 0,
  };
}

/** Compare-and-set, from what is stored now; a writer in between is answered with another try. */
async function putCampaign(
  store: Store,
  workspace: WorkspaceId,
  id: CampaignId,
  next: (stored: Campaign | null) => Omit<Campaign, 'version'>,
): Promise<boolean> {
  let stored = await store.campaigns.get(workspace, id);
  for (let attempt = 1; ; attempt += 1) {
    const campaign = next(stored);
    if (stored !== null && sameCampaign(campaign, stored)) return false;
    try {
      await store.campaigns.put(campaign, stored?.version ?? null);
      return true;
    } catch (error) {
      if (!(error instanceof VersionConflictError) || attempt === MAX_PUT_ATTEMPTS) throw error;
      stored = await store.campaigns.get(workspace, id);
    }
  }
}
