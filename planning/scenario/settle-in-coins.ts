import type { CoinRange } from './coin-ranges.ts';
import { added, breachesOf, type CoinTotals, coinShares, totalsInCoins } from './coin-totals.ts';
import type { ScenarioProblem } from './scenario-problem.ts';

const MOST_ROUNDS = 200;
/** In coins: rounding errors of the sums, no more. */
const EXACT = 1e-6;
/** Campaigns that are tried as givers and takers in a round: those whose own coin helps most. */
const MOST_CANDIDATES = 40;

/**
 * Rounding moves a plan by less than a coin each, which may cost a target that the plan met exactly. Moves single
 * coins, in or out or from one campaign to another, while that lessens what is missing; among equals the move that
 * costs the objective least.
 */
export function settleInCoins(
  scenario: ScenarioProblem,
  rounded: readonly number[],
  ranges: readonly CoinRange[],
): readonly number[] {
  const shareOf = coinShares(scenario);
  const coins = [...rounded];
  let totals = totalsInCoins(scenario, coins);
  for (let round = 0; round < MOST_ROUNDS && missing(scenario, totals) > 0; round++) {
    const before = totals;
    const step = (i: number, by: 1 | -1): Step[] => {
      const now = coins[i] ?? 0;
      const { lower, upper } = ranges[i] ?? { lower: now, upper: now };
      if (now + by < lower || now + by > upper) return [];
      return [{ moves: [[i, by]], delta: added(shareOf(i, now + by), shareOf(i, now), -1) }];
    };
    const judged = (steps: readonly Step[]) =>
      steps.map((candidate): Judged => {
        const after = added(before, candidate.delta);
        return {
          ...candidate,
          after,
          missing: missing(scenario, after),
          value: objectiveOf(scenario, after),
        };
      });
    const takers = foremost(judged(coins.flatMap((_, i) => step(i, 1))));
    const givers = foremost(judged(coins.flatMap((_, i) => step(i, -1))));
    const exchanges = takers.flatMap((to) =>
      givers
        .filter((from) => from.moves[0]?.[0] !== to.moves[0]?.[0])
        .map((from) => ({ moves: [...from.moves, ...to.moves], delta: added(from.delta, to.delta) })),
    );
    const best = [...takers, ...givers, ...judged(exchanges)].sort(byWorth)[0];
    if (!best || best.missing >= missing(scenario, totals)) break;
    for (const [i, by] of best.moves) coins[i] = (coins[i] ?? 0) + by;
    totals = best.after;
  }
  return coins;
}

interface Step {
  readonly moves: readonly (readonly [index: number, by: 1 | -1])[];
  readonly delta: CoinTotals;
}

interface Judged extends Step {
  readonly after: CoinTotals;
  readonly missing: number;
  readonly value: number;
}

const byWorth = (a: Judged, b: Judged) => a.missing - b.missing || b.value - a.value;

const foremost = (steps: readonly Judged[]) => [...steps].sort(byWorth).slice(0, MOST_CANDIDATES);

function missing(scenario: ScenarioProblem, totals: CoinTotals): number {
  const { budget, groups, targets } = breachesOf(scenario, totals, EXACT);
  return budget + groups + targets;
}

/** The objective, larger being better, in coins or conversions. */
function objectiveOf(
  { request }: ScenarioProblem,
  { conversions, revenue, profit, spend }: CoinTotals,
): number {
  switch (request.objective) {
    case 'MAX_CONVERSIONS':
      return conversions;
    case 'MAX_REVENUE':
      return revenue;
    case 'MAX_PROFIT':
      return profit;
    case 'MAX_ROI':
      return spend > 0 ? profit / spend : 0;
    case 'MIN_SPEND':
      return -spend;
  }
}
