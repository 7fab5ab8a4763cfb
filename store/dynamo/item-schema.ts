import * as z from 'zod/mini';
import { MalformedItemError } from '../errors.ts';
import { type IsoDate, parseIsoDate } from '../model/day.ts';
import type { Micros } from '../model/money.ts';

/** Attribute types that more than one kind of item uses. */

/** `N`: the document client answers with a number up to 2⁵³ and with a bigint beyond. Both are exact integers. */
export const micros = z.pipe(
  z.union([z.bigint(), z.int()]),
  z.transform((value): Micros => BigInt(value)),
);

/** `N` as a double: a bigint can only be an integer beyond 2⁵³, which a double was when it was written. */
export const double = z.pipe(
  z.union([z.number(), z.bigint()]),
  z.transform((value): number => Number(value)),
);

export const isoDate = z.custom<IsoDate>(
  (value) => typeof value === 'string' && parseIsoDate(value) !== null,
);

/** Ids and channels were checked when they were made; what is stored needs no second opinion on its alphabet. */
export const id = <Id extends string>() =>
  z.custom<Id>((value) => typeof value === 'string' && value.length > 0);

/** JSON text, or gzip of it. */
export const packedJson = z.union([z.string(), z.custom<Uint8Array>((value) => value instanceof Uint8Array)]);

/** Throws `MalformedItemError`, which names the item and the attributes, when the item is not of the schema. */
export function parseItem<T>(kind: string, schema: z.ZodMiniType<T>, item: unknown): T {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const attributes = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || 'the item'))];
  throw new MalformedItemError(
    `${keyOf(item)} is not a ${kind} as this version writes it: see ${attributes.join(', ')}. ` +
      'Import the data again, or run the version that wrote it.',
  );
}

function keyOf(item: unknown): string {
  const { pk, sk } = (item ?? {}) as { pk?: unknown; sk?: unknown };
  return `The item ${JSON.stringify(pk)} / ${JSON.stringify(sk)}`;
}
