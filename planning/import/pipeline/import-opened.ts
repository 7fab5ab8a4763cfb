import type { WorkspaceId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import { type FileReport, reportOf } from '../import-report.ts';
import type { OpenedExport } from '../parsed-export.ts';
import { currencyClashes } from './currency-clash.ts';
import { isLoadable, loadExport } from './load-export.ts';
import { duplicateWarnings, possibleDuplicates } from './possible-duplicates.ts';

/** Loads an export of any size without a preview. A refused one writes nothing. */
export async function importOpened(
  store: Store,
  workspace: WorkspaceId,
  opened: OpenedExport,
  onRows: (rowsDone: number) => void = () => {},
): Promise<FileReport> {
  if (!isLoadable(opened)) return reportOf(opened);
  const stored = await store.campaigns.all(workspace);
  const clashes = currencyClashes(opened, stored);
  if (clashes.length > 0) return reportOf(opened, clashes);
  const duplicates = await possibleDuplicates(store, workspace, opened, stored);

  const { counts, leftOut, campaigns } = await loadExport(store, workspace, opened, {
    write: true,
    leaveOut: new Set(duplicates.map(({ campaignId }) => campaignId)),
    onProgress: onRows,
  });
  return {
    ...reportOf(opened),
    created: counts.CREATED,
    updated: counts.UPDATED,
    unchanged: counts.UNCHANGED,
    skippedOlder: counts.OLDER,
    skippedDuplicates: leftOut,
    warnings: [...opened.warnings, ...duplicateWarnings(duplicates)],
    campaigns,
  };
}
