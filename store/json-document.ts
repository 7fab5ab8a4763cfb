import { Buffer } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ItemTooLargeError } from './errors.ts';

/** JSON text, or its gzip where the text is long. */
export type PackedJson = string | Uint8Array;

const GZIP_FROM_BYTES = 16 * 1024;
/** An item may have 400 KB, names and all (DynamoDB's limit); the rest of ours takes well under 10 KB. */
const MAX_PACKED_BYTES = 390 * 1024;

/** A plan for some 20,000 campaigns. What is larger would take seconds to read. */
const MAX_LARGE_BYTES = 5_600 * 1024;

/** Throws `ItemTooLargeError`, naming `what`, when the document does not fit into an item even compressed. */
export const packJson = (what: string, document: unknown): PackedJson =>
  packWithin(MAX_PACKED_BYTES, what, document);

/** For documents that may lie in several items. Throws `ItemTooLargeError` for what is too large even so. */
export const packLargeJson = (what: string, document: unknown): PackedJson =>
  packWithin(MAX_LARGE_BYTES, what, document);

function packWithin(most: number, what: string, document: unknown): PackedJson {
  const text = JSON.stringify(document ?? null);
  const bytes = Buffer.byteLength(text);
  if (bytes < GZIP_FROM_BYTES) return text;
  const packed = gzipSync(text);
  if (packed.length <= most) return packed;
  throw new ItemTooLargeError(
    `${what} has ${kib(bytes)} of JSON, ${kib(packed.length)} compressed; at most ${kib(most)} are kept. Ask for fewer campaigns at a time.`,
  );
}

export function unpackJson(packed: PackedJson): unknown {
  return JSON.parse(typeof packed === 'string' ? packed : gunzipSync(packed).toString('utf8'));
}

const kib = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
