import { type CurrencyCode, formatMicros, type Micros } from '../store/model/money.ts';
import { builder } from './builder.ts';

export interface Money {
  readonly micros: Micros;
  readonly currencyCode: CurrencyCode;
}

/** Null stays null. Stored micros come as text. */
export function money(micros: Micros | string, currencyCode: CurrencyCode): Money;
export function money(micros: Micros | string | null, currencyCode: CurrencyCode): Money | null;
export function money(micros: Micros | string | null, currencyCode: CurrencyCode): Money | null {
  return micros === null ? null : { micros: BigInt(micros), currencyCode };
}

/** An amount that was computed in units of currency, to the nearest micro. */
export const moneyOfUnits = (units: number, currencyCode: CurrencyCode): Money => ({
  micros: BigInt(Math.round(units * 1e6)),
  currencyCode,
});

export const MoneyType = builder.objectRef<Money>('Money').implement({
  description: 'An amount of one currency, exact. Amounts of different currencies are never added.',
  fields: (t) => ({
    amountMicros: t.field({
      type: 'BigInt',
      description: 'In millionths of the currency unit.',
      resolve: ({ micros }) => micros,
    }),
    amount: t.field({
      type: 'Decimal',
      description: 'In units of currency, such as "1234.50".',
      resolve: ({ micros }) => formatMicros(micros),
    }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'ISO 4217.',
      resolve: ({ currencyCode }) => currencyCode,
    }),
  }),
});
