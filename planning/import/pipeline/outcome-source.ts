import type { WorkspaceId } from '../../../store/model/ids.ts';
import type { OutcomeKey, OutcomeSource } from '../../../store/model/outcomes.ts';
import { wellFormedIdOf } from '../campaign-entity.ts';
import type { OutcomeRow } from '../parsed-export.ts';

/**
 * Under which names a CRM's row reports. Rows without amounts and rows in another currency are sources of their own:
 * amounts of two currencies never meet in one series.
 */
export function outcomeSourceOf(workspaceId: WorkspaceId, row: OutcomeRow): OutcomeSource {
  const { campaignExternalId, campaignName, utm, currencyCode } = row;
  const names = [campaignExternalId, campaignName, utm?.source, utm?.medium, utm?.campaign, currencyCode];
  const key = names.map((name) => (name ?? '').replaceAll('|', '_')).join('|');
  return {
    workspaceId,
    // Well-formed as an id is, and so fit for a key.
    key: wellFormedIdOf(key) as OutcomeKey,
    campaignExternalId,
    campaignName,
    utmSource: utm?.source ?? null,
    utmMedium: utm?.medium ?? null,
    utmCampaign: utm?.campaign ?? null,
  };
}
