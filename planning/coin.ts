import type { CurrencyCode, Micros } from '../store/model/money.ts';

/**
 * A currency's smallest coin (a cent, a yen). Plans are made in whole coins, so that every total ties.
 * Counts of coins are integers in a double, exact up to 9e15.
 */
export interface Coin {
  readonly currencyCode: CurrencyCode;
  readonly micros: Micros;
  /** Coins in one unit of currency: 100 for EUR, 1 for JPY. */
  readonly perUnit: number;
}

/** A code that Intl does not know has two decimals. */
export function coinOf(currencyCode: CurrencyCode): Coin {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: currencyCode });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return { currencyCode, micros: 10n ** BigInt(6 - decimals), perUnit: 10 ** decimals };
}

export const coinsToMicros = (coins: number, coin: Coin): Micros => BigInt(coins) * coin.micros;

export const coinsToUnits = (coins: number, coin: Coin): number => coins / coin.perUnit;

/** To the nearest coin. */
export const microsToCoins = (micros: Micros, coin: Coin): number =>
  Number((micros + coin.micros / 2n) / coin.micros);

export const isWholeCoins = (micros: Micros, coin: Coin): boolean => micros % coin.micros === 0n;

/** `1,234.50 EUR` */
export function formatCoins(coins: number, coin: Coin): string {
  return formatAmount(coinsToUnits(coins, coin), coin);
}

/** An amount in units of currency, rounded to the coin: `1,234.50 EUR`. */
export function formatAmount(units: number, coin: Coin): string {
  const decimals = Math.round(Math.log10(coin.perUnit));
  const digits = units.toLocaleString('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return `${digits} ${coin.currencyCode}`;
}
