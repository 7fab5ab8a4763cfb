import { createHash } from 'node:crypto';
import type { CalendarEvent } from '../optimizer/fit/fitted-curve.ts';
import { dayOfNumber } from '../store/model/day.ts';
import type { Campaign, CurveBasis } from '../store/model/entities.ts';
import type { CurveOutcome, Incrementality } from '../store/model/evidence.ts';
import type { CampaignId, WorkspaceId } from '../store/model/ids.ts';
import { type Month, type MonthHash, monthOf } from '../store/model/monthly.ts';
import type { OutcomeSource } from '../store/model/outcomes.ts';
import { FIT_VERSION, type SeriesEvidence } from './daily-series.ts';
import { earlierDay, laterDay } from './day-order.ts';
import type { PlanningDeps } from './deps.ts';
import {
  eventsIn,
  eventsOf,
  evidenceOn,
  incrementalityInForce,
  readEvidence,
} from './evidence/workspace-evidence.ts';
import { poolsOf } from './fit-pools.ts';
import { joinOutcomeSources } from './outcome-join.ts';
import { addMonths } from './period.ts';
import { isSalesOutcome } from './sales-series.ts';

/** A campaign with what is known of its curve beside its days. */
export interface KnownCampaign {
  readonly campaign: Campaign;
  readonly evidence: SeriesEvidence;
  /** In force today. */
  readonly incrementality: Incrementality | null;
}

export interface CurveInputs {
  readonly outcome: CurveOutcome;
  readonly campaigns: readonly KnownCampaign[];
  readonly events: readonly CalendarEvent[];
}

export async function readCurveInputs(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  outcome: CurveOutcome,
): Promise<CurveInputs> {
  const [campaigns, evidence] = await Promise.all([
    deps.store.campaigns.all(workspace),
    readEvidence(deps, workspace),
  ]);
  const today = dayOfNumber(Math.floor(deps.now().getTime() / MS_PER_DAY));
  return {
    outcome,
    events: eventsOf(evidence.events),
    campaigns: campaigns.map((campaign): KnownCampaign => {
      const incrementality = incrementalityInForce(evidence.incrementality, campaign.channel, today);
      const multiplier = incrementality?.multiplier ?? 1;
      return { campaign, incrementality, evidence: evidenceOn(campaign, outcome, evidence, multiplier) };
    }),
  };
}

const MS_PER_DAY = 86_400_000;

/** Reading so many months is no shorter than reading the days. */
const MOST_MONTHS = 240;
const CONCURRENT_READS = 16;

/**
 * Of campaigns that are fitted together, what stands for everything that their curves follow from: their days by the
 * hashes that are kept with each month's sums, what a CRM says by the same, evidence, and the way of fitting. The order
 * of writing plays no part. Null where it cannot be told without the days.
 */
export type InputsHash = (pool: Pick<CurveInputs, 'campaigns'>) => string | null;

/** Reads a few items a month, of the whole workspace at once, whichever pools are then asked about. */
export async function inputsHash(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { outcome, campaigns: all, events }: CurveInputs,
): Promise<InputsHash> {
  const months = monthsOf(all);
  if (months.length === 0 || months.length > MOST_MONTHS) return () => null;
  const { dailyPerformance, outcomes } = deps.store;
  const [days, sales, sources] = await Promise.all([
    hashesOf(months, (month) => dailyPerformance.hashesOfMonth(workspace, month)),
    isSalesOutcome(outcome)
      ? hashesOf(months, (month) => outcomes.hashesOfMonth(workspace, month))
      : Promise.resolve([]),
    isSalesOutcome(outcome) ? outcomes.sources(workspace) : Promise.resolve([]),
  ]);
  if (days === null || sales === null) return () => null;
  return ({ campaigns }) => {
    const ids = new Set<string>(campaigns.map(({ campaign }) => campaign.id));
    const own = days.filter(([, owner]) => ids.has(owner));
    const known = campaigns.map(({ campaign: { id, channel, platform }, evidence }) => [
      id,
      channel,
      platform,
      evidence.experiments ?? [],
      evidence.breaks ?? [],
      eventsIn(events, channel),
    ]);
    const names = namesOf(sources, campaigns);
    return createHash('sha256')
      .update(JSON.stringify([FIT_VERSION, outcome, known, own, sales, names]))
      .digest('base64url');
  };
}

/**
 * What is kept of the campaigns' days beside their curves, of those where nothing was written since. Reads no day and
 * fits nothing.
 */
export async function basesInForce(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  outcome: CurveOutcome,
): Promise<ReadonlyMap<CampaignId, CurveBasis>> {
  const [stored, inputs] = await Promise.all([
    deps.store.curves.all(workspace, outcome),
    readCurveInputs(deps, workspace, outcome),
  ]);
  const hashOf = await inputsHash(deps, workspace, inputs);
  const hashes = new Map<CampaignId, string | null>();
  for (const pool of poolsOf(inputs)) {
    const hash = hashOf(pool);
    for (const { campaign } of pool.campaigns) hashes.set(campaign.id, hash);
  }
  return new Map(
    stored.flatMap(({ campaignId, basis }) =>
      basis !== undefined && basis.inputsHash === hashes.get(campaignId) ? [[campaignId, basis]] : [],
    ),
  );
}

/** From the first day of any campaign to the last of any. */
function monthsOf(campaigns: readonly KnownCampaign[]): readonly Month[] {
  if (campaigns.length === 0) return [];
  const last = monthOf(campaigns.map(({ campaign }) => campaign.lastDay).reduce(laterDay));
  const months: Month[] = [];
  let month = monthOf(campaigns.map(({ campaign }) => campaign.firstDay).reduce(earlierDay));
  while (month <= last && months.length <= MOST_MONTHS) {
    months.push(month);
    month = addMonths(month, 1);
  }
  return months;
}

/** Null where a month has none. */
async function hashesOf(
  months: readonly Month[],
  read: (month: Month) => Promise<readonly MonthHash<string>[]>,
): Promise<readonly (readonly [Month, string, string])[] | null> {
  const found = new Map<Month, readonly MonthHash<string>[]>();
  const waiting = months.values();
  const lane = async () => {
    for (const month of waiting) found.set(month, await read(month));
  };
  await Promise.all(Array.from({ length: CONCURRENT_READS }, lane));
  const all = months.flatMap((month) => (found.get(month) ?? []).map((hash) => ({ month, ...hash })));
  const kept = all.flatMap(({ month, owner, daysHash }) =>
    daysHash === null ? [] : [[month, owner, daysHash] as const],
  );
  return kept.length === all.length ? kept : null;
}

/** Whose sales the names of the CRM stand for. */
function namesOf(
  sources: readonly OutcomeSource[],
  campaigns: readonly KnownCampaign[],
): readonly (readonly [string, string | null])[] {
  const joins = joinOutcomeSources(
    campaigns.map(({ campaign }) => campaign),
    sources,
  );
  return sources.map(({ key }) => {
    const join = joins.get(key);
    return [key, join?.status === 'JOINED' ? join.campaignId : null] as const;
  });
}
