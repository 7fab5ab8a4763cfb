import { addDays, type IsoDate } from '../../store/model/day.ts';
import type { RevenueBasis } from '../../store/model/goal.ts';
import { pointOf } from '../performance/effects.ts';
import type { PerformanceFact } from '../performance/facts.ts';
import type { DailyFigure } from './projection.ts';

/** What adds up over a month. */
export type PacedMetric = 'SPEND' | 'CONVERSIONS' | 'REVENUE';

/** Each figure by day, from the first day of the facts on: a day without any brought nothing. In units. */
export function dailyFigures(
  facts: readonly PerformanceFact[],
  basis: RevenueBasis,
  through: IsoDate,
): Readonly<Record<PacedMetric, DailyFigure>> {
  const spend = new Map<IsoDate, number>();
  const conversions = new Map<IsoDate, number>();
  const revenue = new Map<IsoDate, number>();
  const first = facts.map(({ date }) => date).reduce((a, b) => (a < b ? a : b), through);
  if (facts.length > 0) {
    for (let date = first; date <= through; date = addDays(date, 1)) {
      for (const figure of [spend, conversions, revenue]) figure.set(date, 0);
    }
  }
  const add = (figure: Map<IsoDate, number>, date: IsoDate, amount: number | null) =>
    figure.set(date, (figure.get(date) ?? 0) + (amount ?? 0));
  for (const { date, sums } of facts) {
    const point = pointOf(sums, basis);
    add(spend, date, point.spend);
    add(conversions, date, point.conversions);
    add(revenue, date, point.revenue);
  }
  return { SPEND: spend, CONVERSIONS: conversions, REVENUE: revenue };
}
