import { day, dayNumber, type IsoDate } from '../../store/model/day.ts';
import { DAYS, weekdayOf } from './calendar.ts';
import type { CampaignTruth } from './company.ts';
import type { Random } from './random.ts';

/** The budget stands still for this long at the end, so that "current" is a plateau. */
const CURRENT_PLATEAU_DAYS = 42;

/** Platforms spend a little more on some days than on others, Monday to Sunday. */
const DELIVERY_RHYTHM = [1.03, 1.02, 1.0, 0.99, 0.97, 0.98, 1.01];

/** Lowest and highest budget in multiples of the current one, and the size of a change. */
const BUDGET_RANGE = {
  VARIED: { low: 0.45, high: 1.9 },
  WIDE: { low: 0.3, high: 2.6 },
} as const;

/**
 * Spend of each of `DAYS`, in cents: a budget that changes by 30 to 60 % every two to five weeks, a little more of
 * it before Christmas, the platform's rhythm and noise. 0 while the campaign is not running.
 */
export function spendHistory(campaign: CampaignTruth, random: Random): number[] {
  const budgets = budgetHistory(campaign, random);
  const noise = campaign.history === 'STEADY' ? 0.025 : 0.07;
  return DAYS.map((date, index) => {
    const rhythm = campaign.history === 'STEADY' ? 1 : DELIVERY_RHYTHM[weekdayOf(date)]!;
    const spend = budgets[index]! * rhythm * Math.exp(noise * random.normal());
    return isRunning(campaign, date) ? Math.round(spend * 100) : 0;
  });
}

export function isRunning(campaign: CampaignTruth, date: IsoDate): boolean {
  if (campaign.from !== undefined && date < campaign.from) return false;
  if (campaign.to !== undefined && date > campaign.to) return false;
  return !isPaused(campaign, date);
}

export const isPaused = (campaign: CampaignTruth, date: IsoDate): boolean =>
  (campaign.pauses ?? []).some(([from, to]) => date >= from && date <= to);

function budgetHistory(campaign: CampaignTruth, random: Random): number[] {
  if (campaign.history === 'STEADY') return DAYS.map(() => campaign.currentSpend);
  const { low, high } = BUDGET_RANGE[campaign.history];
  const budgets: number[] = [];
  let level = random.between(0.7, 1.4);
  while (budgets.length < DAYS.length - CURRENT_PLATEAU_DAYS) {
    const length = Math.round(random.between(14, 35));
    for (let i = 0; i < length; i += 1) budgets.push(level * campaign.currentSpend);
    level = nextLevel(level, low, high, random);
  }
  budgets.length = DAYS.length - CURRENT_PLATEAU_DAYS;
  for (let i = 0; i < CURRENT_PLATEAU_DAYS; i += 1) budgets.push(campaign.currentSpend);
  return budgets.map((budget, index) => budget * seasonalBudget(DAYS[index]!));
}

/** Up or down by 30 to 60 %, turning back where the step would leave the range. */
function nextLevel(level: number, low: number, high: number, random: Random): number {
  const step = 1 + random.between(0.3, 0.6);
  const goesUp = random.uniform() < 0.5;
  const up = level * step;
  const down = level / step;
  if (goesUp) return up <= high ? up : down;
  return down >= low ? down : up;
}

const seasonalBudget = (date: IsoDate): number => {
  const fromPeak = dayNumber(date) - dayNumber(day('2025-12-01'));
  return 1 + 0.2 * Math.exp(-0.5 * (fromPeak / 14) ** 2);
};
