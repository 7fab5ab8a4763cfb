import { addDays, day, dayNumber, type IsoDate } from '../../store/model/day.ts';
import { type ChannelTruth, FIRST_DAY, LAST_DAY } from './company.ts';

/** Every day of the data, oldest first. */
export const DAYS: readonly IsoDate[] = Array.from(
  { length: dayNumber(day(LAST_DAY)) - dayNumber(day(FIRST_DAY)) + 1 },
  (_, index) => addDays(day(FIRST_DAY), index),
);

/** 0 is Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (date: IsoDate): number => (dayNumber(date) + 3) % 7;

export function weekdayMultipliers(channel: ChannelTruth): number[] {
  return scaledToMeanOne(channel.weekday);
}

/** One multiplier for each of `DAYS`, mean 1 over them, six decimals. */
export function seasonMultipliers(channel: ChannelTruth): number[] {
  return scaledToMeanOne(DAYS.map((date) => rawSeason(channel, date)));
}

function rawSeason(channel: ChannelTruth, date: IsoDate): number {
  const dayOfYear = dayNumber(date) - dayNumber(day(`${date.slice(0, 4)}-01-01`)) + 1;
  const waves = channel.harmonics.map(
    ([amplitude, crest], index) =>
      amplitude * Math.cos((2 * Math.PI * (index + 1) * (dayOfYear - crest)) / 365.25),
  );
  // Black Friday is near day 331; the Christmas rise ends when parcels would come too late.
  const blackFriday = channel.blackFriday * bell(dayOfYear, 331, 3.5);
  const christmas = channel.christmas * bell(dayOfYear, 346, 7);
  return 1 + waves.reduce((sum, wave) => sum + wave, 0) + blackFriday + christmas;
}

const bell = (x: number, centre: number, width: number) => Math.exp(-0.5 * ((x - centre) / width) ** 2);

function scaledToMeanOne(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => Math.round((value / mean) * 1e6) / 1e6);
}
