import { InvalidInputError } from '../planning/errors.ts';
import type { Page, PageRequest } from '../store/ports.ts';
import { builder } from './builder.ts';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Lists page forward only: a keyset list cannot be read backward from an arbitrary cursor. */
export const pageArgs = builder.args((t) => ({
  first: t.int({ defaultValue: DEFAULT_PAGE_SIZE, description: `1 to ${MAX_PAGE_SIZE}.` }),
  after: t.string({ description: 'An endCursor of this list: the page starts behind it.' }),
}));

interface PageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Throws `InvalidInputError` for a page size that is out of range. */
export function pageRequest({ first, after }: PageArgs): PageRequest {
  const size = first ?? DEFAULT_PAGE_SIZE;
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw new InvalidInputError(['first'], `first is ${size}; wanted 1 to ${MAX_PAGE_SIZE}.`);
  }
  return { first: size, after: after ?? undefined };
}

/** A list costs as much as the page that was asked for. */
export const pageComplexity = ({ first }: PageArgs) => ({
  field: 1,
  multiplier: Math.max(1, Math.min(first ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE)),
});

export function connectionOf<T>({ items, hasNextPage }: Page<T>, { after }: PageArgs) {
  return {
    edges: items.map(({ item, cursor }) => ({ node: item, cursor })),
    pageInfo: {
      hasNextPage,
      hasPreviousPage: (after ?? null) !== null,
      startCursor: items[0]?.cursor ?? null,
      endCursor: items.at(-1)?.cursor ?? null,
    },
  };
}

/** A page of a list that is in memory and keeps its order; a cursor is a place in it. */
export function pageByPlace<T>(list: readonly T[], { first, after }: PageRequest): Page<T> {
  const start = after === undefined ? 0 : placeIn(after) + 1;
  const items = list.slice(start, start + first);
  return {
    items: items.map((item, i) => ({ item, cursor: Buffer.from(`@${start + i}`).toString('base64url') })),
    hasNextPage: start + items.length < list.length,
  };
}

function placeIn(cursor: string): number {
  const place = /^@(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (place !== undefined) return Number(place);
  throw new InvalidInputError(['after'], `${JSON.stringify(cursor)} is no cursor of this list.`);
}

/** A page of a list that is in memory, keyed by a text that orders it. */
export function pageOf<T>(sorted: readonly T[], keyOf: (item: T) => string, request: PageRequest): Page<T> {
  const after = request.after === undefined ? null : Buffer.from(request.after, 'base64url').toString();
  const rest = after === null ? sorted : sorted.filter((item) => keyOf(item) > after);
  return {
    items: rest.slice(0, request.first).map((item) => ({
      item,
      cursor: Buffer.from(keyOf(item)).toString('base64url'),
    })),
    hasNextPage: rest.length > request.first,
  };
}
