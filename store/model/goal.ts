import type { CampaignId, Channel, WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';
import type { Month } from './monthly.ts';

/** What a goal is for. */
export type GoalScope =
  | { readonly kind: 'ACCOUNT' }
  | { readonly kind: 'CHANNEL'; readonly channel: Channel }
  | { readonly kind: 'CAMPAIGN'; readonly campaignId: CampaignId };

/** Whose revenue counts: what the ad platforms attribute to themselves, or what the CRM or shop booked. */
export type RevenueBasis = 'PLATFORM' | 'CRM';

/** What is wanted of one calendar month. Null: no goal of that kind. */
export interface Goal {
  readonly workspaceId: WorkspaceId;
  readonly month: Month;
  readonly scope: GoalScope;
  readonly currencyCode: CurrencyCode;
  readonly revenueBasis: RevenueBasis;
  readonly spendMicros: Micros | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
  /** Spend ÷ conversions. */
  readonly cpaMicros: Micros | null;
  /** Spend ÷ clicks, so that a deviation can be told apart into price and conversion rate. */
  readonly cpcMicros: Micros | null;
  /** Revenue ÷ spend. */
  readonly roas: number | null;
  /** (margin − spend) ÷ spend. */
  readonly romi: number | null;
  readonly version: number;
}

/** The parts that name a goal within its workspace. */
export type GoalKey = Pick<Goal, 'month' | 'scope'>;
