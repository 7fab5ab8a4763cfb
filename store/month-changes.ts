import { UnprocessedItemsError } from './errors.ts';
import type { IsoDate } from './model/day.ts';
import type { Month } from './model/monthly.ts';
import type { MonthChange } from './ports.ts';

/** The items by what `keyOf` says of them, in order. (`Map.groupBy` is younger than the oldest Node we run on.) */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

export const monthBounds = (month: Month): { readonly from: IsoDate; readonly to: IsoDate } => ({
  // As text these bound every day of the month, and that is all they are used for.
  from: `${month}-01` as IsoDate,
  to: `${month}-31` as IsoDate,
});

/** The stored days with the given ones in their places, ordered by day. */
export function withDays<Day extends { readonly date: IsoDate }>(
  stored: readonly Day[],
  given: readonly Day[],
): readonly Day[] {
  const byDate = new Map(stored.map((day) => [day.date, day]));
  for (const day of given) byDate.set(day.date, day);
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Those of `after` that `before` does not hold as they are. */
export function changedDays<Day extends { readonly date: IsoDate }>(
  before: readonly Day[],
  after: readonly Day[],
  isSame: (a: Day, b: Day) => boolean,
): readonly Day[] {
  const stored = new Map(before.map((day) => [day.date, day]));
  return after.filter((day) => {
    const was = stored.get(day.date);
    return was === undefined || (was !== day && !isSame(was, day));
  });
}

/** How often a writer that is overtaken reads again before it gives up. */
const MAX_ATTEMPTS = 20;
/** At the same time. */
const READS = 16;

/**
 * Reads, changes and replaces until nobody was faster. `read` gives the days of a month as they are stored; `change`
 * makes of them what they shall be.
 */
export async function upsertMonths<Day, Key>(
  keys: readonly Key[],
  read: (key: Key) => Promise<readonly Day[]>,
  change: (key: Key, before: readonly Day[]) => readonly Day[],
  replace: (changes: readonly MonthChange<Day>[]) => Promise<readonly MonthChange<Day>[]>,
): Promise<void> {
  let left = keys;
  for (let attempt = 1; left.length > 0; attempt += 1) {
    const changes: MonthChange<Day>[] = [];
    for (let start = 0; start < left.length; start += READS) {
      const part = left.slice(start, start + READS);
      const stored = await Promise.all(part.map(read));
      changes.push(...stored.map((before, i) => ({ before, after: change(part[i] as Key, before) })));
    }
    const overtaken = new Set(await replace(changes));
    left = left.filter((_, i) => overtaken.has(changes[i] as MonthChange<Day>));
    if (left.length > 0 && attempt === MAX_ATTEMPTS) {
      throw new UnprocessedItemsError('written', left.length, keys.length, MAX_ATTEMPTS);
    }
  }
}
