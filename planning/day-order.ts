import type { IsoDate } from '../store/model/day.ts';

/** Days are ISO text, which orders as the calendar does. */
export function earlierDay(a: IsoDate, b: IsoDate): IsoDate {
  const firstIsEarlier = a < b;
  return firstIsEarlier ? a : b;
}

export function laterDay(a: IsoDate, b: IsoDate): IsoDate {
  const firstIsEarlier = a < b;
  return firstIsEarlier ? b : a;
}
