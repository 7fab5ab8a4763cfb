import type { IsoDate } from './day.ts';
import type { CampaignId, Channel, ScenarioId, WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';

export type CampaignStatus = 'ACTIVE' | 'PAUSED' | 'ENDED';

/** A campaign of an ad account, as the newest export describes it. */
export interface Campaign {
  readonly workspaceId: WorkspaceId;
  readonly id: CampaignId;
  /** `google_ads`, `meta_ads`, `microsoft_ads`, … */
  readonly platform: string;
  /** Null where the export does not name the account. */
  readonly accountId: string | null;
  readonly externalId: string;
  readonly name: string;
  readonly channel: Channel;
  readonly currencyCode: CurrencyCode;
  readonly status: CampaignStatus;
  /** IANA zone, or null where the export does not say. */
  readonly timeZone: string | null;
  readonly firstDay: IsoDate;
  readonly lastDay: IsoDate;
  /** Grows by one at each write; a write names the version it saw. */
  readonly version: number;
}

/**
 * What one campaign did on one day. Null means that the platform did not report the figure, which is not zero.
 * Conversions may be fractional (data-driven attribution).
 */
export interface DailyPerformance {
  readonly workspaceId: WorkspaceId;
  readonly campaignId: CampaignId;
  readonly channel: Channel;
  readonly date: IsoDate;
  readonly currencyCode: CurrencyCode;
  readonly spendMicros: Micros;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
  /** The export format the row came from, such as `GOOGLE_ADS_CAMPAIGN_REPORT`. */
  readonly source: string;
  /** The day up to which the export had seen data. The newer one wins. */
  readonly asOf: IsoDate;
  /** The platform says, or its usual conversion lag implies, that conversions of this day are still coming in. */
  readonly incomplete: boolean;
  /** How often this day was restated: 0 for the first value seen. */
  readonly revision: number;
}

/** A fitted response curve, kept so that reading it costs no fitting. */
export interface StoredCurve {
  readonly workspaceId: WorkspaceId;
  readonly campaignId: CampaignId;
  /** Hash of the daily rows it was fitted to: when it differs from today's rows, the curve is stale. */
  readonly dataHash: string;
  readonly fittedAt: string;
  /** `FittedCurve` of the optimizer, as plain JSON. */
  readonly fit: unknown;
}

/** A scenario is immutable: asked once, answered once, kept with the hash of what it was computed from. */
export interface Scenario {
  readonly workspaceId: WorkspaceId;
  readonly id: ScenarioId;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** Hash of the request, the curves and the data that the result was computed from. */
  readonly inputHash: string;
  /** The last day whose data was complete when the scenario was computed. */
  readonly dataCompleteThrough: IsoDate;
  /** What the planner asked, what the optimizer was given and what it answered, as plain JSON. */
  readonly request: unknown;
  readonly problem: unknown;
  readonly result: unknown;
}
