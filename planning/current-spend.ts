import { addDays, type IsoDate } from '../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../store/model/entities.ts';
import type { Micros } from '../store/model/money.ts';
import { dataCompleteThrough, daysBetween } from './complete-days.ts';
import { laterDay } from './day-order.ts';
import { type PerformanceSums, quotient, sumPerformance } from './metrics.ts';

/** "Current" means the mean day of this many last complete days: four whole weeks, so weekdays weigh alike. */
export const CURRENT_DAYS = 28;

/** Value per conversion is taken over this many last complete days; order values drift slower than spend. */
const VALUE_DAYS = 91;

export interface CurrentState {
  /** Mean spend a day; zero when the campaign did not spend in the window. */
  readonly spendMicros: Micros;
  /** Revenue ÷ conversions, in units of currency; null where either is not reported. */
  readonly valuePerConversion: number | null;
}

/**
 * Each platform's last complete day. Platforms are exported on different days, so a campaign's window ends where
 * its own platform's data does.
 */
export function completeThroughByPlatform(
  campaigns: readonly { readonly campaign: Campaign; readonly rows: readonly DailyPerformance[] }[],
): ReadonlyMap<string, IsoDate> {
  const rowsByPlatform = new Map<string, DailyPerformance[]>();
  for (const { campaign, rows } of campaigns) {
    const platformRows = rowsByPlatform.get(campaign.platform) ?? [];
    for (const row of rows) platformRows.push(row);
    rowsByPlatform.set(campaign.platform, platformRows);
  }
  const through = new Map<string, IsoDate>();
  for (const [platform, rows] of rowsByPlatform) {
    const last = dataCompleteThrough(rows);
    if (last !== null) through.set(platform, last);
  }
  return through;
}

/** `rows` oldest first. */
export function currentState(rows: readonly DailyPerformance[], completeThrough: IsoDate): CurrentState {
  const complete = rows.filter(({ date }) => date <= completeThrough);
  const firstDay = complete[0]?.date;
  if (firstDay === undefined) return { spendMicros: 0n, valuePerConversion: null };
  const windowStart = addDays(completeThrough, 1 - CURRENT_DAYS);
  const recent = sumPerformance(complete.filter(({ date }) => date >= windowStart));
  // A campaign that started inside the window is averaged over the days it has lived; a missing day spent nothing.
  const days = daysBetween(laterDay(firstDay, windowStart), completeThrough);
  const valued = sumPerformance(complete.filter(({ date }) => date > addDays(completeThrough, -VALUE_DAYS)));
  return {
    spendMicros: recent.spendMicros / BigInt(days),
    valuePerConversion: revenuePerConversion(valued) ?? revenuePerConversion(sumPerformance(complete)),
  };
}

const revenuePerConversion = ({ revenueMicros, conversions }: PerformanceSums) =>
  revenueMicros === null ? null : quotient(Number(revenueMicros) / 1e6, conversions);
