import type { DailyPerformance } from '../store/model/entities.ts';
import type { RevenueBasis } from '../store/model/goal.ts';
import { type Micros, microsToUnits } from '../store/model/money.ts';

/** What ad platforms report. Null: no row reported the figure, which is not zero. */
export interface PlatformSums {
  readonly spendMicros: Micros;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenueMicros: Micros | null;
}

/** What a CRM or a shop reports. */
export interface SalesSums {
  readonly leads: number | null;
  readonly orders: number | null;
  readonly newCustomers: number | null;
  readonly salesRevenueMicros: Micros | null;
  readonly salesMarginMicros: Micros | null;
}

/** Figures that add up. */
export interface PerformanceSums extends PlatformSums, SalesSums {}

/** What a metric needs beside the sums. Null or left out: not known. */
export interface MetricInputs {
  /** Gross margin as a share of revenue, 0 to 1; a margin that the CRM booked comes before it. */
  readonly margin?: number | null;
  /** Default: PLATFORM. */
  readonly revenueBasis?: RevenueBasis;
  /** What acquisition costs beside media. */
  readonly extraCostMicros?: Micros | null;
  /** Margin of a customer over his life. */
  readonly ltvMicros?: Micros | null;
  /** Margin of a customer in one month. */
  readonly monthlyMarginMicros?: Micros | null;
}

/** Sums and inputs in units, from which every metric is computed. */
interface Terms extends Omit<SalesSums, 'salesRevenueMicros' | 'salesMarginMicros'> {
  readonly spend: number;
  readonly impressions: number | null;
  readonly clicks: number | null;
  readonly conversions: number | null;
  readonly revenue: number | null;
  readonly margin: number | null;
  readonly marginShare: number | null;
  readonly platformRevenue: number | null;
  readonly salesRevenue: number | null;
  readonly acquisitionCost: number | null;
  readonly ltv: number | null;
  readonly monthlyMargin: number | null;
}

/** One metric of the trade: what it is called, how it is computed, and the computation. */
export interface Metric {
  readonly name: string;
  readonly formula: string;
  readonly of: (terms: Terms) => number | null;
}

const romi = ({ margin, spend }: Terms) => quotient(minus(margin, spend), spend);
const revenuePerConversion = (terms: Terms) => quotient(terms.platformRevenue, terms.conversions);
const cac = (terms: Terms) => quotient(terms.acquisitionCost, terms.newCustomers);

/** Metrics without a unit. Null where a denominator is zero or a term unknown. */
export const RATIOS = {
  ctr: metric('Click-through rate', 'clicks ÷ impressions', (t) => quotient(t.clicks, t.impressions)),
  cr: metric('Conversion rate', 'conversions ÷ clicks', (t) => quotient(t.conversions, t.clicks)),
  roas: metric('Return on ad spend', 'revenue ÷ spend', (t) => quotient(t.revenue, t.spend)),
  costRevenueRatio: metric(
    'Cost-revenue ratio (ACoS, ДРР, доля рекламных расходов)',
    'spend ÷ revenue = 1 ÷ ROAS',
    (t) => quotient(t.spend, t.revenue),
  ),
  romiRevenue: metric('ROMI by revenue', '(revenue − spend) ÷ spend = ROAS − 1', (t) =>
    quotient(minus(t.revenue, t.spend), t.spend),
  ),
  romiMargin: metric('ROMI by margin; breaks even at 0', '(margin − spend) ÷ spend', romi),
  ltvToCac: metric('LTV:CAC', 'lifetime value ÷ full CAC', (t) => quotient(t.ltv, cac(t))),
  paybackMonths: metric(
    'CAC payback in months',
    "full CAC ÷ a customer's margin in a month, as if every customer stayed",
    (t) => quotient(cac(t), t.monthlyMargin),
  ),
} as const satisfies Record<string, Metric>;

/** Metrics in money. Null where a denominator is zero or a term unknown. */
export const AMOUNTS = {
  cpc: metric('Cost per click', 'spend ÷ clicks', (t) => quotient(t.spend, t.clicks)),
  cpm: metric('Cost per mille', '1000 · spend ÷ impressions', (t) => quotient(1000 * t.spend, t.impressions)),
  cpa: metric('Cost per action', 'spend ÷ conversions', (t) => quotient(t.spend, t.conversions)),
  cpl: metric('Cost per lead', 'spend ÷ leads', (t) => quotient(t.spend, t.leads)),
  cpo: metric('Cost per order', 'spend ÷ orders', (t) => quotient(t.spend, t.orders)),
  paidCac: metric('Customer acquisition cost in media alone', 'spend ÷ new customers', (t) =>
    quotient(t.spend, t.newCustomers),
  ),
  cac: metric('Full customer acquisition cost', '(spend + extra costs) ÷ new customers', cac),
  aov: metric('Average order value', "the CRM's revenue ÷ orders", (t) => quotient(t.salesRevenue, t.orders)),
  revenuePerConversion: metric(
    'Revenue per conversion, the average order value where each conversion is an order',
    "the platforms' revenue ÷ conversions",
    revenuePerConversion,
  ),
  profit: metric('Profit', 'margin − spend', (t) => minus(t.margin, t.spend)),
  breakEvenCpa: metric('The CPA at which profit is zero', 'revenue per conversion · gross margin', (t) =>
    times(revenuePerConversion(t), t.marginShare),
  ),
  ltv: metric(
    'Lifetime value of a customer, in margin',
    "as given, else m ÷ (1 − r ÷ (1 + d)) of a month's margin m, retention r and discount d",
    (t) => t.ltv,
  ),
} as const satisfies Record<string, Metric>;

export type RatioName = keyof typeof RATIOS;
export type AmountName = keyof typeof AMOUNTS;

/** Every metric from sums and never from other ratios. Amounts are micros, rounded to the nearest. */
export type PerformanceRatios = Readonly<
  Record<RatioName, number | null> & Record<`${AmountName}Micros`, Micros | null>
>;

export const NO_PERFORMANCE: PerformanceSums = {
  spendMicros: 0n,
  impressions: null,
  clicks: null,
  conversions: null,
  revenueMicros: null,
  leads: null,
  orders: null,
  newCustomers: null,
  salesRevenueMicros: null,
  salesMarginMicros: null,
};

type Summand = PlatformSums & Partial<SalesSums>;

export function addPerformance(a: Summand, b: Summand): PerformanceSums {
  return {
    spendMicros: a.spendMicros + b.spendMicros,
    impressions: addKnown(a.impressions, b.impressions),
    clicks: addKnown(a.clicks, b.clicks),
    conversions: addKnown(a.conversions, b.conversions),
    revenueMicros: addKnownMicros(a.revenueMicros, b.revenueMicros),
    leads: addKnown(a.leads, b.leads),
    orders: addKnown(a.orders, b.orders),
    newCustomers: addKnown(a.newCustomers, b.newCustomers),
    salesRevenueMicros: addKnownMicros(a.salesRevenueMicros, b.salesRevenueMicros),
    salesMarginMicros: addKnownMicros(a.salesMarginMicros, b.salesMarginMicros),
  };
}

export function sumPerformance(rows: Iterable<Summand | DailyPerformance>): PerformanceSums {
  let sums = NO_PERFORMANCE;
  for (const row of rows) sums = addPerformance(sums, row);
  return sums;
}

export function ratiosOf(sums: PerformanceSums, inputs: MetricInputs = {}): PerformanceRatios {
  const terms = termsOf(sums, inputs);
  // Both records have exactly the keys of the metrics that they are made of.
  const ratios = Object.fromEntries(Object.entries(RATIOS).map(([name, { of }]) => [name, of(terms)]));
  const amounts = Object.fromEntries(
    Object.entries(AMOUNTS).map(([name, { of }]) => [`${name}Micros`, toMicros(of(terms))]),
  );
  return { ...ratios, ...amounts } as PerformanceRatios;
}

/** The revenue that counts under the basis. */
export const revenueMicrosOf = (sums: PerformanceSums, basis: RevenueBasis = 'PLATFORM'): Micros | null =>
  basis === 'CRM' ? sums.salesRevenueMicros : sums.revenueMicros;

/** In units: what the CRM booked where its revenue counts, else revenue · gross margin. */
export function marginOf(
  sums: PerformanceSums,
  { margin = null, revenueBasis }: MetricInputs,
): number | null {
  if (revenueBasis === 'CRM' && sums.salesMarginMicros !== null) return microsToUnits(sums.salesMarginMicros);
  return times(unitsOf(revenueMicrosOf(sums, revenueBasis)), margin);
}

function termsOf(sums: PerformanceSums, inputs: MetricInputs): Terms {
  const spend = microsToUnits(sums.spendMicros);
  const { impressions, clicks, conversions, leads, orders, newCustomers } = sums;
  return {
    ...{ impressions, clicks, conversions, leads, orders, newCustomers },
    spend,
    revenue: unitsOf(revenueMicrosOf(sums, inputs.revenueBasis)),
    margin: marginOf(sums, inputs),
    marginShare: inputs.margin ?? null,
    platformRevenue: unitsOf(sums.revenueMicros),
    salesRevenue: unitsOf(sums.salesRevenueMicros),
    acquisitionCost: plus(unitsOf(inputs.extraCostMicros ?? null), spend),
    ltv: unitsOf(inputs.ltvMicros ?? null),
    monthlyMargin: unitsOf(inputs.monthlyMarginMicros ?? null),
  };
}

function metric(name: string, formula: string, of: Metric['of']): Metric {
  return { name, formula, of };
}

/** Null where either is unknown or the denominator is zero. */
export function quotient(numerator: number | null, denominator: number | null): number | null {
  return numerator === null || denominator === null || denominator === 0 ? null : numerator / denominator;
}

const times = (a: number | null, b: number | null) => (a === null || b === null ? null : a * b);
const minus = (a: number | null, b: number) => (a === null ? null : a - b);
const plus = (a: number | null, b: number) => (a === null ? null : a + b);

function addKnown(a: number | null = null, b: number | null = null): number | null {
  return a === null ? b : a + (b ?? 0);
}

function addKnownMicros(a: Micros | null = null, b: Micros | null = null): Micros | null {
  return a === null ? b : a + (b ?? 0n);
}

const unitsOf = (micros: Micros | null): number | null => (micros === null ? null : microsToUnits(micros));

const toMicros = (units: number | null): Micros | null =>
  units === null ? null : BigInt(Math.round(units * 1e6));
