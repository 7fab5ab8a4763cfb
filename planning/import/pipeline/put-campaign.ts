import { VersionConflictError } from '../../../store/errors.ts';
import type { Store } from '../../../store/ports.ts';
import { type DescribedCampaign, mergedCampaign, sameCampaign } from '../campaign-entity.ts';

/** Another writer of the same campaign is rare; one that wins this often in a row is a fault. */
const MAX_PUT_ATTEMPTS = 5;

/**
 * Compare-and-set, from what is stored now; a writer in between is answered with another try. Says whether anything
 * was written.
 */
export async function putCampaign(store: Store, described: DescribedCampaign): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const stored = await store.campaigns.get(described.workspaceId, described.id);
    const campaign = mergedCampaign(stored, described);
    if (stored !== null && sameCampaign(campaign, stored)) return false;
    try {
      await store.campaigns.put(campaign, stored?.version ?? null);
      return true;
    } catch (error) {
      if (!(error instanceof VersionConflictError) || attempt === MAX_PUT_ATTEMPTS) throw error;
    }
  }
}
