import type { CalendarEvent, LevelBreak } from './fitted-curve.ts';
import { dayNumber, type Rows } from './timeline.ts';

/** Days since the workspace's first day, first and last included. */
export type DaySpans = readonly (readonly [number, number])[];

/** The names of the events, in the order of their columns. */
export function eventNames(events: readonly CalendarEvent[]): readonly string[] {
  return [...new Set(events.map(({ name }) => name))].sort();
}

/** The days of each event that a channel lives. */
export function eventSpans(
  events: readonly CalendarEvent[],
  names: readonly string[],
  channel: string,
  start: number,
): readonly DaySpans[] {
  return names.map((wanted) =>
    events
      .filter(({ name, channels }) => name === wanted && (!channels || channels.includes(channel)))
      .map(({ from, to }) => [dayNumber(from) - start, dayNumber(to) - start] as const),
  );
}

/** A break that the days can tell of: it has fitted days on both sides. */
export interface ObservedBreak {
  readonly date: string;
  /** The days before it: the newest level is the one that the curve is written for. */
  readonly before: DaySpans;
}

export function observedBreaks(
  breaks: readonly LevelBreak[],
  fitted: Rows,
  start: number,
): readonly ObservedBreak[] {
  const first = fitted.sinceStart[0] ?? Number.POSITIVE_INFINITY;
  const last = fitted.sinceStart[fitted.sinceStart.length - 1] ?? Number.NEGATIVE_INFINITY;
  return [...new Set(breaks.map(({ date }) => date))]
    .sort()
    .map((date) => ({ date, day: dayNumber(date) - start }))
    .filter(({ day }) => day > first && day <= last)
    .map(({ date, day }) => ({ date, before: [[Number.NEGATIVE_INFINITY, day - 1]] }));
}
