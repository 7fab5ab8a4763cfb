import type { DailyOutcomes, SeenOutcomes } from '../../../store/model/outcomes.ts';
import { type FigureKind, restatements, unitedSeen } from './seen-figures.ts';

const OUTCOMES: FigureKind<SeenOutcomes> = {
  figuresOf: (seen) => [seen.orders, seen.revenueMicros, seen.leads, seen.newCustomers, seen.marginMicros],
  joined: ({ firstAsOf: _, lastAsOf: __, ...figures }) => figures,
};

/** As `mergedPerformance`. A gap is filled from older exports, field by field. */
export function mergedOutcomes(stored: DailyOutcomes | undefined, incoming: DailyOutcomes): DailyOutcomes {
  if (stored === undefined) return incoming;
  const seen = unitedSeen(seenOf(stored), seenOf(incoming), OUTCOMES);
  const newest = seen[0];
  if (newest === undefined) return stored;
  const firstKnown = <T>(figureOf: (one: SeenOutcomes) => T | null): T | null =>
    seen.map(figureOf).find((figure) => figure !== null) ?? null;
  const { seen: _, ...described } = incoming;
  return {
    ...described,
    // Amounts of one source are in one currency, which a file without amounts does not say.
    currencyCode: incoming.currencyCode ?? stored.currencyCode,
    source: stored.source >= incoming.source ? stored.source : incoming.source,
    leads: firstKnown(({ leads }) => leads),
    orders: firstKnown(({ orders }) => orders),
    newCustomers: firstKnown(({ newCustomers }) => newCustomers),
    revenueMicros: firstKnown(({ revenueMicros }) => revenueMicros),
    marginMicros: firstKnown(({ marginMicros }) => marginMicros),
    asOf: newest.lastAsOf,
    revision: restatements(seen, OUTCOMES),
    ...(newest.firstAsOf === newest.lastAsOf && seen.length === 1 ? {} : { seen }),
  };
}

const seenOf = (day: DailyOutcomes): readonly SeenOutcomes[] =>
  day.seen ?? [
    {
      firstAsOf: day.asOf,
      lastAsOf: day.asOf,
      leads: day.leads,
      orders: day.orders,
      newCustomers: day.newCustomers,
      revenueMicros: day.revenueMicros,
      marginMicros: day.marginMicros,
    },
  ];

export const sameOutcomes = (a: DailyOutcomes, b: DailyOutcomes): boolean =>
  a.currencyCode === b.currencyCode &&
  a.leads === b.leads &&
  a.orders === b.orders &&
  a.newCustomers === b.newCustomers &&
  a.revenueMicros === b.revenueMicros &&
  a.marginMicros === b.marginMicros;
