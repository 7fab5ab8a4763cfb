import type { ApplicationId } from '../../store/model/ids.ts';
import type { CampaignBudget } from '../../store/model/ledger.ts';
import type { Replacement } from '../../store/ports.ts';

/** Enough for every guard rail that looks back, and for the eye. */
const CHANGES_KEPT = 20;

/** The budget at another amount, with the change put down. */
export function withAmount(
  budget: CampaignBudget | undefined,
  fresh: Pick<CampaignBudget, 'workspaceId' | 'campaignId' | 'currencyCode'>,
  change: {
    readonly amountMicros: bigint;
    readonly at: string;
    readonly applicationId: ApplicationId | null;
  },
): Replacement<CampaignBudget> {
  const before = budget ?? { ...fresh, platformBudgetId: null, sharedWith: [], changes: [], version: 0 };
  return {
    record: {
      ...before,
      amountMicros: change.amountMicros,
      changes: [
        {
          at: change.at,
          beforeMicros: budget?.amountMicros ?? null,
          afterMicros: change.amountMicros,
          applicationId: change.applicationId,
        },
        ...before.changes,
      ].slice(0, CHANGES_KEPT),
      version: before.version + 1,
    },
    expectedVersion: budget?.version ?? null,
  };
}
