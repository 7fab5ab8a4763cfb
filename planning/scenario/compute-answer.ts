import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { allocateOrRefuse } from '../allocation/solve-problem.ts';
import { earlierDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { type FittedCampaign, fitWorkspace } from '../fit-workspace.ts';
import { scenarioOutcome } from './answer.ts';
import { forHorizon } from './horizon.ts';
import { inputHash, plainJson } from './input-hash.ts';
import { NOTHING_SOUGHT } from './own-split.ts';
import type { ScenarioRequest } from './request.ts';
import { scenarioProblem } from './scenario-problem.ts';

/** What computing adds to a scenario that was asked. */
export type ScenarioAnswer = Pick<
  Scenario,
  'inputHash' | 'dataCompleteThrough' | 'dataHashes' | 'problem' | 'result'
>;

/**
 * Fits what is not fitted yet, and solves. A request that no plan can meet is answered as INFEASIBLE with its
 * explanation. Throws `InvalidInputError`, `MixedCurrencyError` and `InsufficientDataError`.
 */
export async function computeAnswer(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: ScenarioRequest,
): Promise<ScenarioAnswer> {
  const fit = await fitWorkspace(deps, workspace);
  const campaigns = forHorizon(fit.campaigns, request.horizon);
  const problem = scenarioProblem(request, campaigns);
  const found = request.split ? NOTHING_SOUGHT : allocateOrRefuse(problem.allocation);
  const result = scenarioOutcome(problem, found, fit);
  const fitted = problem.campaigns.map((campaign) => campaign.fitted);
  return {
    inputHash: inputHash({
      request,
      problem: problem.allocation,
      data: fitted.map(({ campaign, dataHash }) => [campaign.id, dataHash]),
    }),
    dataCompleteThrough: fitted.map((campaign) => campaign.dataCompleteThrough).reduce(earlierDay),
    dataHashes: Object.fromEntries(fitted.map((campaign) => [campaign.campaign.id, dataHashOf(campaign)])),
    problem: plainJson(withoutDraws(problem.allocation)),
    result,
  };
}

/** The day up to which the days were seen, and their hash. */
const dataHashOf = ({ dataCompleteThrough, completeDaysHash }: FittedCampaign) =>
  `${dataCompleteThrough} ${completeDaysHash}`;

/** Draws are named by the hash and held by the curves; a hundred campaigns of them would not fit into an item. */
const withoutDraws = ({ units, ...problem }: AllocationProblem): AllocationProblem => ({
  ...problem,
  units: units.map(({ draws: _, ...unit }) => unit),
});
