/**
 * A day is a label, `YYYY-MM-DD`, in the reporting time zone of its ad account. It is never converted: platforms
 * aggregate before they export, so a day cannot be cut again.
 */
declare const isoDate: unique symbol;
export type IsoDate = string & { readonly [isoDate]: true };

const MS_PER_DAY = 86_400_000;

/** The day, or null when the text is not a real calendar day in ISO form. */
export function parseIsoDate(text: string): IsoDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || dayOfTime(time) !== text ? null : (text as IsoDate);
}

/** As `parseIsoDate`, for text that is known to be a day; throws a RangeError otherwise. */
export function day(text: string): IsoDate {
  const parsed = parseIsoDate(text);
  if (parsed === null) throw new RangeError(`${JSON.stringify(text)} is not a day; wanted YYYY-MM-DD.`);
  return parsed;
}

/** Days since 1970-01-01: an integer that orders and subtracts. */
export const dayNumber = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;

export const dayOfNumber = (number: number): IsoDate => dayOfTime(number * MS_PER_DAY);

export const addDays = (date: IsoDate, days: number): IsoDate => dayOfNumber(dayNumber(date) + days);

function dayOfTime(time: number): IsoDate {
  return new Date(time).toISOString().slice(0, 10) as IsoDate;
}
