import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { MalformedItemError } from '../errors.ts';
import { type PackedJson, packLargeJson, unpackJson } from '../json-document.ts';
import { batchPut } from './batch-write.ts';
import { parseItem } from './item-schema.ts';
import { partPrefix, partSortKey } from './keys.ts';
import { queryItems, takeAll } from './query.ts';
import type { TableAccess } from './table-access.ts';

/** Where the parts of a document lie that is too large for its item. */
export interface PartsPlace {
  /** For people: whose document it is. */
  readonly what: string;
  readonly partition: string;
  readonly owner: string;
}

/** The attributes of an item whose document lies in parts beside it. */
export const keptParts = { parts: z.optional(z.int()), partsHash: z.optional(z.string()) };

export interface KeptParts {
  readonly parts?: number | undefined;
  readonly partsHash?: string | undefined;
}

/** A document as an item has it: itself, or how many parts of which hash there are. */
export interface KeptDocument extends KeptParts {
  readonly document?: PackedJson | undefined;
}

/** An item holds 400 KB. */
const PART_BYTES = 350 * 1024;

const part = z.object({ bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) });

/**
 * The document as its item is to have it: as it is up to `mostInItem` bytes, else in parts, which are then written.
 * Throws `ItemTooLargeError` for what is too large even so.
 */
export async function keepDocument(
  table: TableAccess,
  place: PartsPlace,
  document: unknown,
  mostInItem: number,
): Promise<KeptDocument> {
  const packed = packLargeJson(place.what, document);
  return packed.length <= mostInItem ? { document: packed } : writeParts(table, place, packed);
}

export async function readDocument(
  table: TableAccess,
  place: PartsPlace,
  { document, ...kept }: KeptDocument,
): Promise<unknown> {
  return document === undefined ? readParts(table, place, kept) : unpackJson(document);
}

/**
 * Writes a document in parts, named by the hash of them all, before the item that names them: an item that is there
 * finds them, and parts that no item names, since another writer was faster, do no harm.
 */
export async function writeParts(
  table: TableAccess,
  { partition, owner }: PartsPlace,
  packed: PackedJson,
): Promise<{ readonly parts: number; readonly partsHash: string }> {
  const bytes = Buffer.from(packed);
  const partsHash = createHash('sha256').update(bytes).digest('base64url');
  const parts = Math.ceil(bytes.length / PART_BYTES);
  await batchPut(
    table,
    Array.from({ length: parts }, (_, i) => ({
      pk: partition,
      sk: partSortKey(owner, partsHash, i),
      bytes: bytes.subarray(i * PART_BYTES, (i + 1) * PART_BYTES),
    })),
  );
  return { parts, partsHash };
}

/** Throws `MalformedItemError` where parts are missing. */
async function readParts(
  table: TableAccess,
  { what, partition, owner }: PartsPlace,
  { parts, partsHash = '' }: KeptParts,
): Promise<unknown> {
  const items = queryItems(table, {
    condition: 'pk = :pk AND begins_with(sk, :prefix)',
    values: { ':pk': partition, ':prefix': partPrefix(owner, partsHash) },
  });
  const found = await takeAll(items, (item) => parseItem('part of a document', part, item).bytes);
  if (parts === undefined || found.length !== parts) {
    throw new MalformedItemError(
      `${what} lies in ${parts ?? 'no'} parts, of which ${found.length} are there. Restore the table, or make it again.`,
    );
  }
  return unpackJson(Buffer.concat(found));
}
