import type { AllocationResult } from '../../optimizer/problem/result.ts';
import { coinsToUnits } from '../coin.ts';
import { roundToCoins } from '../rounding.ts';
import { objectiveAt } from './evaluate.ts';
import type { ScenarioOutcome } from './outcome.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

/** Money below a tenth of a coin is not a breach. */
const TOLERANCE_COINS = 0.1;

/**
 * The optimizer's answer in whole coins, in the order of the planned campaigns; null when there is no plan. Where
 * rounding would cost more than staying gains, the current spends are kept.
 */
export function planInCoins(scenario: ScenarioProblem, result: AllocationResult): readonly number[] | null {
  const spendOf = new Map(result.units.map(({ id, spend }) => [id, spend]));
  const spends = scenario.campaigns.map(({ label }) => spendOf.get(label) ?? null);
  if (spends.length === 0 || spends.some((spend) => spend === null)) return null;

  const { equal, atMost = Number.MAX_SAFE_INTEGER, atLeast = 0 } = scenario.budget;
  const rounded = roundToCoins({
    spends: spends.map((spend) => (spend ?? 0) * scenario.coin.perUnit),
    lower: scenario.campaigns.map(({ limits }) => limits.lower.coins),
    upper: scenario.campaigns.map(({ limits }) => limits.upper.coins),
    total: { min: Math.max(atLeast, equal ?? 0), max: Math.min(atMost, equal ?? atMost) },
    groups: scenario.groups,
  });
  const current = scenario.campaigns.map(({ currentCoins }) => currentCoins);
  const stayingIsBetter =
    isFeasible(scenario, current) &&
    objectiveValueOf(scenario, current) > objectiveValueOf(scenario, rounded);
  return stayingIsBetter ? current : rounded;
}

/** The largest breach of each kind, in units of currency. */
export function violationsOf(
  { coin, campaigns, budget, groups }: ScenarioProblem,
  coins: readonly number[],
): NonNullable<ScenarioOutcome['violations']> {
  const total = sum(coins);
  const outside = (spend: number, min = 0, max = Number.POSITIVE_INFINITY) => {
    const breach = Math.max(0, min - spend, spend - max);
    return breach <= TOLERANCE_COINS ? 0 : coinsToUnits(breach, coin);
  };
  const largest = (breaches: readonly number[]) => Math.max(0, ...breaches);
  return {
    budget: Math.max(
      outside(total, budget.equal, budget.equal),
      outside(total, budget.atLeast, budget.atMost),
    ),
    bounds: largest(
      campaigns.map(({ limits }, i) => outside(coins[i] ?? 0, limits.lower.coins, limits.upper.coins)),
    ),
    groups: largest(
      groups.flatMap(({ members, min, max, minShare = 0, maxShare = 1 }) => {
        const spend = sum(members.map((i) => coins[i] ?? 0));
        // A share may fall between two coins.
        return [
          outside(spend, min, max),
          outside(spend, Math.floor(minShare * total), Math.ceil(maxShare * total)),
        ];
      }),
    ),
    targets: 0,
  };
}

/** The objective at whole-coin spends, on the true curves. */
export function objectiveValueOf(scenario: ScenarioProblem, coins: readonly number[]): number {
  const spends = coins.map((count) => coinsToUnits(count, scenario.coin));
  return objectiveAt(scenario.request.objective, scenario.campaigns, spends);
}

function isFeasible(scenario: ScenarioProblem, coins: readonly number[]): boolean {
  const { budget, bounds, groups } = violationsOf(scenario, coins);
  return budget === 0 && bounds === 0 && groups === 0;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
