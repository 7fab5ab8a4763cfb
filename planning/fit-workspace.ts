import { explainMove } from '../optimizer/fit/explain-move.ts';
import { fitCurves } from '../optimizer/fit/fit-curves.ts';
import type { FittedCurve } from '../optimizer/fit/fitted-curve.ts';
import { correctedFit } from '../optimizer/fit/forecast-correction.ts';
import type { Statement } from '../optimizer/statement.ts';
import type { IsoDate } from '../store/model/day.ts';
import type { Campaign, CurveBasis, StoredCurve } from '../store/model/entities.ts';
import type { CurveOutcome, Incrementality } from '../store/model/evidence.ts';
import type { CampaignId, Channel, WorkspaceId } from '../store/model/ids.ts';
import type { CurrentState } from './current-spend.ts';
import { type CurveInputs, inputsHash, type KnownCampaign, readCurveInputs } from './curve-inputs.ts';
import { FIT_VERSION } from './daily-series.ts';
import type { PlanningDeps } from './deps.ts';
import { incrementalFit } from './evidence/incremental-fit.ts';
import { poolsOf } from './fit-pools.ts';
import { type ObservedCampaign, observeCampaigns } from './observed-campaigns.ts';
import {
  type ChannelCorrection,
  correctionStatement,
  correctionsInForce,
} from './review/channel-correction.ts';
import { statementSchema, type Told } from './statements.ts';

/** One campaign with what was learned from its days. */
export interface FittedCampaign {
  readonly campaign: Campaign;
  /** What the curve counts. */
  readonly outcome: CurveOutcome;
  /**
   * The curve to plan with: as reviews of earlier forecasts correct it, and of incremental outcomes where the channel's
   * incrementality is known.
   */
  readonly fit: FittedCurve;
  /** As it was fitted to what is reported. */
  readonly reported: FittedCurve;
  /** What reviews of its channel changed; null where they change nothing. */
  readonly correction: ChannelCorrection | null;
  /** What the fitted curve was multiplied by, and who says so; null where reported outcomes are taken as they are. */
  readonly incrementality: Incrementality | null;
  /** How the last refit moved the marginal return, and why; null where it hardly did. */
  readonly move: { readonly share: number; readonly sentence: string } | null;
  readonly fittedAt: string;
  readonly dataHash: string;
  /** Of its days up to `dataCompleteThrough`: another when they are restated, the same when later days come. */
  readonly completeDaysHash: string;
  readonly current: CurrentState;
  /** Complete days on which the outcome was more than nothing. */
  readonly outcomeDays: number;
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
 * either every stored curve still belongs to its campaign's days and evidence, or all are fitted anew and stored; in a
 * workspace that is too large for that, each channel for itself. While nothing was written, no day is read. Campaigns of
 * which the outcome was never reported are left out, but of CONVERSIONS.
 */
export async function fitWorkspace(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  outcome: CurveOutcome = 'CONVERSIONS',
): Promise<WorkspaceFit> {
  const [stored, inputs, corrections] = await Promise.all([
    deps.store.curves.all(workspace, outcome),
    readCurveInputs(deps, workspace, outcome),
    correctionsInForce(deps, workspace, outcome),
  ]);
  // Hashes before days: days that come in between are then read, and found to be new the next time.
  const hashOf = await inputsHash(deps, workspace, inputs);
  const pools: FittedPool[] = [];
  for (const pool of poolsOf(inputs)) pools.push(await fitPool(deps, workspace, pool, stored, hashOf(pool)));
  const curves = pools.flatMap((pool) => pool.curves);
  return {
    campaigns: fittedCampaigns(inputs, pools.length > 1 ? curves.sort(byCampaign) : curves, corrections),
    reused: pools.every(({ reused }) => reused),
    fitMs: pools.reduce((sum, { fitMs }) => sum + fitMs, 0),
  };
}

/** As `fitWorkspace`, for one channel of a workspace whose channels are fitted each for itself. True: it was fitted. */
export async function fitChannel(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  channel: Channel,
  outcome: CurveOutcome = 'CONVERSIONS',
): Promise<boolean> {
  const [stored, inputs] = await Promise.all([
    deps.store.curves.all(workspace, outcome),
    readCurveInputs(deps, workspace, outcome),
  ]);
  const hashOf = await inputsHash(deps, workspace, inputs);
  const pool = poolsOf(inputs).find(({ campaigns }) => campaigns.some(isOf(channel)));
  return pool !== undefined && !(await fitPool(deps, workspace, pool, stored, hashOf(pool))).reused;
}

const isOf =
  (channel: Channel) =>
  ({ campaign }: KnownCampaign): boolean =>
    campaign.channel === channel;

interface FittedPool extends Pick<WorkspaceFit, 'reused' | 'fitMs'> {
  readonly curves: readonly BasedCurve[];
}

/** The campaigns of a pool lend each other strength, and are read and fitted together. */
async function fitPool(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  pool: CurveInputs,
  stored: readonly StoredCurve[],
  hash: string | null,
): Promise<FittedPool> {
  const ids = new Set(pool.campaigns.map(({ campaign }) => campaign.id));
  const own = stored.filter(({ campaignId }) => ids.has(campaignId));
  const kept = hash === null ? null : keptCurves(own, hash);
  if (kept) return { curves: kept, reused: true, fitMs: 0 };
  const observed = await observeCampaigns(deps, workspace, pool);
  const { curves, reused, fitMs } = curvesOf(deps, pool, observed, own);
  const based = curves.map((curve, i) => withBasis(curve, observed, i, hash));
  if (!reused || hash !== null) await deps.store.curves.putMany(workspace, based);
  return { curves: based, reused, fitMs };
}

const byCampaign = (a: StoredCurve, b: StoredCurve): number => (a.campaignId < b.campaignId ? -1 : 1);

/** The curves that follow from these inputs, where all of them are there; else null. */
function keptCurves(stored: readonly StoredCurve[], hash: string): readonly BasedCurve[] | null {
  const kept = stored.filter((curve): curve is BasedCurve => curve.basis?.inputsHash === hash);
  return kept.length > 0 && kept.every(({ basis }) => basis.curves === kept.length) ? kept : null;
}

type BasedCurve = StoredCurve & { readonly basis: CurveBasis };

function withBasis(
  curve: StoredCurve,
  observed: readonly ObservedCampaign[],
  index: number,
  hash: string | null,
): BasedCurve {
  // One curve of each observed campaign, in their order.
  const { current, dataCompleteThrough, completeDaysHash, outcomeDays, warning } = observed[
    index
  ] as ObservedCampaign;
  // No hash is empty, so an empty one is never found again.
  const basis = {
    inputsHash: hash ?? '',
    curves: observed.length,
    dataCompleteThrough,
    completeDaysHash,
    outcomeDays,
    warning: warning?.sentence ?? null,
    warned: warning,
  };
  return { ...curve, basis: { ...basis, ...current } };
}

/** Ordered by campaign, as the curves are. */
function fittedCampaigns(
  { campaigns, outcome }: CurveInputs,
  curves: readonly BasedCurve[],
  corrections: ReadonlyMap<Channel, ChannelCorrection>,
): FittedCampaign[] {
  const known = new Map<CampaignId, KnownCampaign>(campaigns.map((one) => [one.campaign.id, one]));
  return curves.flatMap(({ campaignId, fit, fittedAt, dataHash, move = null, basis }) => {
    const one = known.get(campaignId);
    if (one === undefined) return [];
    const { campaign, incrementality } = one;
    const { completeDaysHash, dataCompleteThrough, outcomeDays } = basis;
    const { spendMicros, valuePerConversion } = basis;
    const correction = corrections.get(campaign.channel) ?? null;
    // Written as a FittedCurve by this version of the fitting code: the hash holds it.
    const nameOf = (id: string) => known.get(id as CampaignId)?.campaign.name ?? id;
    const reported = withWarnings(warnedByName(fit as FittedCurve, nameOf), warningsIn(basis));
    return [
      {
        campaign,
        outcome,
        incrementality,
        dataHash,
        completeDaysHash,
        current: { spendMicros, valuePerConversion },
        outcomeDays,
        dataCompleteThrough,
        reported,
        correction,
        fit: incrementalFit(forecastOf(reported, correction), incrementality?.multiplier ?? 1, {
          standardError: incrementality?.standardError ?? 0,
          channel: campaign.channel,
        }),
        move,
        fittedAt,
      },
    ];
  });
}

/** What is expected to be reported. */
const forecastOf = (reported: FittedCurve, correction: ChannelCorrection | null): FittedCurve =>
  correction === null
    ? reported
    : withWarnings(correctedFit(reported, correction, correction.channel), [correctionStatement(correction)]);

/** The fit knows other campaigns by their ids, a planner by their names. */
function warnedByName(fit: FittedCurve, nameOf: (id: string) => string): FittedCurve {
  const { correlatedSpend, warnings, warned = [] } = fit.diagnostics;
  if (!correlatedSpend) return fit;
  const { campaign } = correlatedSpend;
  const named = (text: string) => text.replaceAll(campaign, () => nameOf(campaign));
  return {
    ...fit,
    diagnostics: {
      ...fit.diagnostics,
      warnings: warnings.map(named),
      warned: warned.map(({ code, sentence, figures }) => ({
        code,
        sentence: named(sentence),
        figures: figures.map((figure) =>
          figure.value === campaign ? { ...figure, value: nameOf(campaign) } : figure,
        ),
      })),
    },
  };
}

function warningsIn({ warning, warned }: CurveBasis): readonly Told[] {
  if (warning === null) return [];
  const known = statementSchema.safeParse(warned);
  return [known.success ? known.data : { code: null, sentence: warning, figures: [] }];
}

function withWarnings(fit: FittedCurve, statements: readonly Told[]): FittedCurve {
  if (statements.length === 0) return fit;
  const { warnings, warned = [] } = fit.diagnostics;
  const coded = statements.filter((told): told is Statement => told.code !== null);
  return {
    ...fit,
    diagnostics: {
      ...fit.diagnostics,
      warnings: [...warnings, ...statements.map(({ sentence }) => sentence)],
      warned: [...warned, ...coded],
    },
  };
}

function curvesOf(
  deps: PlanningDeps,
  { outcome, events }: CurveInputs,
  observed: readonly ObservedCampaign[],
  stored: readonly StoredCurve[],
): { readonly curves: readonly StoredCurve[]; readonly reused: boolean; readonly fitMs: number } {
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
    workspaceId: campaign.workspaceId,
    campaignId: campaign.id,
    outcome,
    dataHash,
    fittedAt,
    fit: fits[i],
    fitVersion: FIT_VERSION,
  }));
  return { curves, reused: false, fitMs };
}

/** A fit of other code differs for reasons of its own, and may lack what is compared. */
function moveSince(before: StoredCurve | undefined, after: FittedCurve): Pick<StoredCurve, 'move'> {
  if (before?.fitVersion !== FIT_VERSION) return {};
  // Written as a FittedCurve by this version.
  const move = explainMove(before.fit as FittedCurve, after);
  return move ? { move: { share: move.share, sentence: move.sentence } } : {};
}
