import type { Channel, WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';
import type { Month } from './monthly.ts';

/** What a workspace knows of its customers and its margin. Null: not known. */
export interface Economics {
  readonly workspaceId: WorkspaceId;
  /** The first month that it holds; it holds until the next one. */
  readonly from: Month;
  readonly currencyCode: CurrencyCode;
  /** Gross margin as a share of revenue, 0 to 1. */
  readonly grossMargin: number | null;
  /** Gross margin that a customer brings in a month in which he is one. */
  readonly monthlyMarginMicros: Micros | null;
  /** The share of customers that are still customers a month later, 0 to 1. */
  readonly monthlyRetention: number | null;
  /** By which a margin of a month later is worth less, 0 or more. */
  readonly monthlyDiscount: number | null;
  /** Margin of a customer over his life, where it is known and need not be computed. */
  readonly ltvMicros: Micros | null;
  readonly version: number;
}

/** What acquiring customers costs beside media in one month: an agency, tools, salaries of sales. */
export interface ExtraCost {
  readonly workspaceId: WorkspaceId;
  readonly month: Month;
  readonly name: string;
  readonly currencyCode: CurrencyCode;
  readonly amountMicros: Micros;
  /** Null: of all channels. */
  readonly channel: Channel | null;
  readonly version: number;
}

/** The parts that name a record within its workspace. */
export type EconomicsKey = Pick<Economics, 'from'>;
export type ExtraCostKey = Pick<ExtraCost, 'month' | 'name'>;
