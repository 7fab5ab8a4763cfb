import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { microsToCoins } from '../coin.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

/** The planner's own split in coins, campaigns that it leaves out at current; null where the plan is sought. */
export function ownSplit({ request, campaigns, coin }: ScenarioProblem): readonly number[] | null {
  const { split } = request;
  if (!split) return null;
  const spends = new Map(split.map(({ campaignId, spendMicros }) => [campaignId, spendMicros]));
  return campaigns.map(({ fitted, currentCoins }) => {
    const own = spends.get(fitted.campaign.id);
    return own === undefined ? currentCoins : microsToCoins(own, coin);
  });
}

/** In place of the optimizer's answer: nothing was sought, so nothing was found and nothing proven. */
export const NOTHING_SOUGHT: AllocationResult = {
  status: 'FEASIBLE',
  objectiveValue: null,
  currentValue: 0,
  relativeGap: null,
  totalSpend: null,
  baselineOutcome: 0,
  units: [],
  bindingConstraints: [],
  violations: null,
  infeasibility: null,
  solve: { linearPrograms: 0, nodes: 0, library: 'none', route: 'none', wallMs: 0 },
};
