import type { Curve } from '../../optimizer/curve/curve.ts';

/** Feldhaus Home, a fictional web shop for furniture, lighting and garden things. All amounts in EUR. */
export type Platform = 'google_ads' | 'meta_ads' | 'microsoft_ads';

export type ChannelName =
  | 'google_search'
  | 'google_shopping'
  | 'google_video'
  | 'meta_social'
  | 'microsoft_search';

export const FIRST_DAY = '2025-09-01';
export const LAST_DAY = '2026-10-31';

export interface CampaignTruth {
  readonly channel: ChannelName;
  readonly name: string;
  readonly externalId: string;
  /** Mean daily conversions of an average day at a steady daily spend; `baseline` is the organic part. */
  readonly curve: Curve & { readonly baseline: number };
  /** Mean daily spend of the last weeks. */
  readonly currentSpend: number;
  readonly history: SpendHistory;
  /** EUR per order. */
  readonly orderValue: number;
  readonly costPerClick: number;
  readonly clickThroughRate: number;
  /** First and last day with spend, where they are not those of the data. */
  readonly from?: string;
  readonly to?: string;
  /** First and last day of each pause. */
  readonly pauses?: readonly (readonly [string, string])[];
}

/** How the budget moved: every few weeks within these multiples of the current one, or hardly ever. */
export type SpendHistory = 'VARIED' | 'WIDE' | 'STEADY';

export interface ChannelTruth {
  readonly channel: ChannelName;
  readonly platform: Platform;
  /** θ of the adstock: the share of a day's effect that passes on to the next day. */
  readonly carryOver: number;
  /** Monday to Sunday; scaled to mean 1. */
  readonly weekday: readonly number[];
  /** First two yearly harmonics, as amplitude and the day of the year of the crest. */
  readonly harmonics: readonly (readonly [number, number])[];
  /** Height of the Black-Friday peak and of the Christmas rise above an ordinary day. */
  readonly blackFriday: number;
  readonly christmas: number;
}

export const CHANNELS: readonly ChannelTruth[] = [
  {
    channel: 'google_search',
    platform: 'google_ads',
    carryOver: 0.15,
    weekday: [1.12, 1.08, 1.04, 1.0, 0.92, 0.86, 0.98],
    harmonics: [
      [0.1, 325],
      [0.04, 110],
    ],
    blackFriday: 0.4,
    christmas: 0.18,
  },
  {
    channel: 'google_shopping',
    platform: 'google_ads',
    carryOver: 0.1,
    weekday: [1.08, 1.04, 1.0, 0.97, 0.92, 0.93, 1.06],
    harmonics: [
      [0.12, 330],
      [0.05, 120],
    ],
    blackFriday: 0.6,
    christmas: 0.28,
  },
  {
    channel: 'google_video',
    platform: 'google_ads',
    carryOver: 0.6,
    weekday: [0.94, 0.92, 0.94, 0.97, 1.03, 1.1, 1.1],
    harmonics: [[0.06, 320]],
    blackFriday: 0.2,
    christmas: 0.12,
  },
  {
    channel: 'meta_social',
    platform: 'meta_ads',
    carryOver: 0.35,
    weekday: [0.97, 0.94, 0.95, 0.98, 1.0, 1.05, 1.11],
    harmonics: [
      [0.08, 335],
      [0.05, 105],
    ],
    blackFriday: 0.5,
    christmas: 0.2,
  },
  {
    channel: 'microsoft_search',
    platform: 'microsoft_ads',
    carryOver: 0.2,
    weekday: [1.16, 1.12, 1.1, 1.05, 0.98, 0.77, 0.82],
    harmonics: [[0.09, 320]],
    blackFriday: 0.3,
    christmas: 0.12,
  },
];
