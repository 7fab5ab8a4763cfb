import type { WorkspaceId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import type { ColumnMapping } from '../column-mapping.ts';
import type { ExportOptions } from '../parsed-export.ts';
import type { ImportPreview } from './preview.ts';

export interface RememberedMapping {
  readonly mapping: ColumnMapping;
  /** The file that was read by it. */
  readonly file: string;
  /** Of that file's columns. */
  readonly headerSignature: string | null;
}

/** Imports that are looked through, newest first, and mappings that are kept in mind. */
const MOST_IMPORTS = 100;
const MOST_MAPPINGS = 10;

/**
 * The column mappings by which files were loaded before, the newest for each set of columns first. The journal is where
 * they are kept: one that was only tried is not remembered.
 */
export async function rememberedMappings(
  store: Store,
  workspace: WorkspaceId,
): Promise<readonly RememberedMapping[]> {
  const { items } = await store.imports.list(workspace, { first: MOST_IMPORTS });
  const newest = new Map<string, RememberedMapping>();
  for (const { item } of items) {
    // Written by `previewImport` from these types.
    const { mapping } = item.options as ExportOptions;
    const { headerSignature } = item.preview as ImportPreview;
    if (item.state !== 'COMMITTED' || !mapping) continue;
    const columns = headerSignature ?? JSON.stringify(mapping.columns);
    if (!newest.has(columns)) newest.set(columns, { mapping, file: item.file, headerSignature });
  }
  return [...newest.values()].slice(0, MOST_MAPPINGS);
}
