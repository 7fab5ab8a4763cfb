import type { UnfinishedOutcome, UnfinishedRow } from './rows.ts';

/** Two rows of one campaign and day that differ in a further segment (device, network, ad group), as one. */
export const addRows = (a: UnfinishedRow, b: UnfinishedRow): UnfinishedRow => ({
  ...a,
  spendMicros: a.spendMicros + b.spendMicros,
  impressions: sum(a.impressions, b.impressions),
  clicks: sum(a.clicks, b.clicks),
  conversions: sum(a.conversions, b.conversions),
  revenueMicros: sumMicros(a.revenueMicros, b.revenueMicros),
  attribution: bothLabels(a.attribution, b.attribution),
});

export const addOutcomes = (a: UnfinishedOutcome, b: UnfinishedOutcome): UnfinishedOutcome => ({
  ...a,
  leads: sum(a.leads, b.leads),
  orders: sum(a.orders, b.orders),
  newCustomers: sum(a.newCustomers, b.newCustomers),
  revenueMicros: sumMicros(a.revenueMicros, b.revenueMicros),
  marginMicros: sumMicros(a.marginMicros, b.marginMicros),
});

/** Fractional conversions have at most a few decimals; the binary dust of a sum is taken off. */
const sum = (a: number | null, b: number | null): number | null =>
  a === null ? b : Math.round((a + (b ?? 0)) * 1e6) / 1e6;

const sumMicros = (a: bigint | null, b: bigint | null): bigint | null => (a === null ? b : a + (b ?? 0n));

/** Ad sets of one campaign may count under two settings; their sum is under both. */
function bothLabels(a: string | null, b: string | null): string | null {
  if (a === b || b === null) return a;
  if (a === null) return b;
  return [...new Set([...a.split(' + '), ...b.split(' + ')])].sort().join(' + ');
}
