import { createHash } from 'node:crypto';

/** Plain JSON: what it holds is strings, numbers, booleans, null, lists and objects; bigints become decimal text. */
export function plainJson(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part)),
  );
}

/** SHA-256 of the value as JSON with sorted keys, so that the order of writing does not matter. */
export function inputHash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(plainJson(value))))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}
