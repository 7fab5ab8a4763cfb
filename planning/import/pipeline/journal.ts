import { VersionConflictError } from '../../../store/errors.ts';
import type { ImportRecord } from '../../../store/model/import-record.ts';
import type { PlanningDeps } from '../../deps.ts';
import type { ExportOptions } from '../parsed-export.ts';
import type { ImportPreview } from './preview.ts';

/** An import as its journal tells it. */
export interface Import extends Omit<ImportRecord, 'preview' | 'options'> {
  readonly preview: ImportPreview;
  readonly options: ExportOptions;
}

/** Both documents were written by `previewImport` from exactly these types. */
export const importOf = (record: ImportRecord): Import => ({
  ...record,
  preview: record.preview as ImportPreview,
  options: record.options as ExportOptions,
});

/** The journal goes forward only. Of two commits of one import at a time, the farther one's word counts. */
export async function advance(
  { store }: PlanningDeps,
  from: Import,
  step: Partial<Pick<Import, 'state' | 'rowsDone' | 'committedAt'>>,
): Promise<Import> {
  let current: Import = from;
  for (;;) {
    const isBehind = step.rowsDone !== undefined && step.rowsDone <= current.rowsDone;
    if (current.state === 'COMMITTED' || isBehind) return current;
    const { version, ...record } = current;
    try {
      return importOf(await store.imports.put({ ...record, ...step }, version));
    } catch (error) {
      if (!(error instanceof VersionConflictError) || error.current === null) throw error;
      current = importOf(error.current as ImportRecord);
    }
  }
}
