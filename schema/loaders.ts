import DataLoader from 'dataloader';
import { type ChannelSummary, listChannels } from '../planning/channels.ts';
import type { FittedCampaign } from '../planning/fit-workspace.ts';
import type { Campaign } from '../store/model/entities.ts';
import { CURVE_OUTCOMES, type CurveOutcome } from '../store/model/evidence.ts';
import type { CampaignId, Channel } from '../store/model/ids.ts';
import type { RequestContext } from './context.ts';

/** What several fields of one request need, read once. */
export interface Loaded {
  readonly campaigns: DataLoader<CampaignId, Campaign | null>;
  channels(): Promise<ReadonlyMap<Channel, ChannelSummary>>;
  fitted(outcome: CurveOutcome): Promise<ReadonlyMap<CampaignId, FittedCampaign>>;
}

const loadedOf = new WeakMap<RequestContext, Loaded>();

export function loaded(context: RequestContext): Loaded {
  const known = loadedOf.get(context);
  if (known) return known;
  const { deps, viewer } = context;
  const fittedOnce = (outcome: CurveOutcome) =>
    once(async () => {
      const { fitWorkspace } = await import('../planning/fit-workspace.ts');
      const { campaigns } = await fitWorkspace(deps, viewer.workspaceId, outcome);
      return new Map(campaigns.map((curve) => [curve.campaign.id, curve]));
    });
  const fitted = new Map(CURVE_OUTCOMES.map((outcome) => [outcome, fittedOnce(outcome)]));
  const fresh: Loaded = {
    campaigns: new DataLoader(async (ids) => deps.store.campaigns.getMany(viewer.workspaceId, ids)),
    channels: once(async () => {
      const channels = await listChannels(deps, viewer.workspaceId);
      return new Map(channels.map((summary) => [summary.slug, summary]));
    }),
    fitted: (outcome) => (fitted.get(outcome) ?? fittedOnce(outcome))(),
  };
  loadedOf.set(context, fresh);
  return fresh;
}

/** After a mutation, what the same request read before may have changed. */
export function forgetLoaded(context: RequestContext): void {
  loadedOf.delete(context);
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
