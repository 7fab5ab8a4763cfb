import type { IsoDate } from '../../../store/model/day.ts';
import type { Campaign } from '../../../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../../../store/model/ids.ts';
import type { Micros } from '../../../store/model/money.ts';
import type { Store } from '../../../store/ports.ts';
import { campaignIdOf } from '../campaign-entity.ts';
import type { ExportCampaign, OpenedExport } from '../parsed-export.ts';

/** A campaign of the file that the store seems to hold already, from another source and so under another id. */
export interface PossibleDuplicate {
  readonly campaignId: CampaignId;
  readonly campaignName: string;
  readonly storedCampaignId: CampaignId;
  readonly storedPlatform: string;
  /** Days that both have, and those of them on which both spent the same to the cent, and spent at all. */
  readonly commonDays: number;
  readonly equalDays: number;
}

const EQUAL_SHARE = 0.8;
const MICROS_PER_CENT = 10_000n;

/**
 * Campaigns of another id but the same name and currency whose spend is equal on at least four of five common days:
 * loading them would count the money twice. Reads the file only if there are campaigns of the same name.
 */
export async function possibleDuplicates(
  store: Store,
  workspace: WorkspaceId,
  opened: OpenedExport,
  stored: readonly Campaign[],
): Promise<readonly PossibleDuplicate[]> {
  const suspects = suspectsOf(opened, stored);
  if (suspects.length === 0) return [];
  const compared = new Map<CampaignId, Comparison[]>();
  for (const { campaign, twin } of suspects) {
    const id = campaignIdOf(campaign);
    const days = await store.dailyPerformance.ofCampaign(workspace, twin.id, {
      from: campaign.firstDay,
      to: campaign.lastDay,
    });
    const spendOf = new Map(days.map(({ date, spendMicros }) => [date, spendMicros]));
    compared.set(id, [...(compared.get(id) ?? []), { campaign, twin, spendOf, common: 0, equal: 0 }]);
  }
  for await (const { rows } of opened.batches()) {
    for (const row of rows) {
      for (const comparison of compared.get(campaignIdOf(row)) ?? []) compare(comparison, row);
    }
  }
  return [...compared].flatMap(([campaignId, comparisons]) =>
    comparisons.filter(isDuplicate).map(({ campaign, twin, common, equal }) => ({
      campaignId,
      campaignName: campaign.campaignName,
      storedCampaignId: twin.id,
      storedPlatform: twin.platform,
      commonDays: common,
      equalDays: equal,
    })),
  );
}

interface Comparison {
  readonly campaign: ExportCampaign;
  readonly twin: Campaign;
  readonly spendOf: ReadonlyMap<IsoDate, Micros>;
  common: number;
  equal: number;
}

interface Suspect {
  readonly campaign: ExportCampaign;
  readonly twin: Campaign;
}

function suspectsOf({ campaigns, currency }: OpenedExport, stored: readonly Campaign[]): readonly Suspect[] {
  const ids = new Set(stored.map(({ id }) => id));
  const named = new Map<string, Campaign[]>();
  for (const campaign of stored) {
    const name = normalised(campaign.name);
    named.set(name, [...(named.get(name) ?? []), campaign]);
  }
  return (
    campaigns
      // A campaign that is stored under its own id is known to be its own.
      .filter((campaign) => !ids.has(campaignIdOf(campaign)))
      .flatMap((campaign) =>
        (named.get(normalised(campaign.campaignName)) ?? [])
          .filter((twin) => twin.currencyCode === currency)
          .filter((twin) => twin.firstDay <= campaign.lastDay && campaign.firstDay <= twin.lastDay)
          .map((twin) => ({ campaign, twin })),
      )
  );
}

function compare(
  comparison: Comparison,
  row: { readonly date: IsoDate; readonly spendMicros: Micros },
): void {
  const spend = comparison.spendOf.get(row.date);
  if (spend === undefined) return;
  comparison.common += 1;
  const difference = spend > row.spendMicros ? spend - row.spendMicros : row.spendMicros - spend;
  if (spend > 0n && difference < MICROS_PER_CENT) comparison.equal += 1;
}

const isDuplicate = ({ common, equal }: Comparison) => equal > 0 && equal >= EQUAL_SHARE * common;

const normalised = (name: string) => name.trim().replace(/\s+/g, ' ').toLocaleLowerCase('und');

/** One sentence a campaign. */
export const duplicateWarnings = (duplicates: readonly PossibleDuplicate[]): readonly string[] =>
  duplicates.map(
    ({ campaignName, storedPlatform, commonDays, equalDays }) =>
      `Campaign ${campaignName} was left out: a campaign of the same name is stored from ${storedPlatform} and spent ` +
      `the same on ${equalDays} of ${commonDays} common days. Import with a preview to load it nevertheless.`,
  );
