import { MalformedItemError } from './errors.ts';
import type { SeenPerformance } from './model/entities.ts';
import type { SeenOutcomes } from './model/outcomes.ts';

/** The sets of figures seen of a day, as short JSON: a day that was restated often must still read fast. */

export function packSeenPerformance(seen: readonly SeenPerformance[] | undefined): string | undefined {
  return (
    seen &&
    JSON.stringify(
      seen.map((figures) => [
        figures.firstAsOf,
        figures.lastAsOf,
        figures.incomplete ? 1 : 0,
        packed(figures.spendMicros),
        figures.impressions,
        figures.clicks,
        figures.conversions,
        packed(figures.revenueMicros),
        figures.attribution,
      ]),
    )
  );
}

export function unpackSeenPerformance(text: string): readonly SeenPerformance[] {
  // Packed above from exactly these.
  return listOf(text).map(
    ([firstAsOf, lastAsOf, incomplete, spend, impressions, clicks, conversions, revenue, attribution]) =>
      ({
        firstAsOf,
        lastAsOf,
        incomplete: incomplete === 1,
        spendMicros: unpacked(spend),
        impressions,
        clicks,
        conversions,
        revenueMicros: unpacked(revenue),
        attribution,
      }) as SeenPerformance,
  );
}

export function packSeenOutcomes(seen: readonly SeenOutcomes[] | undefined): string | undefined {
  return (
    seen &&
    JSON.stringify(
      seen.map((figures) => [
        figures.firstAsOf,
        figures.lastAsOf,
        figures.leads,
        figures.orders,
        figures.newCustomers,
        packed(figures.revenueMicros),
        packed(figures.marginMicros),
      ]),
    )
  );
}

export function unpackSeenOutcomes(text: string): readonly SeenOutcomes[] {
  return listOf(text).map(
    ([firstAsOf, lastAsOf, leads, orders, newCustomers, revenue, margin]) =>
      ({
        firstAsOf,
        lastAsOf,
        leads,
        orders,
        newCustomers,
        revenueMicros: unpacked(revenue),
        marginMicros: unpacked(margin),
      }) as SeenOutcomes,
  );
}

const packed = (micros: bigint | null): string | null => (micros === null ? null : String(micros));
const unpacked = (text: unknown): bigint | null => (typeof text === 'string' ? BigInt(text) : null);

function listOf(text: string): readonly (readonly unknown[])[] {
  const list: unknown = JSON.parse(text);
  if (Array.isArray(list) && list.every(Array.isArray)) return list;
  throw new MalformedItemError('The figures seen of a day are not as this version writes them.');
}
