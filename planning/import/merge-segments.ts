import type { UnfinishedRow } from './rows.ts';

/** One row a campaign and day: the rows of further segments (device, network, ad group) are summed. */
export function mergeSegments(rows: readonly UnfinishedRow[]): UnfinishedRow[] {
  const merged = new Map<string, UnfinishedRow>();
  for (const row of rows) {
    const key = campaignDayKey(row);
    const sameDay = merged.get(key);
    merged.set(key, sameDay === undefined ? row : added(sameDay, row));
  }
  return [...merged.values()].sort(byDayThenCampaign);
}

export const campaignDayKey = (row: UnfinishedRow): string =>
  JSON.stringify([row.accountId, row.campaignExternalId, row.date]);

const added = (a: UnfinishedRow, b: UnfinishedRow): UnfinishedRow => ({
  ...a,
  spendMicros: a.spendMicros + b.spendMicros,
  impressions: sum(a.impressions, b.impressions),
  clicks: sum(a.clicks, b.clicks),
  conversions: sum(a.conversions, b.conversions),
  revenueMicros: a.revenueMicros === null ? b.revenueMicros : a.revenueMicros + (b.revenueMicros ?? 0n),
});

/** Fractional conversions have at most a few decimals; the binary dust of a sum is taken off. */
const sum = (a: number | null, b: number | null): number | null =>
  a === null ? b : Math.round((a + (b ?? 0)) * 1e6) / 1e6;

function byDayThenCampaign(a: UnfinishedRow, b: UnfinishedRow): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return a.campaignExternalId < b.campaignExternalId
    ? -1
    : a.campaignExternalId > b.campaignExternalId
      ? 1
      : 0;
}
