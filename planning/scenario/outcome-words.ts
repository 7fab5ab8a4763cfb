import type { CurveOutcome } from '../../store/model/evidence.ts';

/** What a plan may count: outcomes that are counts. Revenue is an objective of its own. */
export const COUNTED_OUTCOMES = ['CONVERSIONS', 'LEADS', 'ORDERS', 'NEW_CUSTOMERS'] as const;
export type CountedOutcome = (typeof COUNTED_OUTCOMES)[number];

/** One of them, and several. */
export const OUTCOME_WORDS: Readonly<Record<CurveOutcome, readonly [one: string, several: string]>> = {
  CONVERSIONS: ['conversion', 'conversions'],
  REVENUE: ['unit of revenue', 'revenue'],
  LEADS: ['lead', 'leads'],
  ORDERS: ['order', 'orders'],
  NEW_CUSTOMERS: ['new customer', 'new customers'],
};
