import { randomSource } from '../../../bench/fit/simulate.ts';
import type { CampaignSeries } from '../../../optimizer/fit/fitted-curve.ts';

export const dayAfter = (days: number): string =>
  new Date(Date.UTC(2026, 0, 5) + days * 86_400_000).toISOString().slice(0, 10);

/** A series day by day from functions of the day's number. */
export function seriesOf(
  days: number,
  spend: (t: number) => number,
  outcome: (t: number, x: number) => number | null,
  names: { campaign?: string; channel?: string } = {},
): CampaignSeries {
  return {
    campaign: names.campaign ?? 'campaign',
    channel: names.channel ?? 'channel',
    days: Array.from({ length: days }, (_, t) => ({
      date: dayAfter(t),
      spend: spend(t),
      outcome: outcome(t, spend(t)),
    })),
  };
}

/** Budgets that change every twelve days, with a little daily noise: mean near 15. */
export function changingBudget(seed: number, days: number, variation = 0.5): number[] {
  const random = randomSource(seed);
  let level = 15;
  return Array.from({ length: days }, (_, t) => {
    if (t % 12 === 0) level = 15 * Math.exp(variation * random.normal());
    return level * Math.exp(0.08 * random.normal());
  });
}

/** Geometric carry-over, started at the first day's spend. */
export function carry(spend: readonly number[], theta: number): number[] {
  let carried = spend[0] ?? 0;
  return spend.map((x) => {
    carried = (1 - theta) * x + theta * carried;
    return carried;
  });
}
