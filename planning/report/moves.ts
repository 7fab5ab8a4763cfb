import { day, type IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { type Micros, microsToUnits } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import type { PlanningDeps } from '../deps.ts';
import { quotient } from '../metrics.ts';
import { pointOf } from '../performance/effects.ts';
import type { PerformanceReport } from '../performance/performance-between.ts';

/** A budget that was changed on purpose, and what was expected of it. */
export interface AppliedMove {
  readonly date: IsoDate;
  readonly campaign: Campaign;
  /** A day. */
  readonly fromMicros: Micros;
  readonly toMicros: Micros;
  /** Null where the record does not say. */
  readonly appliedBy: string | null;
  readonly expectedConversions: number | null;
}

/** Where a report learns which changes were applied in a range. */
export type AppliedMoves = (workspace: WorkspaceId, range: DayRange) => Promise<readonly AppliedMove[]>;

/** The changes of budgets that were applied, as the ledger keeps them, in the order of time. */
export const recordedMoves =
  ({ store }: PlanningDeps): AppliedMoves =>
  async (workspace, range) => {
    const budgets = (await store.ledger.budgets(workspace)).map((budget) => ({
      budget,
      changes: budget.changes.filter(({ at, applicationId, beforeMicros }) => {
        const isWithin = at.slice(0, 10) >= range.from && at.slice(0, 10) <= range.to;
        return isWithin && applicationId !== null && beforeMicros !== null;
      }),
    }));
    const moved = budgets.filter(({ changes }) => changes.length > 0);
    const campaigns = await store.campaigns.getMany(
      workspace,
      moved.map(({ budget }) => budget.campaignId),
    );
    return moved
      .flatMap(({ changes }, i): AppliedMove[] => {
        const campaign = campaigns[i];
        return !campaign
          ? []
          : changes.map(({ at, beforeMicros, afterMicros }) => ({
              date: day(at.slice(0, 10)),
              campaign,
              fromMicros: beforeMicros ?? 0n,
              toMicros: afterMicros,
              appliedBy: null,
              expectedConversions: null,
            }));
      })
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  };

/** A campaign that spent clearly more or less than in the month before, whoever meant it to, and what changed with it. */
export interface SpendShift {
  readonly campaign: Campaign;
  /** Per day with data, in units: months differ in length. */
  readonly spendBefore: number;
  readonly spendAfter: number;
  readonly conversionsBefore: number | null;
  readonly conversionsAfter: number | null;
  readonly revenueBefore: number | null;
  readonly revenueAfter: number | null;
  /** Change of spend ÷ change of conversions, where both went the same way. */
  readonly marginalCpa: number | null;
}

const MOST_SHIFTS = 6;
/** Below this share of the account's spend a shift is not worth a director's line. */
const LEAST_SHARE = 0.01;

/** The largest shifts between two months, of rows grouped by campaign and compared with the month before. */
export function spendShifts({ rows, total, revenueBasis }: PerformanceReport): readonly SpendShift[] {
  const allDays = total.days;
  const allDaysBefore = total.before?.days ?? 0;
  if (allDays === 0 || allDaysBefore === 0) return [];
  const spendOfAll = microsToUnits(total.sums.spendMicros) / allDays;
  return rows
    .flatMap((row): SpendShift[] => {
      if (row.campaign === null || row.before === null) return [];
      const was = pointOf(row.before.sums, revenueBasis);
      const is = pointOf(row.sums, revenueBasis);
      const daily = (value: number | null, days: number) => (value === null ? null : value / days);
      const conversionsBefore = daily(was.conversions, allDaysBefore);
      const conversionsAfter = daily(is.conversions, allDays);
      const spendBefore = was.spend / allDaysBefore;
      const spendAfter = is.spend / allDays;
      const gained =
        conversionsAfter === null || conversionsBefore === null ? null : conversionsAfter - conversionsBefore;
      const marginal = quotient(spendAfter - spendBefore, gained);
      return [
        {
          campaign: row.campaign,
          spendBefore,
          spendAfter,
          conversionsBefore,
          conversionsAfter,
          revenueBefore: daily(was.revenue, allDaysBefore),
          revenueAfter: daily(is.revenue, allDays),
          marginalCpa: marginal !== null && marginal > 0 ? marginal : null,
        },
      ];
    })
    .filter(({ spendBefore, spendAfter }) => Math.abs(spendAfter - spendBefore) >= LEAST_SHARE * spendOfAll)
    .sort((a, b) => Math.abs(b.spendAfter - b.spendBefore) - Math.abs(a.spendAfter - a.spendBefore))
    .slice(0, MOST_SHIFTS);
}
