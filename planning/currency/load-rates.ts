import type { IsoDate } from '../../store/model/day.ts';
import type { ExchangeRate } from '../../store/model/exchange-rate.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';

export interface GivenRate {
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  readonly date: IsoDate;
  /** Units of `to` for one unit of `from`: a positive decimal, kept as it is written. */
  readonly rate: string;
  readonly source: string;
}

/** A year of daily rates of a few pairs. */
export const MOST_RATES = 2_000;

/** Keeps the rates, one a pair and day: the later load wins. Throws `InvalidInputError`, and then keeps none. */
export async function loadExchangeRates(
  { store }: PlanningDeps,
  workspaceId: WorkspaceId,
  given: readonly GivenRate[],
): Promise<readonly ExchangeRate[]> {
  if (given.length > MOST_RATES) {
    throw new InvalidInputError(
      ['rates'],
      `${given.length} rates were given; at most ${MOST_RATES} are loaded at once. Load them in parts.`,
    );
  }
  const seen = new Set<string>();
  const rates = given.map((rate, i): ExchangeRate => {
    const path = ['rates', String(i)];
    if (rate.from === rate.to) {
      throw new InvalidInputError(path, `A rate from ${rate.from} to itself was given; it is always 1.`);
    }
    if (!/^\d{1,12}(\.\d{1,12})?$/.test(rate.rate) || !/[1-9]/.test(rate.rate)) {
      throw new InvalidInputError(
        [...path, 'rate'],
        `${JSON.stringify(rate.rate)} is not a rate; wanted a positive decimal such as "1.0834".`,
      );
    }
    if (rate.source.trim() === '' || rate.source.length > 100) {
      throw new InvalidInputError(
        [...path, 'source'],
        'The source is empty or longer than 100 characters; wanted who published the rate, such as "ECB".',
      );
    }
    const key = `${rate.from} ${rate.to} ${rate.date}`;
    if (seen.has(key)) {
      throw new InvalidInputError(
        path,
        `Two rates from ${rate.from} to ${rate.to} of ${rate.date} were given.`,
      );
    }
    seen.add(key);
    return { workspaceId, ...rate };
  });
  await store.exchangeRates.putMany(workspaceId, rates);
  return rates;
}
