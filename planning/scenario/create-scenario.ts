import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { Scenario } from '../../store/model/entities.ts';
import { scenarioId } from '../../store/model/ids.ts';
import { allocateOrRefuse } from '../allocation/solve-problem.ts';
import { earlierDay } from '../day-order.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import { fitWorkspace } from '../fit-workspace.ts';
import { scenarioOutcome } from './answer.ts';
import { checkRequest } from './check-request.ts';
import { inputHash, plainJson } from './input-hash.ts';
import type { ScenarioRequest } from './request.ts';
import { scenarioProblem } from './scenario-problem.ts';

/**
 * Asks once, answers once, keeps both: fits what is not fitted yet, solves, stores the scenario and returns it.
 * A request that no plan can meet is stored and returned as INFEASIBLE with its explanation. Throws
 * `InvalidInputError`, `MixedCurrencyError` and `InsufficientDataError`.
 */
export async function createScenario(
  deps: PlanningDeps,
  viewer: Pick<Viewer, 'workspaceId' | 'subject'>,
  request: ScenarioRequest,
): Promise<Scenario> {
  checkRequest(request);
  const fit = await fitWorkspace(deps, viewer.workspaceId);
  const problem = scenarioProblem(request, fit.campaigns);
  const result = scenarioOutcome(problem, allocateOrRefuse(problem.allocation), fit);
  const fitted = problem.campaigns.map((campaign) => campaign.fitted);
  const scenario: Scenario = {
    workspaceId: viewer.workspaceId,
    id: scenarioId(deps.newId()),
    name: request.name,
    createdAt: deps.now().toISOString(),
    createdBy: viewer.subject,
    inputHash: inputHash({
      request,
      problem: problem.allocation,
      data: fitted.map(({ campaign, dataHash }) => [campaign.id, dataHash]),
    }),
    dataCompleteThrough: fitted.map((campaign) => campaign.dataCompleteThrough).reduce(earlierDay),
    request: plainJson(request),
    problem: plainJson(withoutDraws(problem.allocation)),
    result,
  };
  await deps.store.scenarios.create(scenario);
  return scenario;
}

/** Draws are named by the hash and held by the curves; a hundred campaigns of them would not fit into an item. */
const withoutDraws = ({ units, ...problem }: AllocationProblem): AllocationProblem => ({
  ...problem,
  units: units.map(({ draws: _, ...unit }) => unit),
});
