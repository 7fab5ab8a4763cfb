import * as z from 'zod/mini';
import { type PackedJson, packLargeJson } from '../json-document.ts';
import type { Scenario } from '../model/entities.ts';
import type { ScenarioId, WorkspaceId } from '../model/ids.ts';
import { type KeptParts, keptParts, type PartsPlace, readDocument, writeParts } from './document-parts.ts';
import { packedJson } from './item-schema.ts';
import * as keys from './keys.ts';
import type { TableAccess } from './table-access.ts';

/** What of a scenario grows with its campaigns. */
type Documents = Pick<Scenario, 'request' | 'problem' | 'result'> & Partial<Pick<Scenario, 'dataHashes'>>;

/** In the scenario's item itself, or in parts beside it. */
export const keptDocuments = { documents: z.optional(packedJson), ...keptParts };

export interface KeptDocuments extends KeptParts {
  readonly documents?: PackedJson | undefined;
}

/** An item holds 400 KB; this leaves room for the attributes beside the documents. */
const MOST_IN_ITEM = 300 * 1024;

const placeOf = (workspace: WorkspaceId, id: ScenarioId): PartsPlace => ({
  what: `Scenario ${id}`,
  partition: keys.scenarioPartPartition(workspace),
  owner: keys.scenarioSortKey(id),
});

/**
 * The attributes of a scenario's item. Documents that are too large for it are written first, in parts. Throws
 * `ItemTooLargeError` for what is too large even so.
 */
export async function withDocuments(
  table: TableAccess,
  { workspaceId, request, problem, result, ...attributes }: Scenario,
): Promise<Readonly<Record<string, unknown>>> {
  const { id, dataHashes } = attributes;
  const place = placeOf(workspaceId, id);
  const documents = packLargeJson(place.what, { request, problem, result });
  if (documents.length + JSON.stringify(dataHashes).length <= MOST_IN_ITEM)
    return { ...attributes, documents };
  const all: Documents = { request, problem, result, dataHashes };
  const parts = await writeParts(table, place, packLargeJson(place.what, all));
  return { ...attributes, dataHashes: {}, ...parts };
}

/** Throws `MalformedItemError` where parts are missing. */
export async function readDocuments(
  table: TableAccess,
  workspace: WorkspaceId,
  id: ScenarioId,
  { documents, ...kept }: KeptDocuments,
): Promise<Documents> {
  // Packed by `withDocuments` from exactly these.
  return (await readDocument(table, placeOf(workspace, id), { document: documents, ...kept })) as Documents;
}
