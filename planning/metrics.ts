import type { DailyPerformance } from '../store/model/entities.ts';
import { type Micros, microsToUnits } from '../store/model/money.ts';

/** Figures that add up. Null: no row reported the figure, which is not zero. */
export interface PerformanceSums {
  readonly spendMicros: Micros;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
}

/**
 * Every ratio of the trade, from sums and never from other ratios. Null where a denominator is zero or a sum is
 * unknown. Amounts are micros, rounded to the nearest.
 */
export interface PerformanceRatios {
  /** clicks ÷ impressions */
  readonly ctr: number | null;
  /** spend ÷ clicks */
  readonly cpcMicros: Micros | null;
  /** 1000 · spend ÷ impressions */
  readonly cpmMicros: Micros | null;
  /** conversions ÷ clicks */
  readonly cr: number | null;
  /** spend ÷ conversions */
  readonly cpaMicros: Micros | null;
  /** revenue ÷ conversions. An average order value only where each conversion is an order. */
  readonly revenuePerConversionMicros: Micros | null;
  /** revenue ÷ spend */
  readonly roas: number | null;
  /** spend ÷ revenue (ACoS, ДРР) */
  readonly costRevenueRatio: number | null;
  /** (revenue − spend) ÷ spend */
  readonly romiRevenue: number | null;
  /** revenue · margin − spend; null without a margin */
  readonly profitMicros: Micros | null;
  /** (revenue · margin − spend) ÷ spend; null without a margin */
  readonly romiMargin: number | null;
  /** revenue ÷ conversions · margin: the CPA at which profit is zero; null without a margin */
  readonly breakEvenCpaMicros: Micros | null;
}

export const NO_PERFORMANCE: PerformanceSums = {
  spendMicros: 0n,
  impressions: null,
  clicks: null,
  conversions: null,
  revenueMicros: null,
};

type Summand = PerformanceSums | DailyPerformance;

export function addPerformance(a: Summand, b: Summand): PerformanceSums {
  return {
    spendMicros: a.spendMicros + b.spendMicros,
    impressions: addKnown(a.impressions, b.impressions),
    clicks: addKnown(a.clicks, b.clicks),
    conversions: addKnown(a.conversions, b.conversions),
    revenueMicros: a.revenueMicros === null ? b.revenueMicros : a.revenueMicros + (b.revenueMicros ?? 0n),
  };
}

export function sumPerformance(rows: Iterable<Summand>): PerformanceSums {
  let sums = NO_PERFORMANCE;
  for (const row of rows) sums = addPerformance(sums, row);
  return sums;
}

/** `margin` is gross margin as a share of revenue, 0 to 1. */
export function ratiosOf(sums: PerformanceSums, margin: number | null = null): PerformanceRatios {
  const spend = microsToUnits(sums.spendMicros);
  const revenue = sums.revenueMicros === null ? null : microsToUnits(sums.revenueMicros);
  const { impressions, clicks, conversions } = sums;
  const revenuePerConversion = quotient(revenue, conversions);
  const profit = revenue === null || margin === null ? null : revenue * margin - spend;
  return {
    ctr: quotient(clicks, impressions),
    cpcMicros: toMicros(quotient(spend, clicks)),
    cpmMicros: toMicros(quotient(1000 * spend, impressions)),
    cr: quotient(conversions, clicks),
    cpaMicros: toMicros(quotient(spend, conversions)),
    revenuePerConversionMicros: toMicros(revenuePerConversion),
    roas: quotient(revenue, spend),
    costRevenueRatio: quotient(spend, revenue),
    romiRevenue: revenue === null ? null : quotient(revenue - spend, spend),
    profitMicros: toMicros(profit),
    romiMargin: quotient(profit, spend),
    breakEvenCpaMicros: toMicros(
      revenuePerConversion === null || margin === null ? null : revenuePerConversion * margin,
    ),
  };
}

/** Null where either is unknown or the denominator is zero. */
export function quotient(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

const addKnown = (a: number | null, b: number | null): number | null => (a === null ? b : a + (b ?? 0));

const toMicros = (units: number | null): Micros | null =>
  units === null ? null : BigInt(Math.round(units * 1e6));
