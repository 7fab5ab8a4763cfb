import type { Campaign } from '../store/model/entities.ts';
import type { CampaignId } from '../store/model/ids.ts';
import type { OutcomeKey, OutcomeSource } from '../store/model/outcomes.ts';

export type OutcomeJoin =
  | { readonly status: 'JOINED'; readonly by: 'ID' | 'NAME' | 'UTM'; readonly campaignId: CampaignId }
  /** No campaign is called so. It joins as soon as one is. */
  | { readonly status: 'UNKNOWN' }
  /** Several are, and nothing tells them apart. */
  | { readonly status: 'AMBIGUOUS'; readonly campaignIds: readonly CampaignId[] };

/**
 * Which campaign each name of a CRM means: by the campaign's id, else its name, else the UTM campaign (an id or a
 * name). Names are compared without regard to case and repeated spaces.
 */
export function joinOutcomeSources(
  campaigns: readonly Campaign[],
  sources: readonly OutcomeSource[],
): ReadonlyMap<OutcomeKey, OutcomeJoin> {
  const byId = indexed(campaigns, ({ externalId }) => normalised(externalId));
  const byName = indexed(campaigns, ({ name }) => normalised(name));
  return new Map(
    sources.map((source) => {
      const { campaignExternalId, campaignName, utmCampaign } = source;
      const tries = [
        { by: 'ID', found: found(byId, campaignExternalId) },
        { by: 'NAME', found: found(byName, campaignName) },
        { by: 'UTM', found: found(byId, utmCampaign) },
        { by: 'UTM', found: found(byName, utmCampaign) },
      ] as const;
      const hit = tries.find((one) => one.found.length > 0);
      return [source.key, hit === undefined ? { status: 'UNKNOWN' } : joinOf(hit.by, hit.found)];
    }),
  );
}

function joinOf(by: 'ID' | 'NAME' | 'UTM', campaignIds: readonly CampaignId[]): OutcomeJoin {
  const [campaignId, second] = campaignIds;
  return campaignId !== undefined && second === undefined
    ? { status: 'JOINED', by, campaignId }
    : { status: 'AMBIGUOUS', campaignIds };
}

type Index = ReadonlyMap<string, readonly CampaignId[]>;

function indexed(campaigns: readonly Campaign[], nameOf: (campaign: Campaign) => string): Index {
  const index = new Map<string, CampaignId[]>();
  for (const campaign of campaigns) {
    const name = nameOf(campaign);
    index.set(name, [...(index.get(name) ?? []), campaign.id]);
  }
  return index;
}

const found = (index: Index, name: string | null): readonly CampaignId[] =>
  name === null || name.trim() === '' ? [] : (index.get(normalised(name)) ?? []);

const normalised = (name: string): string => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('und');
