import type { CurrencyCode } from '../../store/model/money.ts';
import { coinOf } from '../coin.ts';

/** How numbers are written in a report. Null and what is not finite: `–`. */
export const NO_FIGURE = '–';

/** Without coins from 1,000 on: `12,345 EUR`, `8.42 EUR`. */
export function amountText(units: number | null, currencyCode: CurrencyCode): string {
  if (!isFigure(units)) return NO_FIGURE;
  const decimals = Math.abs(units) >= 1000 ? 0 : Math.round(Math.log10(coinOf(currencyCode).perUnit));
  return `${decimalText(units, decimals)} ${currencyCode}`;
}

export const countText = (value: number | null): string =>
  isFigure(value) ? decimalText(value, Math.abs(value) < 100 && !Number.isInteger(value) ? 1 : 0) : NO_FIGURE;

export const ratioText = (value: number | null, decimals = 2): string =>
  isFigure(value) ? decimalText(value, decimals) : NO_FIGURE;

/** A share: `12.3 %`. */
export const shareText = (value: number | null, decimals = 1): string =>
  isFigure(value) ? `${decimalText(value * 100, decimals)} %` : NO_FIGURE;

/** A change with its sign: `+12.3 %`. */
export const changeText = (value: number | null): string =>
  isFigure(value) ? signed(value, shareText(value)) : NO_FIGURE;

/** A difference of two shares: `+12.3 points`. */
export const pointsText = (value: number | null): string =>
  isFigure(value) ? `${signed(value, decimalText(value * 100, 1))} points` : NO_FIGURE;

export const signedAmountText = (units: number | null, currencyCode: CurrencyCode): string =>
  isFigure(units) ? signed(units, amountText(units, currencyCode)) : NO_FIGURE;

export const signedCountText = (value: number | null): string =>
  isFigure(value) ? signed(value, countText(value)) : NO_FIGURE;

/** Relative change from one figure to another. */
export const changeOf = (before: number | null, after: number | null): number | null =>
  before === null || after === null || before === 0 ? null : after / before - 1;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2026-10` → `October 2026`. */
export const monthText = (month: string): string =>
  `${MONTHS[Number(month.slice(5, 7)) - 1] ?? month} ${month.slice(0, 4)}`;

const isFigure = (value: number | null): value is number => value !== null && Number.isFinite(value);

const signed = (value: number, text: string) => (value > 0 && /[1-9]/.test(text) ? `+${text}` : text);

function decimalText(value: number, decimals: number): string {
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // -0.004 rounds to nothing, and nothing has no sign.
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
