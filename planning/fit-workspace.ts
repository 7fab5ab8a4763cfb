import { fitCurves } from '../optimizer/fit/fit-curves.ts';
import type { CampaignSeries, FittedCurve } from '../optimizer/fit/fitted-curve.ts';
import type { IsoDate } from '../store/model/day.ts';
import type { Campaign, StoredCurve } from '../store/model/entities.ts';
import type { WorkspaceId } from '../store/model/ids.ts';
import { type CurrentState, completeThroughByPlatform, currentState } from './current-spend.ts';
import { readDailyRows } from './daily-rows.ts';
import { conversionSeries, seriesHash } from './daily-series.ts';
import type { PlanningDeps } from './deps.ts';

/** One campaign with what was learned from its days. */
export interface FittedCampaign {
  readonly campaign: Campaign;
  readonly fit: FittedCurve;
  readonly fittedAt: string;
  readonly dataHash: string;
  readonly current: CurrentState;
  /** The last day of its platform whose conversions have come in. */
  readonly dataCompleteThrough: IsoDate;
}

export interface WorkspaceFit {
  /** Ordered by id. Campaigns without a single complete day are left out. */
  readonly campaigns: readonly FittedCampaign[];
  /** The stored curves still belonged to the data, so nothing was fitted. */
  readonly reused: boolean;
  /** Wall time of fitting; 0 when reused. */
  readonly fitMs: number;
}

/**
 * The response curves of every campaign of the workspace. Campaigns are pooled, so new data of one moves all:
 * either every stored curve still belongs to its campaign's rows, or all are fitted anew and stored.
 */
export async function fitWorkspace(deps: PlanningDeps, workspace: WorkspaceId): Promise<WorkspaceFit> {
  const campaigns = await deps.store.campaigns.all(workspace);
  const [rowsOf, stored] = await Promise.all([
    readDailyRows(deps, workspace, campaigns),
    deps.store.curves.all(workspace),
  ]);
  const known = campaigns.map((campaign) => ({ campaign, rows: rowsOf.get(campaign.id) ?? [] }));
  const completeThrough = completeThroughByPlatform(known);
  const observed = known.flatMap(({ campaign, rows }) => {
    const through = completeThrough.get(campaign.platform);
    if (through === undefined || !rows.some(({ date }) => date <= through)) return [];
    const series = conversionSeries(campaign, rows);
    const current = currentState(rows, through);
    return [{ campaign, series, dataHash: seriesHash(series), current, dataCompleteThrough: through }];
  });

  const { curves, reused, fitMs } = await curvesOf(deps, workspace, observed, stored);
  return {
    campaigns: observed.map(({ campaign, dataHash, current, dataCompleteThrough }, i) => {
      const { fit, fittedAt } = curves[i] as StoredCurve;
      // Written below as a FittedCurve, and the hash holds the version of the fitting code.
      return { campaign, fit: fit as FittedCurve, fittedAt, dataHash, current, dataCompleteThrough };
    }),
    reused,
    fitMs,
  };
}

interface ObservedCampaign {
  readonly campaign: Campaign;
  readonly series: CampaignSeries;
  readonly dataHash: string;
}

async function curvesOf(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  observed: readonly ObservedCampaign[],
  stored: readonly StoredCurve[],
): Promise<{ readonly curves: readonly StoredCurve[]; readonly reused: boolean; readonly fitMs: number }> {
  const storedOf = new Map(stored.map((curve) => [curve.campaignId, curve]));
  const still = observed.flatMap(({ campaign, dataHash }) => {
    const curve = storedOf.get(campaign.id);
    return curve?.dataHash === dataHash ? [curve] : [];
  });
  if (still.length === observed.length) return { curves: still, reused: true, fitMs: 0 };

  const started = performance.now();
  const fits = fitCurves(observed.map(({ series }) => series));
  const fitMs = performance.now() - started;
  const fittedAt = deps.now().toISOString();
  const curves = observed.map(({ campaign, dataHash }, i) => ({
    workspaceId: workspace,
    campaignId: campaign.id,
    dataHash,
    fittedAt,
    fit: fits[i],
  }));
  await deps.store.curves.putMany(workspace, curves);
  return { curves, reused: false, fitMs };
}
