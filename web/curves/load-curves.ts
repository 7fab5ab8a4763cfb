import { allPages } from '../api/all-pages.ts';
import { ask, type QueryState, useLoad } from '../api/use-query.ts';
import { dayPlus, units } from '../i18n/format.ts';
import { CURVES, type Curve, OBSERVED_WEEKS } from './documents.ts';

const WEEKS = 52;

export interface ObservedPoint {
  readonly spend: number;
  readonly outcome: number;
}

/** Every curve of the workspace, a page at a time. */
export function useCurves(): QueryState<readonly Curve[]> {
  return useLoad('curves', () => allPages(async (after) => (await ask(CURVES, { after })).responseCurves));
}

/** What was seen of each campaign: the mean day of each whole week. */
export function useObserved(
  campaignIds: readonly string[],
  completeThrough: string,
): ReadonlyMap<string, readonly ObservedPoint[]> {
  const ids = campaignIds.slice(0, 150);
  const { data } = useLoad(
    `observed ${ids.join(' ')}`,
    ids.length === 0
      ? null
      : async () => {
          const from = dayPlus(completeThrough, 1 - 7 * WEEKS);
          const { performance } = await ask(OBSERVED_WEEKS, { from, to: completeThrough, campaignIds: ids });
          const points = new Map<string, ObservedPoint[]>();
          for (const { campaign, period, days, spend, conversions } of performance.rows) {
            if (!campaign || period?.partial || days === 0) continue;
            const point = { spend: units(spend) / days, outcome: (conversions ?? 0) / days };
            points.set(campaign.id, [...(points.get(campaign.id) ?? []), point]);
          }
          return points;
        },
  );
  return data ?? new Map();
}
