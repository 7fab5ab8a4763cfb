import { locale } from './i18n.ts';

/** An amount as the API gives it: units of currency as decimal text. */
export interface Amount {
  readonly amount: string;
}

export const units = (money: Amount): number => Number(money.amount);
export const unitsOrNull = (money: Amount | null | undefined): number | null =>
  money ? Number(money.amount) : null;

const formats = new Map<string, Intl.NumberFormat>();

function format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale() + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.NumberFormat(locale(), options);
  formats.set(key, known);
  return known;
}

export const NONE = '–';
type Maybe = number | null | undefined;
const shown = (value: Maybe, options: Intl.NumberFormatOptions): string =>
  value === null || value === undefined || !Number.isFinite(value) ? NONE : format(options).format(value);

/** Cents are shown where they matter: below a thousand. */
export const money = (value: Maybe, currency: string | null, signed = false): string => {
  const digits = Math.abs(value ?? 0) >= 1000 ? 0 : 2;
  return shown(value, {
    ...(currency ? { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } : {}),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed && { signDisplay: 'exceptZero' }),
  });
};

/** Every cent, for amounts that are to be entered elsewhere. */
export const exactMoney = (value: Maybe, currency: string): string =>
  shown(value, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });

export const number = (value: Maybe, digits = 0, signed = false): string =>
  shown(value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed && { signDisplay: 'exceptZero' }),
  });

/** One digit behind the sign below a hundred, none above. */
export const count = (value: Maybe, signed = false): string =>
  number(value, Math.abs(value ?? 0) < 100 ? 1 : 0, signed);

/** Three digits that count. */
export const significant = (value: Maybe): string => shown(value, { maximumSignificantDigits: 3 });

export const percent = (value: Maybe, digits = 0, signed = false): string =>
  shown(value, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...(signed && { signDisplay: 'exceptZero' }),
  });

export const compact = (value: Maybe): string =>
  shown(value, { notation: 'compact', maximumFractionDigits: 1 });

/** A day is a label: it is read and shown in UTC, so that no zone moves it. */
const date = (day: string) => new Date(`${day.slice(0, 10)}T00:00:00Z`);
const dates = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' });

export const day = (label: string): string =>
  dates({ day: 'numeric', month: 'short', year: 'numeric' }).format(date(label));
export const shortDay = (label: string): string =>
  dates({ day: 'numeric', month: 'short' }).format(date(label));
export const dayRange = (from: string, to: string): string =>
  dates({ day: 'numeric', month: 'short', year: 'numeric' }).formatRange(date(from), date(to));
export const moment = (text: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(text));

/** The day that lies so many days after, or before. */
export const dayPlus = (label: string, days: number): string =>
  new Date(date(label).getTime() + days * 86_400_000).toISOString().slice(0, 10);
export const daysBetween = (from: string, to: string): number =>
  Math.round((date(to).getTime() - date(from).getTime()) / 86_400_000);
export const today = (): string => new Date().toISOString().slice(0, 10);
