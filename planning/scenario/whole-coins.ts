import { measureOf } from '../../optimizer/allocate/measure.ts';
import { coinsToUnits } from '../coin.ts';
import { roundToCoins } from '../rounding.ts';
import { coinRange, marginalBreach } from './coin-ranges.ts';
import { breachesOf, totalsInCoins } from './coin-totals.ts';
import type { ScenarioOutcome } from './outcome.ts';
import type { ScenarioProblem } from './scenario-problem.ts';
import { settleInCoins } from './settle-in-coins.ts';

type Spends = readonly { readonly id: string; readonly spend: number | null }[];

/**
 * The optimizer's answer in whole coins, in the order of the planned campaigns; null when there is no plan. Where
 * rounding would cost more than staying gains, the current spends are kept.
 */
export function planInCoins(scenario: ScenarioProblem, units: Spends): readonly number[] | null {
  const rounded = spendsInCoins(scenario, units);
  if (rounded === null) return null;
  const current = scenario.campaigns.map(({ currentCoins }) => currentCoins);
  const isAverse = (scenario.request.risk?.aversion ?? 0) > 0;
  const stayingIsBetter = !isAverse && isFeasible(scenario, current) && isBetter(scenario, current, rounded);
  return stayingIsBetter ? current : rounded;
}

/** Spends of the optimizer in whole coins that keep every limit that they kept. */
export function spendsInCoins(scenario: ScenarioProblem, units: Spends): readonly number[] | null {
  const spendOf = new Map(units.map(({ id, spend }) => [id, spend]));
  const known = scenario.campaigns.map(({ label }) => spendOf.get(label) ?? null);
  if (!isComplete(known)) return null;
  const spends = known.map((spend) => spend * scenario.coin.perUnit);
  const { equal, atMost = Number.MAX_SAFE_INTEGER, atLeast = 0 } = scenario.budget;
  const ranges = spends.map((spend, i) => coinRange(scenario, i, spend));
  const rounded = roundToCoins({
    spends,
    lower: ranges.map(({ lower }) => lower),
    upper: ranges.map(({ upper }) => upper),
    total: { min: Math.max(atLeast, equal ?? 0), max: Math.min(atMost, equal ?? atMost) },
    groups: scenario.groups,
  });
  return settleInCoins(scenario, rounded, ranges);
}

const isComplete = (spends: (number | null)[]): spends is number[] =>
  spends.length > 0 && spends.every((spend) => spend !== null);

/** The largest breach of each kind, in units of currency; the limit on moved campaigns counts campaigns. */
export function violationsOf(
  scenario: ScenarioProblem,
  coins: readonly number[],
): NonNullable<ScenarioOutcome['violations']> {
  const { campaigns, coin, request } = scenario;
  const breaches = breachesOf(scenario, totalsInCoins(scenario, coins));
  const moved = campaigns.filter(({ currentCoins }, i) => coins[i] !== currentCoins).length;
  const units = (count: number) => coinsToUnits(count, coin);
  return {
    budget: units(breaches.budget),
    bounds: units(Math.max(0, ...campaigns.map((campaign, i) => boundsBreach(campaign, coins[i] ?? 0)))),
    groups: units(breaches.groups),
    targets: Math.max(
      units(breaches.targets),
      moved - (request.limits?.unitsMoved ?? moved),
      ...coins.map((count, i) => marginalBreach(scenario, i, count)),
    ),
  };
}

function boundsBreach(
  { limits, minIfOnCoins = 0, stepCoins = 1 }: ScenarioProblem['campaigns'][number],
  coins: number,
): number {
  if (limits.lower.origin === 'LOCKED') return Math.abs(coins - limits.lower.coins);
  return Math.max(
    0,
    limits.lower.coins - coins,
    coins - limits.upper.coins,
    coins > 0 ? Math.min(coins, minIfOnCoins - coins) : 0,
    Math.min(coins % stepCoins, stepCoins - (coins % stepCoins)) % stepCoins,
  );
}

/** The objective at whole-coin spends, on the true curves; of least spend, the spend. */
export function objectiveValueOf(scenario: ScenarioProblem, coins: readonly number[]): number {
  const spends = coins.map((count) => coinsToUnits(count, scenario.coin));
  const value = measureOf(scenario.allocation, spends);
  return scenario.request.objective === 'MIN_SPEND' ? -value : value;
}

function isBetter(scenario: ScenarioProblem, coins: readonly number[], than: readonly number[]): boolean {
  const gain = objectiveValueOf(scenario, coins) - objectiveValueOf(scenario, than);
  return scenario.request.objective === 'MIN_SPEND' ? gain < 0 : gain > 0;
}

function isFeasible(scenario: ScenarioProblem, coins: readonly number[]): boolean {
  return Object.values(violationsOf(scenario, coins)).every((breach) => breach === 0);
}
