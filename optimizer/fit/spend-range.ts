import type { FitDiagnostics } from './fitted-curve.ts';
import type { Timeline } from './timeline.ts';

export const CURRENT_DAYS = 28;
const DISTINCT = 1.05;

/** The spends that a curve was fitted to, in units of money. */
export function spendRange(timeline: Timeline): FitDiagnostics['spend'] {
  const { series, spendUnit } = timeline;
  const values = Array.from(timeline.all.day, (day) => timeline.spend[day]! * spendUnit);
  const days = [...series.days].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const complete = values.filter((_, i) => days[i]?.incomplete !== true);
  return summaryOfSpend(values, (complete.length > 0 ? complete : values).slice(-CURRENT_DAYS));
}

/** Of the spends of all days or periods, and of those that count as current. Zeros without any. */
export function summaryOfSpend(
  values: readonly number[],
  current: readonly number[],
): FitDiagnostics['spend'] {
  if (values.length === 0) return { mean: 0, min: 0, max: 0, p5: 0, p95: 0, current: 0, variation: 0 };
  const sorted = [...values].sort((a, b) => a - b);
  const at = (p: number) => sorted[Math.round(p * (sorted.length - 1))]!;
  const mean = average(values);
  return {
    mean,
    min: sorted[0]!,
    max: sorted[sorted.length - 1]!,
    p5: at(0.05),
    p95: at(0.95),
    current: average(current),
    variation: mean > 0 ? deviation(values) / mean : 0,
  };
}

/** How many spends were tried that differ from the next lower one kept by more than 5 %. */
export function distinctLevels(timeline: Pick<Timeline, 'spend'>): number {
  const sorted = timeline.spend.filter((x) => x > 0).sort();
  let count = 0;
  let last = 0;
  for (const x of sorted) {
    if (x > DISTINCT * last) {
      count++;
      last = x;
    }
  }
  return count;
}

export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const mean = average(values);
  return Math.sqrt(average(values.map((v) => (v - mean) ** 2)));
}
