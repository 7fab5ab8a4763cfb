import type { IsoDate } from '../../store/model/day.ts';
import type { DayRange } from '../../store/ports.ts';
import { daysBetween } from '../complete-days.ts';
import type { GoalLine, GoalMetric, PlanAndFact } from './plan-and-fact.ts';

export interface OffTrack {
  /** Month, scope and metric, by which it is known again: `2026-11 CHANNEL google_search SPEND`. */
  readonly key: string;
  readonly metric: GoalMetric;
  readonly plan: number;
  readonly planToDate: number;
  readonly fact: number;
  readonly deviation: number;
  /** Where it ends if it goes on as it did; null for ratios. */
  readonly projectedEnd: number | null;
}

/** Fewer known days than that say little of a month. */
const LEAST_DAYS = 3;
/** How far a figure may be from its plan: a quarter at first, a hundredth in the end, in a straight line. */
const WIDEST = 0.25;
const NARROWEST = 0.01;

/** Off track is what deviates by more, to the wrong side. */
const WRONG_SIDE: Readonly<Record<GoalMetric, (deviation: number) => number>> = {
  SPEND: Math.abs,
  CONVERSIONS: (deviation) => -deviation,
  REVENUE: (deviation) => -deviation,
  CPA: (deviation) => deviation,
  ROAS: (deviation) => -deviation,
  ROMI: (deviation) => -deviation,
};

/**
 * The figures of a month's goals that are too far from plan: the closer the end, the less is too far. Conversions and
 * revenue whose projection may still reach the plan (its 80 % interval does) are not among them.
 */
export function offTrack(
  goals: readonly PlanAndFact[],
  range: DayRange,
  through: IsoDate,
): readonly OffTrack[] {
  const known = daysBetween(range.from, through);
  if (known < LEAST_DAYS) return [];
  const tolerance = WIDEST + (NARROWEST - WIDEST) * (known / daysBetween(range.from, range.to));
  return goals.flatMap(({ goal, lines }) =>
    lines.flatMap((line): OffTrack[] => {
      const { metric, plan, planToDate, fact, deviation, projection } = line;
      if (fact === null || deviation === null) return [];
      if (WRONG_SIDE[metric](deviation) <= tolerance || mayStillReach(line)) return [];
      const key = `${goal.month} ${scopeText(goal.scope)} ${metric}`;
      return [{ key, metric, plan, planToDate, fact, deviation, projectedEnd: projection?.end ?? null }];
    }),
  );
}

const mayStillReach = ({ metric, plan, projection }: GoalLine): boolean =>
  (metric === 'CONVERSIONS' || metric === 'REVENUE') &&
  projection?.interval != null &&
  projection.interval[1] >= plan;

function scopeText(scope: PlanAndFact['goal']['scope']): string {
  switch (scope.kind) {
    case 'ACCOUNT':
      return 'ACCOUNT';
    case 'CHANNEL':
      return `CHANNEL ${scope.channel}`;
    case 'CAMPAIGN':
      return `CAMPAIGN ${scope.campaignId}`;
  }
}
