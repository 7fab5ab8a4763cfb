import { revenuePerOutcome } from '../../optimizer/allocate/outcome-value.ts';
import { unitResponse } from '../../optimizer/allocate/unit-response.ts';
import { coinsToUnits } from '../coin.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';

/** Between which whole coins a campaign's spend may be rounded. */
export interface CoinRange {
  readonly lower: number;
  readonly upper: number;
}

/** A solver's answer is this close to its limits, in coins. */
const TOLERANCE = 1e-4;

/**
 * What the optimizer chose stays chosen: a campaign that is off, on a multiple of its step, or not to be moved is not
 * rounded at all, and none is rounded past its minimum-if-on or its marginal target. `spend` in coins.
 */
export function coinRange(scenario: ScenarioProblem, index: number, spend: number): CoinRange {
  const campaign = scenario.campaigns[index] as PlannedCampaign;
  const { currentCoins, minIfOnCoins, stepCoins, limits } = campaign;
  const { lower, upper } = { lower: limits.lower.coins, upper: limits.upper.coins };
  const isNear = (coins: number) => Math.abs(spend - coins) <= TOLERANCE + 1e-9 * coins;
  if (limits.lower.origin === 'LOCKED') return only(lower);
  if (stepCoins !== undefined) return only(Math.round(spend / stepCoins) * stepCoins);
  if (scenario.request.limits?.unitsMoved !== undefined && isNear(currentCoins)) return only(currentCoins);
  if (minIfOnCoins !== undefined && minIfOnCoins > 0) {
    return isNear(0) && lower === 0
      ? only(0)
      : withinMarginal(scenario, index, spend, { lower: Math.max(lower, minIfOnCoins), upper });
  }
  return withinMarginal(scenario, index, spend, { lower, upper });
}

const only = (coins: number): CoinRange => ({ lower: coins, upper: coins });

/** The neighbouring coin at which the curve is too flat is left out. */
function withinMarginal(
  scenario: ScenarioProblem,
  index: number,
  spend: number,
  range: CoinRange,
): CoinRange {
  if (marginalCost(scenario, index) === 0) return range;
  const below = Math.floor(spend + TOLERANCE);
  const isSteep = (coins: number) => marginalBreach(scenario, index, coins) === 0;
  if (!isSteep(below + 1)) return { lower: range.lower, upper: Math.max(range.lower, below) };
  if (!isSteep(below)) return { lower: Math.min(range.upper, below + 1), upper: range.upper };
  return range;
}

/** How much more the next conversion costs than the targets let it, in units of currency; 0 where they hold. */
export function marginalBreach(scenario: ScenarioProblem, index: number, coins: number): number {
  const most = marginalCost(scenario, index);
  const unit = scenario.allocation.units[index];
  const isAtLowest = coins <= lowestOf(scenario.campaigns[index] as PlannedCampaign);
  if (most === 0 || !unit || isAtLowest) return 0;
  const cost = 1 / unitResponse(unit).slope(coinsToUnits(coins, scenario.coin));
  return cost <= most * (1 + 1e-9) ? 0 : Math.min(cost, Number.MAX_VALUE) - most;
}

/** The least that a campaign may spend by its limits and choices. */
function lowestOf({ limits, minIfOnCoins = 0, stepCoins = 1 }: PlannedCampaign): number {
  const least = limits.lower.coins === 0 ? 0 : Math.max(limits.lower.coins, minIfOnCoins);
  return Math.ceil(least / stepCoins) * stepCoins;
}

/** The most that the next conversion may cost, in units of currency; 0 where there is no target. */
function marginalCost({ allocation }: ScenarioProblem, index: number): number {
  const { marginalCpaAtMost, marginalRoasAtLeast } = allocation.targets ?? {};
  const unit = allocation.units[index];
  const value = unit ? revenuePerOutcome(unit) : 0;
  const costs = [
    ...(marginalCpaAtMost === undefined ? [] : [marginalCpaAtMost]),
    ...(marginalRoasAtLeast === undefined ? [] : [value / marginalRoasAtLeast]),
  ];
  return costs.length === 0 ? 0 : Math.min(...costs);
}
