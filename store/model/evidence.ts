import type { IsoDate } from './day.ts';
import type { CampaignId, Channel, ExperimentId, WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';

/**
 * What a workspace knows of its curves beside the daily rows. Each record has a natural key, and a version that grows
 * by one at each write; a write names the version it saw.
 */

/** What platforms report, and what a CRM or shop does. */
export const PLATFORM_OUTCOMES = ['CONVERSIONS', 'REVENUE'] as const;
export const SALES_OUTCOMES = ['LEADS', 'ORDERS', 'NEW_CUSTOMERS'] as const;
export const CURVE_OUTCOMES = [...PLATFORM_OUTCOMES, ...SALES_OUTCOMES] as const;

/** What a response curve counts. */
export type CurveOutcome = (typeof CURVE_OUTCOMES)[number];
export type PlatformOutcome = (typeof PLATFORM_OUTCOMES)[number];
export type SalesOutcome = (typeof SALES_OUTCOMES)[number];

export type ExperimentKind = 'AB_TEST' | 'GEO_TEST' | 'ON_OFF_TEST' | 'PLATFORM_LIFT';

/**
 * What an experiment measured of one campaign in its whole market: the outcome a day that came on top at the spend of
 * the test, beside that at the spend of the control. Both spends are steady, per day.
 */
export interface Experiment {
  readonly workspaceId: WorkspaceId;
  readonly id: ExperimentId;
  readonly campaignId: CampaignId;
  readonly kind: ExperimentKind;
  readonly outcome: CurveOutcome;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly currencyCode: CurrencyCode;
  readonly spendControlMicros: Micros;
  readonly spendTestMicros: Micros;
  /** Incremental outcome a day, test minus control: conversions, or units of currency. */
  readonly lift: number;
  readonly standardError: number;
  /** Who measured it and how, for people. */
  readonly source: string;
  /** RFC 3339, UTC. */
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly version: number;
}

/** A holiday, a sale, an outage: days that campaigns may live differently. Events of one name share their effect. */
export interface CalendarEventRecord {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly from: IsoDate;
  /** Included. */
  readonly to: IsoDate;
  /** Null: every channel. */
  readonly channels: readonly Channel[] | null;
  readonly version: number;
}

/** From this day on the campaign's level need not be what it was: another price, landing page or tracking. */
export interface LevelBreakRecord {
  readonly workspaceId: WorkspaceId;
  readonly campaignId: CampaignId;
  readonly date: IsoDate;
  readonly reason: string;
  readonly version: number;
}

/** How many of the outcomes that a channel's platforms report as brought by spend are incremental, and who says so. */
export interface Incrementality {
  readonly workspaceId: WorkspaceId;
  readonly channel: Channel;
  /** The first day it holds; it holds until the channel's next one. */
  readonly from: IsoDate;
  /** Incremental ÷ reported, above 0. Below 1 where platforms overstate. */
  readonly multiplier: number;
  /** Of the multiplier. Absent: taken for certain. */
  readonly standardError?: number | undefined;
  readonly source: string;
  readonly version: number;
}

/** The parts of a record that name it within its workspace. */
export type ExperimentKey = Pick<Experiment, 'id'>;
export type CalendarEventKey = Pick<CalendarEventRecord, 'name' | 'from'>;
export type LevelBreakKey = Pick<LevelBreakRecord, 'campaignId' | 'date'>;
export type IncrementalityKey = Pick<Incrementality, 'channel' | 'from'>;
