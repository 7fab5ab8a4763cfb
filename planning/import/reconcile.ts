import type { DailyPerformance } from '../../store/model/entities.ts';

export type RowChange = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'OLDER';

export interface Reconciled {
  readonly change: RowChange;
  /** What to write; null when the store already holds it. */
  readonly write: DailyPerformance | null;
}

/**
 * What a day becomes when an export shows it again. The newer `asOf` wins, so the order of loading does not matter:
 * an older export that comes late only fills in figures that the newer one does not report. Only `revision`
 * remembers the order, as it counts the restatements seen.
 */
export function reconcile(stored: DailyPerformance | undefined, incoming: DailyPerformance): Reconciled {
  if (stored === undefined) return { change: 'CREATED', write: incoming };
  const incomingIsNewer = isNewer(incoming, stored);
  const merged = incomingIsNewer ? filled(incoming, stored) : filled(stored, incoming);
  if (!sameFigures(merged, stored)) {
    const onlyFilledIn = sameFigures(merged, filled(stored, merged));
    const revision = onlyFilledIn ? stored.revision : stored.revision + 1;
    return { change: 'UPDATED', write: { ...merged, revision } };
  }
  if (!incomingIsNewer) return { change: sameFigures(stored, incoming) ? 'UNCHANGED' : 'OLDER', write: null };
  const onlyConfirmed = { ...merged, revision: stored.revision };
  return { change: 'UNCHANGED', write: sameProvenance(onlyConfirmed, stored) ? null : onlyConfirmed };
}

/**
 * Two exports of the same `asOf` may still differ: conversions keep coming in after the period has ended, so the
 * one with more of them is the later one.
 */
function isNewer(a: DailyPerformance, b: DailyPerformance): boolean {
  if (a.asOf !== b.asOf) return a.asOf > b.asOf;
  const later = (x: number, y: number) => (x === y ? 0 : x > y ? 1 : -1);
  return (
    (later(a.conversions ?? -1, b.conversions ?? -1) ||
      later(Number(a.revenueMicros ?? -1n), Number(b.revenueMicros ?? -1n)) ||
      later(Number(a.spendMicros), Number(b.spendMicros)) ||
      later(a.clicks ?? -1, b.clicks ?? -1) ||
      later(a.impressions ?? -1, b.impressions ?? -1)) > 0
  );
}

/** A figure that the newer export does not report is not taken back. */
function filled(newer: DailyPerformance, older: DailyPerformance): DailyPerformance {
  return {
    ...newer,
    impressions: newer.impressions ?? older.impressions,
    clicks: newer.clicks ?? older.clicks,
    conversions: newer.conversions ?? older.conversions,
    revenueMicros: newer.revenueMicros ?? older.revenueMicros,
    incomplete:
      newer.conversions === null && older.conversions !== null ? older.incomplete : newer.incomplete,
  };
}

const sameFigures = (a: DailyPerformance, b: DailyPerformance): boolean =>
  a.channel === b.channel &&
  a.currencyCode === b.currencyCode &&
  a.spendMicros === b.spendMicros &&
  a.impressions === b.impressions &&
  a.clicks === b.clicks &&
  a.conversions === b.conversions &&
  a.revenueMicros === b.revenueMicros;

const sameProvenance = (a: DailyPerformance, b: DailyPerformance): boolean =>
  a.asOf === b.asOf && a.incomplete === b.incomplete && a.source === b.source;
