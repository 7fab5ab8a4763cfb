import * as keys from './dynamo/keys.ts';
import type { EvidenceKind } from './evidence-kinds.ts';
import type { EconomicsKey, ExtraCostKey } from './model/economics.ts';
import type { GoalKey, GoalScope } from './model/goal.ts';
import type { Month } from './model/monthly.ts';

/** A month's goals lie together: a workspace has more of them than it reads at once. */
export const goalKind = (month: Month): EvidenceKind<GoalKey> => ({
  nameOf: (key) => `The goal of ${subjectOf(key.scope)} for ${key.month}`,
  partition: (workspace) => keys.goalPartition(workspace, month),
  sortKey: (key) => {
    if (key.month === month) return keys.goalSortKey(key.scope);
    throw new RangeError(`A goal of ${key.month} was handed to the goals of ${month}.`);
  },
});

function subjectOf(scope: GoalScope): string {
  if (scope.kind === 'ACCOUNT') return 'the account';
  return scope.kind === 'CHANNEL' ? `the channel ${scope.channel}` : `campaign ${scope.campaignId}`;
}

export const ECONOMICS: EvidenceKind<EconomicsKey> = {
  nameOf: ({ from }) => `The economics from ${from}`,
  partition: keys.economicsPartition,
  sortKey: ({ from }) => keys.economicsSortKey(from),
};

export const EXTRA_COST: EvidenceKind<ExtraCostKey> = {
  nameOf: ({ month, name }) => `The cost ${JSON.stringify(name)} of ${month}`,
  partition: keys.extraCostPartition,
  sortKey: ({ month, name }) => keys.extraCostSortKey(month, name),
};
