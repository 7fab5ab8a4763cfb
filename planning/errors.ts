import type { CampaignId } from '../store/model/ids.ts';
import type { CurrencyCode } from '../store/model/money.ts';

/** Expected failures of the use cases. Each carries a `code` and its data; the edge maps them once. */
export type PlanningError = InvalidInputError | MixedCurrencyError | InsufficientDataError;

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
    error instanceof InsufficientDataError
  );
}
