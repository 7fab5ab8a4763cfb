import type { WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import type { FileReport, ImportProgress, ImportReport } from './import-report.ts';
import { openExport } from './open-export.ts';
import type { ExportFile } from './parsed-export.ts';
import { importOpened } from './pipeline/import-opened.ts';

/**
 * Loads export files at once, without a preview, one after the other. A load is an upsert by campaign and day in
 * which the newer `asOf` wins: loading a file again changes nothing, and the order of the files does not matter. A
 * refused file writes nothing and does not keep the others from being loaded. A campaign that seems to be stored
 * already from another source is left out, with a warning.
 */
export async function importExports(
  { store }: Pick<PlanningDeps, 'store'>,
  workspace: WorkspaceId,
  files: readonly ExportFile[],
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<ImportReport> {
  const reports: FileReport[] = [];
  for (const [index, { bytes, ...options }] of files.entries()) {
    const opened = await openExport({ ...options, open: () => onceOver(bytes) });
    const progress = {
      file: options.name,
      fileNumber: index + 1,
      files: files.length,
      rows: opened.rowCount,
    };
    const onRows = (rowsDone: number) => onProgress({ ...progress, rowsDone });
    reports.push(await importOpened(store, workspace, opened, onRows));
  }
  return { files: reports };
}

async function* onceOver(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
