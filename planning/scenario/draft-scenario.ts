import type { Curve } from '../../optimizer/curve/curve.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import { type Coin, coinsToMicros } from '../coin.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import type { FittedCampaign } from '../fit-workspace.ts';
import { checkRequest } from './check-request.ts';
import { concreteProblem } from './compute-answer.ts';
import { budgetOutOfReach, limitSentence, type Side } from './explain-limit.ts';
import { checkHorizon } from './horizon.ts';
import type { ScenarioRow } from './outcome.ts';
import type { ScenarioRequest } from './request.ts';
import { asRevenue, decidingFit } from './revenue-curves.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';

/** What a scenario would be solved on. Spend per day. */
export interface ScenarioDraft {
  readonly currencyCode: CurrencyCode;
  readonly campaigns: readonly DraftedCampaign[];
  /** Sums of the campaigns' limits. */
  readonly leastMicros: Micros;
  readonly mostMicros: Micros;
  /** Why no plan can meet the budget, where that can be told from the limits alone. */
  readonly outOfReach: string | null;
}

export interface DraftedCampaign {
  readonly campaign: Campaign;
  readonly fit: FittedCampaign['fit'];
  readonly currentMicros: Micros;
  readonly lower: ScenarioRow['lower'];
  readonly upper: ScenarioRow['upper'];
  /** As it is to be expected over the days planned for. */
  readonly curve: Curve;
  /** In units of currency; null where it is unknown. */
  readonly valuePerConversion: number | null;
}

/**
 * The campaigns that a request plans, how far each may move and why, and the curves that count: everything but the
 * answer. Nothing is solved and nothing stored. Throws `InvalidInputError`, `MixedCurrencyError` and
 * `InsufficientDataError` as `createScenario` does.
 */
export async function draftScenario(
  deps: PlanningDeps,
  { workspaceId }: Pick<Viewer, 'workspaceId'>,
  request: ScenarioRequest,
): Promise<ScenarioDraft> {
  checkRequest(request);
  checkHorizon(request.horizon, deps.now());
  const { problem } = await concreteProblem(deps, workspaceId, request);
  const { campaigns, coin } = problem;
  const sum = (side: Side) =>
    coinsToMicros(
      campaigns.reduce((total, { limits }) => total + limits[side].coins, 0),
      coin,
    );
  return {
    currencyCode: coin.currencyCode,
    campaigns: campaigns.map((campaign) => drafted(problem, campaign)),
    leastMicros: sum('lower'),
    mostMicros: sum('upper'),
    outOfReach: budgetOutOfReach(problem)?.sentence ?? null,
  };
}

function drafted(problem: ScenarioProblem, planned: PlannedCampaign): DraftedCampaign {
  const { fitted, revenue, currentCoins, valuePerConversion } = planned;
  const { curve } = decidingFit(planned);
  return {
    campaign: fitted.campaign,
    fit: decidingFit(planned),
    currentMicros: coinsToMicros(currentCoins, problem.coin),
    lower: limit(problem, planned, 'lower', problem.coin),
    upper: limit(problem, planned, 'upper', problem.coin),
    curve: revenue ? asRevenue(curve) : curve,
    valuePerConversion,
  };
}

function limit(
  problem: ScenarioProblem,
  planned: PlannedCampaign,
  side: Side,
  coin: Coin,
): ScenarioRow['lower'] {
  const { coins, origin } = planned.limits[side];
  const micros = coinsToMicros(coins, coin).toString();
  return { micros, origin, sentence: limitSentence(problem, planned, side) };
}
