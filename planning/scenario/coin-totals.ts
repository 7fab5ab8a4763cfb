import { unitResponse } from '../../optimizer/allocate/unit-response.ts';
import { responseAt } from '../../optimizer/curve/evaluate.ts';
import { coinsToUnits } from '../coin.ts';
import { valuePerOutcome } from './revenue-curves.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

/** What a plan in whole coins adds up to. Outcomes count what spend brings alone; money is in coins. */
export interface CoinTotals {
  readonly spend: number;
  readonly conversions: number;
  readonly revenue: number;
  /** Revenue × margin − spend. */
  readonly profit: number;
  /** Sum of absolute changes. */
  readonly changed: number;
  /** Spend of each group. */
  readonly groups: readonly number[];
}

/** One campaign's part of the totals at a spend, by its index among the planned ones. */
export type CoinShare = (index: number, coins: number) => CoinTotals;

export function coinShares(scenario: ScenarioProblem): CoinShare {
  const { campaigns, groups, coin, allocation } = scenario;
  const responses = allocation.units.map((unit) => unitResponse(unit));
  return (index, coins) => {
    const campaign = campaigns[index];
    const spend = coinsToUnits(coins, coin);
    const outcome = responses[index]?.value(spend) ?? 0;
    const conversions = campaign?.revenue ? responseAt(campaign.fitted.fit.curve, spend) : outcome;
    const revenue = outcome * ((campaign && valuePerOutcome(campaign)) ?? 0) * coin.perUnit;
    return {
      spend: coins,
      conversions,
      revenue,
      profit: revenue * (campaign?.margin ?? 1) - coins,
      changed: Math.abs(coins - (campaign?.currentCoins ?? 0)),
      groups: groups.map(({ members }) => (members.includes(index) ? coins : 0)),
    };
  };
}

export const NOTHING = (groups: number): CoinTotals => ({
  spend: 0,
  conversions: 0,
  revenue: 0,
  profit: 0,
  changed: 0,
  groups: Array<number>(groups).fill(0),
});

/** a + sign · b. */
export const added = (a: CoinTotals, b: CoinTotals, sign: 1 | -1 = 1): CoinTotals => ({
  spend: a.spend + sign * b.spend,
  conversions: a.conversions + sign * b.conversions,
  revenue: a.revenue + sign * b.revenue,
  profit: a.profit + sign * b.profit,
  changed: a.changed + sign * b.changed,
  groups: a.groups.map((spend, g) => spend + sign * (b.groups[g] ?? 0)),
});

export function totalsInCoins(scenario: ScenarioProblem, coins: readonly number[]): CoinTotals {
  const shareOf = coinShares(scenario);
  return coins.reduce(
    (totals, spend, i) => added(totals, shareOf(i, spend)),
    NOTHING(scenario.groups.length),
  );
}

/** Money below a tenth of a coin is not a breach. */
const TOLERANCE_COINS = 0.1;

/** The largest breach of each kind by the totals, in coins. */
export interface CoinBreaches {
  readonly budget: number;
  readonly groups: number;
  /** Targets, floors and the limit on money moved. */
  readonly targets: number;
}

export function breachesOf(
  scenario: ScenarioProblem,
  totals: CoinTotals,
  tolerance: number = TOLERANCE_COINS,
): CoinBreaches {
  const { budget, groups, request, coin } = scenario;
  const { spend, conversions, revenue, profit, changed } = totals;
  const inCoins = (micros: bigint | undefined) => (Number(micros ?? 0n) / 1e6) * coin.perUnit;
  const { targets, floors, limits } = request;
  // A floor on conversions is held against money at what a conversion costs on average.
  const cpa = conversions > 0 ? spend / conversions : 1;
  const largest = (breaches: readonly number[]) => {
    const breach = Math.max(0, ...breaches);
    return breach <= tolerance ? 0 : breach;
  };
  const missing = (wanted: unknown, amount: number) => (wanted === undefined ? 0 : amount);
  return {
    budget: largest([
      outside(spend, budget.equal, budget.equal),
      outside(spend, budget.atLeast, budget.atMost),
    ]),
    groups: largest(
      groups.flatMap(({ min, max, minShare = 0, maxShare = 1 }, g) => {
        const spent = totals.groups[g] ?? 0;
        // A share may fall between two coins.
        return [
          outside(spent, min, max),
          outside(spent, Math.floor(minShare * spend), Math.ceil(maxShare * spend)),
        ];
      }),
    ),
    targets: largest([
      missing(targets?.cpaAtMostMicros, spend - inCoins(targets?.cpaAtMostMicros) * conversions),
      missing(targets?.roasAtLeast, (targets?.roasAtLeast ?? 0) * spend - revenue),
      missing(floors?.conversionsAtLeast, cpa * ((floors?.conversionsAtLeast ?? 0) - conversions)),
      missing(floors?.revenueAtLeastMicros, inCoins(floors?.revenueAtLeastMicros) - revenue),
      missing(floors?.profitAtLeastMicros, inCoins(floors?.profitAtLeastMicros) - profit),
      missing(limits?.totalMovedMicros, changed / 2 - inCoins(limits?.totalMovedMicros)),
    ]),
  };
}

const outside = (spend: number, min = 0, max = Number.POSITIVE_INFINITY) =>
  Math.max(0, min - spend, spend - max);
