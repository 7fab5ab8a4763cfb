import { createHash } from 'node:crypto';
import type { DailyPerformance } from './model/entities.ts';
import type { DailyOutcomes } from './model/outcomes.ts';
import { packSeenOutcomes, packSeenPerformance } from './seen.ts';

/**
 * Stands for all the days of a campaign's month: two states that differ in anything have another. It is what a writer
 * names as seen, so it depends on content alone and not on who wrote how often.
 */
export function performanceHash(days: readonly DailyPerformance[]): string | null {
  return hashOf(days, (day) => [
    day.date,
    day.channel,
    day.currencyCode,
    String(day.spendMicros),
    day.impressions,
    day.clicks,
    day.conversions,
    text(day.revenueMicros),
    day.attribution,
    day.source,
    day.asOf,
    day.incomplete,
    day.revision,
    packSeenPerformance(day.seen) ?? null,
  ]);
}

export function outcomesHash(days: readonly DailyOutcomes[]): string | null {
  return hashOf(days, (day) => [
    day.date,
    day.currencyCode,
    day.leads,
    day.orders,
    day.newCustomers,
    text(day.revenueMicros),
    text(day.marginMicros),
    day.source,
    day.asOf,
    day.revision,
    packSeenOutcomes(day.seen) ?? null,
  ]);
}

const text = (micros: bigint | null): string | null => (micros === null ? null : String(micros));

/** Null without days. */
function hashOf<Day>(days: readonly Day[], partsOf: (day: Day) => readonly unknown[]): string | null {
  if (days.length === 0) return null;
  return createHash('sha256')
    .update(JSON.stringify(days.map(partsOf)))
    .digest('base64url')
    .slice(0, 22);
}
