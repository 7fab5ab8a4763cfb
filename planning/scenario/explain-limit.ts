import { moneyFigure, type Statement } from '../../optimizer/statement.ts';
import { coinsToUnits, formatCoins } from '../coin.ts';
import { HELD_CHANGE, OBSERVED_RANGE_FACTOR } from './limits.ts';
import { DEFAULT_LIMITS } from './request.ts';
import type { PlannedCampaign, ScenarioProblem } from './scenario-problem.ts';

const percent = (ratio: number) =>
  `${ratio > 0 ? '+' : ratio < 0 ? '−' : ''}${Number((Math.abs(ratio) * 100).toFixed(1))} %`;

export type Side = 'lower' | 'upper';

/** A limit in a planner's words, with its amount. */
export function limitSentence(scenario: ScenarioProblem, campaign: PlannedCampaign, side: Side): string {
  const { coins, origin } = campaign.limits[side];
  const amount = formatCoins(coins, scenario.coin);
  if (origin === 'LOCKED') return `Locked at ${amount}.`;
  const bound = side === 'lower' ? 'At least' : 'At most';
  return `${bound} ${amount}: ${limitOrigin(scenario, campaign, side)}.`;
}

/** Where a limit comes from, as part of a sentence. */
export function limitOrigin({ request }: ScenarioProblem, campaign: PlannedCampaign, side: Side): string {
  const { origin } = campaign.limits[side];
  const sign = side === 'lower' ? -1 : 1;
  switch (origin) {
    case 'LOCKED':
      return 'locked';
    case 'PLANNER':
      return 'as asked';
    case 'DEFAULT_RANGE': {
      const change =
        side === 'lower'
          ? (request.defaultLimits?.minChange ?? DEFAULT_LIMITS.minChange)
          : (request.defaultLimits?.maxChange ?? DEFAULT_LIMITS.maxChange);
      return `the scenario's default limit of ${percent(change)}`;
    }
    case 'HELD_UNIDENTIFIED':
      return `held near current (${percent(sign * HELD_CHANGE[origin])}), as its curve cannot be told from its data`;
    case 'HELD_WEAK':
      return `held near current (${percent(sign * HELD_CHANGE[origin])}), as its curve is only weakly known`;
    case 'OBSERVED_RANGE':
      return `${OBSERVED_RANGE_FACTOR} times its highest usual daily spend so far; beyond that its curve is a guess`;
  }
}

/** The commonest clash, in one sentence: the budget against all the campaigns' limits; null when it is another. */
export function budgetOutOfReach({ budget, campaigns, coin }: ScenarioProblem): Statement | null {
  const least = campaigns.reduce((total, { limits }) => total + limits.lower.coins, 0);
  const most = campaigns.reduce((total, { limits }) => total + limits.upper.coins, 0);
  const wantedAtLeast = Math.max(budget.equal ?? 0, budget.atLeast ?? 0);
  const wantedAtMost = Math.min(budget.equal ?? Infinity, budget.atMost ?? Infinity);
  const money = (coins: number) => formatCoins(coins, coin);
  const figures = (wanted: number, together: number) => [
    moneyFigure('budget', coinsToUnits(wanted, coin)),
    moneyFigure('by', coinsToUnits(Math.abs(wanted - together), coin)),
    moneyFigure('together', coinsToUnits(together, coin)),
  ];
  if (wantedAtLeast > most) {
    const sentence = `The budget of ${money(wantedAtLeast)} a day is ${money(wantedAtLeast - most)} more than the campaigns may spend together, ${money(most)}. Lower it, raise defaultLimits.maxChange, or give single campaigns a max.`;
    return { code: 'BUDGET_TOO_HIGH', sentence, figures: figures(wantedAtLeast, most) };
  }
  if (wantedAtMost < least) {
    const sentence = `The budget of ${money(wantedAtMost)} a day is ${money(least - wantedAtMost)} less than the campaigns have to spend together, ${money(least)}. Raise it, lower defaultLimits.minChange, or give single campaigns a min.`;
    return { code: 'BUDGET_TOO_LOW', sentence, figures: figures(wantedAtMost, least) };
  }
  return null;
}
