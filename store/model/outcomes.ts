import type { IsoDate } from './day.ts';
import type { WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';

declare const outcomeKeyBrand: unique symbol;
/** What a CRM's row is known by: its campaign id, name and UTM tags together, well-formed as an id is. */
export type OutcomeKey = string & { readonly [outcomeKeyBrand]: 'OutcomeKey' };

/**
 * The names under which a CRM or shop reports. They are joined to campaigns when they are read, so it does not matter
 * whether the campaign or its outcomes came first, and what joins nothing is kept aside under its own name.
 */
export interface OutcomeSource {
  readonly workspaceId: WorkspaceId;
  readonly key: OutcomeKey;
  readonly campaignExternalId: string | null;
  readonly campaignName: string | null;
  readonly utmSource: string | null;
  readonly utmMedium: string | null;
  readonly utmCampaign: string | null;
}

/** What a CRM or a shop says came of one of its sources on one day. Null: not reported, which is not zero. */
export interface DailyOutcomes {
  readonly workspaceId: WorkspaceId;
  readonly key: OutcomeKey;
  readonly date: IsoDate;
  /** Null where the file has no amounts. */
  readonly currencyCode: CurrencyCode | null;
  readonly leads: number | null;
  readonly orders: number | null;
  readonly newCustomers: number | null;
  readonly revenueMicros: Micros | null;
  readonly marginMicros: Micros | null;
  readonly source: string;
  readonly asOf: IsoDate;
  readonly revision: number;
  /** Every different set of figures seen, newest first; left out where one export gave all. */
  readonly seen?: readonly SeenOutcomes[];
}

export interface SeenOutcomes {
  readonly firstAsOf: IsoDate;
  readonly lastAsOf: IsoDate;
  readonly leads: number | null;
  readonly orders: number | null;
  readonly newCustomers: number | null;
  readonly revenueMicros: Micros | null;
  readonly marginMicros: Micros | null;
}
