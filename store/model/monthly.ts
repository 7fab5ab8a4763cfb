import type { IsoDate } from './day.ts';
import type { DailyPerformance } from './entities.ts';
import type { CampaignId, WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';
import type { DailyOutcomes, OutcomeKey } from './outcomes.ts';

/** `yyyy-mm`: the month of a day's label. */
export type Month = string;

export const monthOf = (date: IsoDate): Month => date.slice(0, 7);

/**
 * What one campaign did in one calendar month. The store writes it together with the days it sums, so it always
 * equals them. Null: no day reported the figure.
 */
export interface MonthlyPerformance {
  readonly workspaceId: WorkspaceId;
  readonly campaignId: CampaignId;
  readonly month: Month;
  readonly currencyCode: CurrencyCode;
  readonly spendMicros: Micros;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
  /** Days of the month, 1 to 31, that have a row: day d is bit d − 1. Unions of campaigns count distinct days. */
  readonly reportedDays: number;
  readonly incompleteDays: number;
}

/** Stands for the days of one campaign or source in one month: another as soon as anything of them differs. */
export interface MonthHash<Owner> {
  readonly owner: Owner;
  /** Null where the month was written by code that kept none. */
  readonly daysHash: string | null;
}

/** As `MonthlyPerformance`, of what a CRM or a shop says. */
export interface MonthlyOutcomes {
  readonly workspaceId: WorkspaceId;
  readonly key: OutcomeKey;
  readonly month: Month;
  readonly currencyCode: CurrencyCode | null;
  readonly leads: number | null;
  readonly orders: number | null;
  readonly newCustomers: number | null;
  readonly revenueMicros: Micros | null;
  readonly marginMicros: Micros | null;
  readonly reportedDays: number;
}

/** The sums of the days of one campaign in one month; null without days. */
export function monthlyPerformanceOf(days: readonly DailyPerformance[]): MonthlyPerformance | null {
  const [first] = days;
  if (first === undefined) return null;
  return {
    workspaceId: first.workspaceId,
    campaignId: first.campaignId,
    month: monthOf(first.date),
    currencyCode: first.currencyCode,
    spendMicros: days.reduce((sum, { spendMicros }) => sum + spendMicros, 0n),
    impressions: sumOfKnown(days, 'impressions'),
    clicks: sumOfKnown(days, 'clicks'),
    conversions: sumOfKnown(days, 'conversions'),
    revenueMicros: microsOfKnown(days, 'revenueMicros'),
    reportedDays: daysOf(days),
    incompleteDays: daysOf(days.filter(({ incomplete }) => incomplete)),
  };
}

export function monthlyOutcomesOf(days: readonly DailyOutcomes[]): MonthlyOutcomes | null {
  const [first] = days;
  if (first === undefined) return null;
  return {
    workspaceId: first.workspaceId,
    key: first.key,
    month: monthOf(first.date),
    currencyCode: days.find(({ currencyCode }) => currencyCode !== null)?.currencyCode ?? null,
    leads: sumOfKnown(days, 'leads'),
    orders: sumOfKnown(days, 'orders'),
    newCustomers: sumOfKnown(days, 'newCustomers'),
    revenueMicros: microsOfKnown(days, 'revenueMicros'),
    marginMicros: microsOfKnown(days, 'marginMicros'),
    reportedDays: daysOf(days),
  };
}

function sumOfKnown<K extends string>(days: readonly Readonly<Record<K, number | null>>[], key: K) {
  const known = days.map((day) => day[key]).filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0);
}

function microsOfKnown<K extends string>(days: readonly Readonly<Record<K, Micros | null>>[], key: K) {
  const known = days.map((day) => day[key]).filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0n);
}

function daysOf(days: readonly { readonly date: IsoDate }[]): number {
  // Unsigned: the 31st is the sign bit of a signed 32-bit number's neighbour.
  return days.reduce((mask, { date }) => mask | (1 << (Number(date.slice(8)) - 1)), 0) >>> 0;
}
