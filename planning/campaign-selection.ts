import { matchesCampaign } from '../store/campaign-filter.ts';
import type { Campaign } from '../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../store/model/ids.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import type { CampaignFilter } from '../store/ports.ts';
import type { PlanningDeps } from './deps.ts';
import { MixedCurrencyError } from './errors.ts';

export interface CampaignSelector extends CampaignFilter {
  readonly campaignIds?: readonly CampaignId[] | undefined;
  readonly currencyCode?: CurrencyCode | undefined;
}

export interface CampaignSelection {
  /** Ordered by id. */
  readonly campaigns: readonly Campaign[];
  /** Null when nothing was selected. */
  readonly currencyCode: CurrencyCode | null;
}

/** The campaigns that match, all of one currency. Throws `MixedCurrencyError` otherwise. */
export async function selectCampaigns(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  selector: CampaignSelector = {},
): Promise<CampaignSelection> {
  const all = await deps.store.campaigns.all(workspace);
  const campaigns = all.filter(matchesSelector(selector));
  return { campaigns, currencyCode: onlyCurrency(campaigns) };
}

export function matchesSelector(selector: CampaignSelector): (campaign: Campaign) => boolean {
  const { campaignIds, currencyCode } = selector;
  const matches = matchesCampaign(selector);
  return (campaign) =>
    matches(campaign) &&
    (!campaignIds || campaignIds.includes(campaign.id)) &&
    (!currencyCode || campaign.currencyCode === currencyCode);
}

/** Null when there are no campaigns. Throws `MixedCurrencyError` when they have several currencies. */
export function onlyCurrency(campaigns: readonly Campaign[]): CurrencyCode | null {
  const currencyCodes = [...new Set(campaigns.map(({ currencyCode }) => currencyCode))].sort();
  if (currencyCodes.length > 1) throw new MixedCurrencyError(currencyCodes);
  return currencyCodes[0] ?? null;
}
