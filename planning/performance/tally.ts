import type { IsoDate } from '../../store/model/day.ts';
import type { Micros } from '../../store/model/money.ts';
import { type Month, monthOf } from '../../store/model/monthly.ts';
import {
  addPerformance,
  type MetricInputs,
  NO_PERFORMANCE,
  type PerformanceRatios,
  type PerformanceSums,
  ratiosOf,
} from '../metrics.ts';
import type { PerformanceFact } from './facts.ts';
import { daysOfMask } from './split-range.ts';

export interface PerformanceFigures {
  readonly sums: PerformanceSums;
  readonly ratios: PerformanceRatios;
  /** What acquisition cost beside media; null where it is not known for these figures. */
  readonly extraCostMicros: Micros | null;
  /** Days that have any row. */
  readonly days: number;
  /** Days on which conversions of some campaign are still coming in. */
  readonly incompleteDays: number;
}

/** Sums facts, and counts their distinct days. */
export class Tally {
  sums: PerformanceSums = NO_PERFORMANCE;
  readonly #reported = new Map<Month, number>();
  readonly #incomplete = new Map<Month, number>();

  add({ date, sums, reportedDays, incompleteDays }: PerformanceFact): void {
    this.sums = addPerformance(this.sums, sums);
    const month = monthOf(date);
    this.#reported.set(month, (this.#reported.get(month) ?? 0) | reportedDays);
    this.#incomplete.set(month, (this.#incomplete.get(month) ?? 0) | incompleteDays);
  }

  figures(inputs: MetricInputs): PerformanceFigures {
    const days = this.days();
    return {
      sums: this.sums,
      ratios: ratiosOf(this.sums, inputs),
      extraCostMicros: inputs.extraCostMicros ?? null,
      days: days.length,
      incompleteDays: days.filter(({ incomplete }) => incomplete).length,
    };
  }

  days(): readonly { readonly date: IsoDate; readonly incomplete: boolean }[] {
    return [...this.#reported].flatMap(([month, mask]) => {
      const incomplete = new Set(daysOfMask(month, this.#incomplete.get(month) ?? 0));
      return daysOfMask(month, mask).map((date) => ({ date, incomplete: incomplete.has(date) }));
    });
  }
}

export function tallyOf(facts: Iterable<PerformanceFact>): Tally {
  const tally = new Tally();
  for (const fact of facts) tally.add(fact);
  return tally;
}
