import { explainMove } from '../optimizer/fit/explain-move.ts';
import { fitCurves } from '../optimizer/fit/fit-curves.ts';
import type { CalendarEvent, CampaignSeries, FittedCurve } from '../optimizer/fit/fitted-curve.ts';
import { dayOfNumber, type IsoDate } from '../store/model/day.ts';
import type { Campaign, StoredCurve } from '../store/model/entities.ts';
import type { CurveOutcome, Incrementality } from '../store/model/evidence.ts';
import type { WorkspaceId } from '../store/model/ids.ts';
import { underNewestAttribution } from './attribution.ts';
import { completenessByChannel, markedDays } from './completeness.ts';
import { type CurrentState, completeThroughByPlatform, currentState } from './current-spend.ts';
import { readDailyRows } from './daily-rows.ts';
import { FIT_VERSION, hashOfDays, outcomeSeries, seriesHash } from './daily-series.ts';
import type { PlanningDeps } from './deps.ts';
import { incrementalFit } from './evidence/incremental-fit.ts';
import {
  eventsIn,
  eventsOf,
  evidenceOn,
  incrementalityInForce,
  readEvidence,
} from './evidence/workspace-evidence.ts';
import { isSalesOutcome, readSales } from './sales-series.ts';

/** One campaign with what was learned from its days. */
export interface FittedCampaign {
  readonly campaign: Campaign;
  /** What the curve counts. */
  readonly outcome: CurveOutcome;
  /** The curve to plan with: of incremental outcomes, where the channel's incrementality is known. */
  readonly fit: FittedCurve;
  /** What the fitted curve was multiplied by, and who says so; null where reported outcomes are taken as they are. */
  readonly incrementality: Incrementality | null;
  /** How the last refit moved the marginal return, and why; null where it hardly did. */
  readonly move: { readonly share: number; readonly sentence: string } | null;
  readonly fittedAt: string;
  readonly dataHash: string;
  /** Of its days up to `dataCompleteThrough`: another when they are restated, the same when later days come. */
  readonly completeDaysHash: string;
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
 * either every stored curve still belongs to its campaign's rows and evidence, or all are fitted anew and stored.
 * Campaigns of which the outcome was never reported are left out, but of CONVERSIONS.
 */
export async function fitWorkspace(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  outcome: CurveOutcome = 'CONVERSIONS',
): Promise<WorkspaceFit> {
  const campaigns = await deps.store.campaigns.all(workspace);
  const [rowsOf, stored, evidence] = await Promise.all([
    readDailyRows(deps, workspace, campaigns),
    deps.store.curves.all(workspace, outcome),
    readEvidence(deps, workspace),
  ]);
  const sales = isSalesOutcome(outcome) ? await readSales(deps, workspace, campaigns, outcome) : null;
  const completeness = completenessByChannel([...rowsOf.values()].flat());
  const known = campaigns.map((campaign) => {
    const stored = rowsOf.get(campaign.id) ?? [];
    const { rows, warning } = underNewestAttribution(stored);
    return { campaign, stored, rows: markedDays(rows, completeness), warning };
  });
  const completeThrough = completeThroughByPlatform(known);
  const events = eventsOf(evidence.events);
  const today = dayOfNumber(Math.floor(deps.now().getTime() / MS_PER_DAY));
  const observed = known.flatMap(({ campaign, stored: storedRows, rows, warning }) => {
    const through = completeThrough.get(campaign.platform);
    if (through === undefined || !rows.some(({ date }) => date <= through)) return [];
    const incrementality = incrementalityInForce(evidence.incrementality, campaign.channel, today);
    const own = evidenceOn(campaign, outcome, evidence, incrementality?.multiplier ?? 1);
    if (sales && !sales.named.has(campaign.id)) return [];
    const series = outcomeSeries(campaign, rows, outcome, own, sales?.on);
    if (outcome !== 'CONVERSIONS' && series.days.every((day) => day.outcome === null)) return [];
    return [
      {
        campaign,
        series,
        warning,
        incrementality,
        dataHash: seriesHash(series, eventsIn(events, campaign.channel)),
        completeDaysHash: hashOfDays(storedRows, through),
        current: currentState(rows, through),
        dataCompleteThrough: through,
      },
    ];
  });

  const { curves, reused, fitMs } = await curvesOf(deps, { workspace, outcome, events }, observed, stored);
  return {
    campaigns: observed.map(({ series: _, warning, ...known }, i) => {
      const { fit: reported, fittedAt, move = null } = curves[i] as StoredCurve;
      // Written below as a FittedCurve, and the hash holds the version of the fitting code.
      const fit = incrementalFit(reported as FittedCurve, known.incrementality?.multiplier ?? 1);
      return { ...known, outcome, fit: warning === null ? fit : withWarning(fit, warning), move, fittedAt };
    }),
    reused,
    fitMs,
  };
}

const withWarning = (fit: FittedCurve, warning: string): FittedCurve => ({
  ...fit,
  diagnostics: { ...fit.diagnostics, warnings: [...fit.diagnostics.warnings, warning] },
});

const MS_PER_DAY = 86_400_000;

interface ObservedCampaign {
  readonly campaign: Campaign;
  readonly series: CampaignSeries;
  readonly dataHash: string;
}

interface Asked {
  readonly workspace: WorkspaceId;
  readonly outcome: CurveOutcome;
  readonly events: readonly CalendarEvent[];
}

async function curvesOf(
  deps: PlanningDeps,
  { workspace, outcome, events }: Asked,
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
  const fits = fitCurves(
    observed.map(({ series }) => series),
    { events },
  );
  const fitMs = performance.now() - started;
  const fittedAt = deps.now().toISOString();
  const curves = observed.map(({ campaign, dataHash }, i) => ({
    ...moveSince(storedOf.get(campaign.id), fits[i] as FittedCurve),
    workspaceId: workspace,
    campaignId: campaign.id,
    outcome,
    dataHash,
    fittedAt,
    fit: fits[i],
    fitVersion: FIT_VERSION,
  }));
  await deps.store.curves.putMany(workspace, curves);
  return { curves, reused: false, fitMs };
}

/** A fit of other code differs for reasons of its own, and may lack what is compared. */
function moveSince(before: StoredCurve | undefined, after: FittedCurve): Pick<StoredCurve, 'move'> {
  if (before?.fitVersion !== FIT_VERSION) return {};
  // Written as a FittedCurve by this version.
  const move = explainMove(before.fit as FittedCurve, after);
  return move ? { move: { share: move.share, sentence: move.sentence } } : {};
}
