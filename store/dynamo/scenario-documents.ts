import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { MalformedItemError } from '../errors.ts';
import { packLargeJson, unpackJson } from '../json-document.ts';
import type { Scenario } from '../model/entities.ts';
import type { ScenarioId, WorkspaceId } from '../model/ids.ts';
import { batchPut } from './batch-write.ts';
import { packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

/** What of a scenario grows with its campaigns. */
type Documents = Pick<Scenario, 'request' | 'problem' | 'result'> & Partial<Pick<Scenario, 'dataHashes'>>;

/** In the scenario's item itself, or in parts beside it, which are named by the hash of them all. */
export const keptDocuments = {
  documents: z.optional(packedJson),
  parts: z.optional(z.int()),
  partsHash: z.optional(z.string()),
};

export interface KeptDocuments {
  readonly documents?: string | Uint8Array | undefined;
  readonly parts?: number | undefined;
  readonly partsHash?: string | undefined;
}

/** An item holds 400 KB; this leaves room for the attributes beside the documents. */
const MOST_IN_ITEM = 300 * 1024;
const PART_BYTES = 350 * 1024;

const part = z.object({ bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) });

/**
 * The attributes of a scenario's item. Documents that are too large for it are written first, in parts: an item that
 * names them finds them, and parts that no item names, since another writer was faster, do no harm. Throws
 * `ItemTooLargeError` for what is too large even so.
 */
export async function withDocuments(
  table: TableAccess,
  { workspaceId, request, problem, result, ...attributes }: Scenario,
): Promise<Readonly<Record<string, unknown>>> {
  const { id, dataHashes } = attributes;
  const what = `Scenario ${id}`;
  const documents = packLargeJson(what, { request, problem, result });
  if (documents.length + JSON.stringify(dataHashes).length <= MOST_IN_ITEM)
    return { ...attributes, documents };
  const packed = Buffer.from(
    packLargeJson(what, { request, problem, result, dataHashes } satisfies Documents),
  );
  const partsHash = createHash('sha256').update(packed).digest('base64url');
  const parts = Math.ceil(packed.length / PART_BYTES);
  await batchPut(
    table,
    Array.from({ length: parts }, (_, i) => ({
      pk: keys.scenarioPartPartition(workspaceId),
      sk: keys.scenarioPartSortKey(id, partsHash, i),
      bytes: packed.subarray(i * PART_BYTES, (i + 1) * PART_BYTES),
    })),
  );
  return { ...attributes, dataHashes: {}, parts, partsHash };
}

/** Throws `MalformedItemError` where parts are missing. */
export async function readDocuments(
  table: TableAccess,
  workspace: WorkspaceId,
  id: ScenarioId,
  { documents, parts, partsHash }: KeptDocuments,
): Promise<Documents> {
  // Packed by `withDocuments` from exactly these.
  if (documents !== undefined) return unpackJson(documents) as Documents;
  const items = queryItems(table, {
    condition: 'pk = :pk AND begins_with(sk, :prefix)',
    values: {
      ':pk': keys.scenarioPartPartition(workspace),
      ':prefix': keys.scenarioPartPrefix(id, partsHash ?? ''),
    },
  });
  const found = await takeAll(items, (item) => parseItem('part of a scenario', part, item).bytes);
  if (parts === undefined || found.length !== parts) {
    throw new MalformedItemError(
      `Scenario ${id} lies in ${parts ?? 'no'} parts, of which ${found.length} are there. Restore the table, or create the scenario again.`,
    );
  }
  return unpackJson(Buffer.concat(found)) as Documents;
}
