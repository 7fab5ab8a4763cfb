import { formatMicros } from '../../../store/model/money.ts';

/**
 * Amounts as each platform counts them. Null where the platform cannot express the amount: a budget is never rounded
 * behind the planner's back.
 */

/** Google Ads: micros, as text since JSON numbers lose integers beyond 2⁵³. */
export const googleAmount = (micros: bigint): string => micros.toString();

/**
 * Meta counts these in whole units and all others in hundredths.
 * https://developers.facebook.com/docs/marketing-api/currencies
 */
const META_WHOLE_UNITS = new Set([
  'CLP',
  'COP',
  'CRC',
  'HUF',
  'ISK',
  'IDR',
  'JPY',
  'KRW',
  'PYG',
  'TWD',
  'VND',
]);

export function metaAmount(micros: bigint, currencyCode: string): string | null {
  const smallest = META_WHOLE_UNITS.has(currencyCode) ? 1_000_000n : 10_000n;
  return micros % smallest === 0n ? (micros / smallest).toString() : null;
}

/** Yandex.Direct: currency × 1,000,000, a JSON integer. https://yandex.com/dev/direct/doc/dg/concepts/amounts.html */
export function yandexAmount(micros: bigint): number | null {
  return micros <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(micros) : null;
}

/** Units of currency for files: `1234.5` → `1234.50`. */
export const fileAmount = (micros: bigint): string => formatMicros(micros);
