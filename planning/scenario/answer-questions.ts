import type { AllocationResult, Answers, FrontierPoint } from '../../optimizer/problem/result.ts';
import { coinsToMicros } from '../coin.ts';
import type { ScenarioAnswers, ScenarioFrontierPoint, ScenarioUncertainty } from './answers.ts';
import { formatUnitsAsMicros } from './micros-text.ts';
import type { ScenarioProblem } from './scenario-problem.ts';
import { spendsInCoins } from './whole-coins.ts';

/** What the optimizer answered beside the plan, told of campaigns and in money. */
export function answersOf(scenario: ScenarioProblem, given: Answers | undefined): ScenarioAnswers | null {
  if (!given) return null;
  const { frontier, constraintCosts, widerRoom } = given;
  return {
    frontier: frontier
      ? {
          points: frontier.points.map(pointOf),
          mostProfitable: frontier.mostProfitable && pointOf(frontier.mostProfitable),
          targets: frontier.targets.map(({ target, point }) => ({ target, point: point && pointOf(point) })),
        }
      : null,
    constraintCosts:
      constraintCosts?.map(({ kind, unit, group, cost }) => ({
        kind,
        name: unit ?? group ?? null,
        campaignId: campaignIdOf(scenario, unit),
        cost,
      })) ?? null,
    widerRoom: widerRoom ? { ...widerRoom } : null,
    fewestMoves: fewestMovesOf(scenario, given.fewestMoves ?? null),
  };
}

export function uncertaintyOf(
  scenario: ScenarioProblem,
  uncertainty: AllocationResult['uncertainty'],
): ScenarioUncertainty | null {
  if (!uncertainty) return null;
  const { shares, interval, gain, ...figures } = uncertainty;
  return {
    ...figures,
    interval: [...interval],
    gain: { mean: gain.mean, interval: [...gain.interval] },
    shares: shares.map((share) => ({
      campaignId: campaignIdOf(scenario, share.id) ?? share.id,
      campaignName: share.id,
      share: share.share,
      interval: [...share.interval],
    })),
  };
}

function fewestMovesOf(
  scenario: ScenarioProblem,
  moves: NonNullable<Answers['fewestMoves']> | null,
): ScenarioAnswers['fewestMoves'] {
  if (!moves) return null;
  const { unitsMoved } = moves;
  const { request, campaigns, coin } = scenario;
  // The campaigns that stay are not to be moved by rounding either.
  const limits = { ...request.limits, unitsMoved };
  const coins = spendsInCoins({ ...scenario, request: { ...request, limits } }, moves.spends) ?? [];
  return {
    campaignsMoved: unitsMoved,
    objectiveValue: moves.objectiveValue,
    shareOfGain: moves.shareOfGain,
    spends: campaigns.map(({ fitted, currentCoins }, i) => ({
      campaignId: fitted.campaign.id,
      campaignName: fitted.campaign.name,
      currentMicros: coinsToMicros(currentCoins, coin).toString(),
      spendMicros: coinsToMicros(coins[i] ?? currentCoins, coin).toString(),
    })),
  };
}

function pointOf({ budget, revenue, profit, cpa, ...figures }: FrontierPoint): ScenarioFrontierPoint {
  const micros = (units: number | null) => (units === null ? null : formatUnitsAsMicros(units));
  return {
    ...figures,
    budgetMicros: formatUnitsAsMicros(budget),
    revenueMicros: micros(revenue),
    profitMicros: micros(profit),
    cpaMicros: micros(cpa),
  };
}

const campaignIdOf = ({ campaigns }: ScenarioProblem, label: string | undefined): string | null =>
  campaigns.find((campaign) => campaign.label === label)?.fitted.campaign.id ?? null;
