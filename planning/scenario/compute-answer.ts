import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { allocateOrRefuse } from '../allocation/solve-problem.ts';
import { dataHashOf } from '../daily-series.ts';
import { earlierDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { InsufficientDataError } from '../errors.ts';
import { type FittedCampaign, fitWorkspace, type WorkspaceFit } from '../fit-workspace.ts';
import { scenarioOutcome } from './answer.ts';
import { forHorizon } from './horizon.ts';
import { inputHash, plainJson } from './input-hash.ts';
import { OUTCOME_WORDS } from './outcome-words.ts';
import { NOTHING_SOUGHT } from './own-split.ts';
import type { ScenarioRequest } from './request.ts';
import { countsRevenueAlone } from './revenue-curves.ts';
import { type ScenarioProblem, scenarioProblem } from './scenario-problem.ts';

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
  const { fit, problem } = await concreteProblem(deps, workspace, request);
  const found = request.split ? NOTHING_SOUGHT : allocateOrRefuse(problem.allocation);
  const result = scenarioOutcome(problem, found, fit);
  const fitted = problem.campaigns.map((campaign) => campaign.fitted);
  return {
    inputHash: inputHash({
      request,
      problem: problem.allocation,
      data: problem.campaigns.map(({ fitted: { campaign, dataHash }, revenue }) => [
        campaign.id,
        dataHash,
        ...(revenue ? [revenue.dataHash] : []),
      ]),
    }),
    dataCompleteThrough: fitted.map((campaign) => campaign.dataCompleteThrough).reduce(earlierDay),
    dataHashes: Object.fromEntries(fitted.map((campaign) => [campaign.campaign.id, dataHashOf(campaign)])),
    problem: plainJson(withoutDraws(problem.allocation)),
    result,
  };
}

/** The request on the workspace's curves, as they are to be expected over its days. Throws as `computeAnswer` does. */
export async function concreteProblem(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: ScenarioRequest,
): Promise<{ readonly fit: WorkspaceFit; readonly problem: ScenarioProblem }> {
  const { outcome = 'CONVERSIONS', horizon } = request;
  const fit = await fitWorkspace(deps, workspace, outcome);
  if (fit.campaigns.length === 0 && outcome !== 'CONVERSIONS') {
    const [, several] = OUTCOME_WORDS[outcome];
    throw new InsufficientDataError(
      `No CRM or shop counted ${several} of a campaign in this workspace. Import its export, or plan for CONVERSIONS.`,
    );
  }
  const campaigns = forHorizon(fit.campaigns, horizon);
  const revenue = await revenueFit(deps, workspace, request, campaigns);
  const curves = new Map(forHorizon(revenue?.campaigns ?? [], horizon).map((one) => [one.campaign.id, one]));
  return {
    fit: revenue ? bothFits(fit, revenue) : fit,
    problem: scenarioProblem(request, campaigns, curves),
  };
}

/** Null where no revenue was reported, or nothing asks for it. */
async function revenueFit(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: ScenarioRequest,
  campaigns: readonly FittedCampaign[],
): Promise<WorkspaceFit | null> {
  const isReported = campaigns.some(({ current }) => current.valuePerConversion !== null);
  return countsRevenueAlone(request) && isReported ? fitWorkspace(deps, workspace, 'REVENUE') : null;
}

const bothFits = (a: WorkspaceFit, b: WorkspaceFit): WorkspaceFit => ({
  ...a,
  reused: a.reused && b.reused,
  fitMs: a.fitMs + b.fitMs,
});

/** Draws are named by the hash and held by the curves; a hundred campaigns of them would not fit into an item. */
const withoutDraws = ({ units, ...problem }: AllocationProblem): AllocationProblem => ({
  ...problem,
  units: units.map(({ draws: _, ...unit }) => unit),
});
