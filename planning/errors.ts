import type { IsoDate } from '../store/model/day.ts';
import type { CampaignId } from '../store/model/ids.ts';
import type { CurrencyCode } from '../store/model/money.ts';

/** Expected failures of the use cases. Each carries a `code` and its data; the edge maps them once. */
export type PlanningError =
  | InvalidInputError
  | MixedCurrencyError
  | MissingExchangeRateError
  | InsufficientDataError;

/** Something the caller sent cannot be used. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';
  readonly code = 'INVALID_INPUT';
  /** Where in the input, such as `["campaigns", "2", "max"]`. */
  readonly path: readonly string[];
  constructor(path: readonly string[], message: string) {
    super(message);
    this.path = path;
  }
}

/** Amounts in several currencies would have to be added. */
export class MixedCurrencyError extends Error {
  override readonly name = 'MixedCurrencyError';
  readonly code = 'MIXED_CURRENCY';
  readonly currencyCodes: readonly CurrencyCode[];
  constructor(currencyCodes: readonly CurrencyCode[]) {
    super(
      `These campaigns spend in ${currencyCodes.join(' and ')}, which cannot be added. Ask for one currency with currencyCode.`,
    );
    this.currencyCodes = currencyCodes;
  }
}

/** An amount would have to be converted on a day that no stored rate holds on. */
export class MissingExchangeRateError extends Error {
  override readonly name = 'MissingExchangeRateError';
  readonly code = 'MISSING_EXCHANGE_RATE';
  readonly from: CurrencyCode;
  readonly to: CurrencyCode;
  readonly date: IsoDate;
  constructor(from: CurrencyCode, to: CurrencyCode, date: IsoDate, holdsDays: number) {
    super(
      `There is no exchange rate from ${from} to ${to} of ${date} or the ${holdsDays} days before. Load the rates of that time, or ask for one currency alone.`,
    );
    this.from = from;
    this.to = to;
    this.date = date;
  }
}

/** There is too little data to answer honestly. */
export class InsufficientDataError extends Error {
  override readonly name = 'InsufficientDataError';
  readonly code = 'INSUFFICIENT_DATA';
  /** The campaigns whose data is missing; empty when it is the whole workspace's. */
  readonly campaignIds: readonly CampaignId[];
  constructor(message: string, campaignIds: readonly CampaignId[] = []) {
    super(message);
    this.campaignIds = campaignIds;
  }
}

export function isPlanningError(error: unknown): error is PlanningError {
  return (
    error instanceof InvalidInputError ||
    error instanceof MixedCurrencyError ||
    error instanceof MissingExchangeRateError ||
    error instanceof InsufficientDataError
  );
}
