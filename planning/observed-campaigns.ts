import type { CampaignSeries } from '../optimizer/fit/fitted-curve.ts';
import type { Statement } from '../optimizer/statement.ts';
import type { IsoDate } from '../store/model/day.ts';
import type { WorkspaceId } from '../store/model/ids.ts';
import { underNewestAttribution } from './attribution.ts';
import { completenessByChannel, markedDays } from './completeness.ts';
import { type CurrentState, completeThroughByPlatform, currentState } from './current-spend.ts';
import type { CurveInputs, KnownCampaign } from './curve-inputs.ts';
import { readDailyRows } from './daily-rows.ts';
import { hashOfDays, outcomeSeries, seriesHash } from './daily-series.ts';
import type { PlanningDeps } from './deps.ts';
import { eventsIn } from './evidence/workspace-evidence.ts';
import { isSalesOutcome, readSales } from './sales-series.ts';

/** What follows from a campaign's days beside its curve. */
export interface DaysSummary {
  readonly current: CurrentState;
  /** The last day of its platform whose conversions have come in. */
  readonly dataCompleteThrough: IsoDate;
  /** Of its days up to `dataCompleteThrough`: another when they are restated, the same when later days come. */
  readonly completeDaysHash: string;
  /** Complete days on which the outcome was more than nothing. */
  readonly outcomeDays: number;
  /** On the attribution of its days. */
  readonly warning: Statement | null;
}

/** A campaign as its days show it: what its curve is fitted to. */
export interface ObservedCampaign extends KnownCampaign, DaysSummary {
  readonly series: CampaignSeries;
  readonly dataHash: string;
}

/**
 * Reads every day of the campaigns. Left out are those without a complete day, and those of which the outcome was
 * never reported, but for CONVERSIONS.
 */
export async function observeCampaigns(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { outcome, campaigns: known, events }: CurveInputs,
): Promise<readonly ObservedCampaign[]> {
  const campaigns = known.map(({ campaign }) => campaign);
  const [rowsOf, sales] = await Promise.all([
    readDailyRows(deps, workspace, campaigns),
    isSalesOutcome(outcome) ? readSales(deps, workspace, campaigns, outcome) : null,
  ]);
  const completeness = completenessByChannel([...rowsOf.values()].flat());
  const read = known.map((one) => {
    const stored = rowsOf.get(one.campaign.id) ?? [];
    const { rows, warning } = underNewestAttribution(stored);
    return { ...one, stored, rows: markedDays(rows, completeness), warning };
  });
  const completeThrough = completeThroughByPlatform(read);
  return read.flatMap(({ stored, rows, ...one }) => {
    const { campaign, evidence } = one;
    const through = completeThrough.get(campaign.platform);
    if (through === undefined || !rows.some(({ date }) => date <= through)) return [];
    if (sales && !sales.named.has(campaign.id)) return [];
    const series = outcomeSeries(campaign, rows, outcome, evidence, sales?.on);
    if (outcome !== 'CONVERSIONS' && series.days.every((day) => day.outcome === null)) return [];
    return [
      {
        ...one,
        series,
        dataHash: seriesHash(series, eventsIn(events, campaign.channel)),
        completeDaysHash: hashOfDays(
          stored,
          through,
          sales ? (date) => sales.on(campaign.id, date) : undefined,
        ),
        outcomeDays: series.days.filter(({ outcome: seen, incomplete }) => !incomplete && (seen ?? 0) > 0)
          .length,
        current: currentState(rows, through),
        dataCompleteThrough: through,
      },
    ];
  });
}
