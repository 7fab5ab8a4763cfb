import type { IsoDate } from './day.ts';
import type { CurveOutcome } from './evidence.ts';
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
  /** For each part of the description, the `asOf` of the newest export that gave it. The newer one wins, part by part. */
  readonly describedAsOf?: CampaignDescribedAsOf;
  /** Grows by one at each write; a write names the version it saw. */
  readonly version: number;
}

/** `name` stands for name and channel, which every export gives. Null where no export gave the part. */
export interface CampaignDescribedAsOf {
  readonly name: IsoDate;
  readonly status: IsoDate | null;
  readonly account: IsoDate | null;
  readonly timeZone: IsoDate | null;
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
  /**
   * Which conversions these are and by which attribution model they are counted, in the platform's words. Null where
   * the export does not say. Conversions under two labels do not make one series.
   */
  readonly attribution: string | null;
  /** The export format the row came from, such as `GOOGLE_ADS_CAMPAIGN_REPORT`. */
  readonly source: string;
  /** The day up to which the export had seen data. The newer one wins. */
  readonly asOf: IsoDate;
  /** The platform says, or its usual conversion lag implies, that conversions of this day are still coming in. */
  readonly incomplete: boolean;
  /** How often this day was restated: 0 where only one set of figures was ever seen. */
  readonly revision: number;
  /** Every different set of figures that exports gave of this day, newest first; left out where one export gave all. */
  readonly seen?: readonly SeenPerformance[];
}

/** Figures as one or more exports gave them, before any gap was filled from another. */
export interface SeenPerformance {
  /** The oldest and the newest `asOf` of the exports that gave these figures. */
  readonly firstAsOf: IsoDate;
  readonly lastAsOf: IsoDate;
  /** As the newest of them said. */
  readonly incomplete: boolean;
  readonly spendMicros: Micros;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
  readonly attribution: string | null;
}

/** A fitted response curve, kept so that reading it costs no fitting. */
export interface StoredCurve {
  readonly workspaceId: WorkspaceId;
  readonly campaignId: CampaignId;
  /** What it counts. A campaign has one curve an outcome. */
  readonly outcome: CurveOutcome;
  /** Hash of the daily rows and the evidence it was fitted to: when today's differ, the curve is stale. */
  readonly dataHash: string;
  readonly fittedAt: string;
  /** `FittedCurve` of the optimizer, as plain JSON. */
  readonly fit: unknown;
  /** Of the code that fitted it. Absent in older curves, which no newer fit is compared with. */
  readonly fitVersion?: number;
  /** How far the marginal return moved from the fit before, and why; absent where it hardly did. */
  readonly move?: { readonly share: number; readonly sentence: string };
  /** What else followed from the days, so that reading a curve reads none. Absent in older curves. */
  readonly basis?: CurveBasis;
}

/** Of one campaign, at the time its curve was last held against its days. */
export interface CurveBasis {
  /** Stands for everything that the curves of the workspace follow from: months of days, evidence, code. */
  readonly inputsHash: string;
  /** How many curves follow from it. Fewer with this hash: not all were written. */
  readonly curves: number;
  readonly dataCompleteThrough: IsoDate;
  readonly completeDaysHash: string;
  /** Mean spend a day, and revenue ÷ conversions in units of currency, over the last complete days. */
  readonly spendMicros: Micros;
  readonly valuePerConversion: number | null;
  /** Complete days on which the outcome was more than nothing. */
  readonly outcomeDays: number;
  /** On the attribution of its days. */
  readonly warning: string | null;
  /** The warning with its code and figures, as JSON. Absent in what was stored before they were kept. */
  readonly warned?: unknown;
}

/** QUEUED and RUNNING have no answer yet; the other four are final. */
export type ScenarioState = 'QUEUED' | 'RUNNING' | 'DONE' | 'FAILED' | 'CANCELLED';

/**
 * A question with its answer. Question and answer never change: asked once, answered once, kept with the hash of what
 * the answer was computed from. What people write on it (name, note, archived) may.
 */
export interface Scenario {
  readonly workspaceId: WorkspaceId;
  readonly id: ScenarioId;
  readonly name: string;
  readonly note: string | null;
  readonly isArchived: boolean;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  readonly state: ScenarioState;
  /** 0 to 1. */
  readonly progress: number;
  /** Why it FAILED. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** The scenario it was made from by changing something. */
  readonly basedOn: ScenarioId | null;
  /** Hash of the request, the curves and the data that the answer was computed from; of the request until then. */
  readonly inputHash: string;
  /** The last day whose data was complete when the answer was computed; null until then. */
  readonly dataCompleteThrough: IsoDate | null;
  /** Of each planned campaign, a hash of its days up to that day: tells whether they were restated since. */
  readonly dataHashes: Readonly<Record<string, string>>;
  /** What the planner asked, what the optimizer was given and what it answered, as plain JSON; null until then. */
  readonly request: unknown;
  readonly problem: unknown;
  readonly result: unknown;
  /** While RUNNING: until then the worker that computes the answer is believed to be alive. RFC 3339, UTC. */
  readonly leaseUntil?: string | undefined;
  /** Grows by one at each write; a write names the version it saw. */
  readonly version: number;
}
