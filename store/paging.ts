import { Buffer } from 'node:buffer';
import { MalformedCursorError, PageSizeError } from './errors.ts';
import { isWellFormedId } from './model/ids.ts';
import type { Page, PageRequest } from './ports.ts';

const MAX_PAGE_SIZE = 100;

/** A cursor is the sort key alone, in base64url: without a workspace in it, it can point at no other's data. */
export const encodeCursor = (sortKey: string): string => Buffer.from(sortKey, 'utf8').toString('base64url');

/** The sort key. Throws `MalformedCursorError` unless the cursor is one that a list with this prefix gives out. */
export function decodeCursor(cursor: string, prefix: string): string {
  const sortKey = Buffer.from(cursor, 'base64url').toString('utf8');
  const isOurs = sortKey.startsWith(prefix) && isWellFormedId(sortKey.slice(prefix.length));
  // Node's decoder skips what it cannot read, so only the way back proves that all of the cursor was read.
  if (!isOurs || encodeCursor(sortKey) !== cursor) throw new MalformedCursorError(cursor);
  return sortKey;
}

/** Size and starting point of a page, checked. */
export function pageBounds(page: PageRequest, prefix: string): { first: number; after: string | null } {
  const { first, after } = page;
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE_SIZE) throw new PageSizeError(first);
  return { first, after: after === undefined ? null : decodeCursor(after, prefix) };
}

/** The page made of up to `first + 1` items found: the one too many only says that there is a next page. */
export function toPage<T>(found: readonly T[], first: number, sortKeyOf: (item: T) => string): Page<T> {
  return {
    items: found.slice(0, first).map((item) => ({ item, cursor: encodeCursor(sortKeyOf(item)) })),
    hasNextPage: found.length > first,
  };
}
