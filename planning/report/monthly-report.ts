import { day, type IsoDate } from '../../store/model/day.ts';
import type { RevenueBasis } from '../../store/model/goal.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode } from '../../store/model/money.ts';
import type { Month } from '../../store/model/monthly.ts';
import type { DayRange } from '../../store/ports.ts';
import type { PlanningDeps } from '../deps.ts';
import { InsufficientDataError } from '../errors.ts';
import { type MonthPlanAndFact, planAndFact } from '../goals/plan-and-fact.ts';
import { type FunnelPoint, pointOf } from '../performance/effects.ts';
import { type Funnel, funnelBetween } from '../performance/funnel.ts';
import {
  type PerformanceReport,
  type PerformanceRow,
  performanceBetween,
} from '../performance/performance-between.ts';
import { addMonths, monthRange } from '../period.ts';
import { type AppliedMove, type AppliedMoves, recordedMoves, type SpendShift, spendShifts } from './moves.ts';

export interface MonthlyReportRequest {
  readonly month: Month;
  readonly convertTo?: CurrencyCode | undefined;
  /** Default: CRM where the CRM booked revenue in the month, else PLATFORM. */
  readonly revenueBasis?: RevenueBasis | undefined;
}

/** What a performance marketer tells a director about a month. */
export interface MonthlyReport {
  readonly month: Month;
  readonly range: DayRange;
  readonly currencyCode: CurrencyCode;
  readonly revenueBasis: RevenueBasis;
  readonly dataCompleteThrough: IsoDate | null;
  /** By channel, against the month before. */
  readonly channels: PerformanceReport;
  /** The whole account against the same month a year ago. */
  readonly yearAgo: PerformanceReport;
  readonly goals: MonthPlanAndFact;
  readonly funnel: Funnel;
  readonly ranking: ChannelRanking | null;
  /** Of each day of the month that is known, in order. */
  readonly days: readonly (FunnelPoint & { readonly date: IsoDate })[];
  /** The month and the twelve before it, in order, those with data. */
  readonly months: readonly (FunnelPoint & { readonly month: Month })[];
  readonly shifts: readonly SpendShift[];
  readonly applied: readonly AppliedMove[];
}

/** Channels by what a unit of money brought there, the best first. */
export interface ChannelRanking {
  readonly by: 'ROMI' | 'ROAS' | 'CPA';
  readonly best: readonly RankedChannel[];
  readonly worst: readonly RankedChannel[];
}

export interface RankedChannel {
  readonly channel: Channel;
  /** A ratio; of CPA units of currency. */
  readonly value: number;
}

const MONTHS_OF_TREND = 12;
/** A channel that got less of the spend says nothing of what money brings there. */
const LEAST_SHARE = 0.01;

/**
 * The report of a month. Throws as `performanceBetween`, and `InsufficientDataError` where nothing is known of the
 * month.
 */
export async function monthlyReport(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { month, convertTo, ...request }: MonthlyReportRequest,
  appliedMoves: AppliedMoves = recordedMoves(deps),
): Promise<MonthlyReport> {
  const range = monthRange(month);
  const revenueBasis = request.revenueBasis ?? (await basisOf(deps, workspace, month));
  const asked = { ...range, convertTo, revenueBasis };
  const channels = await performanceBetween(deps, workspace, {
    ...asked,
    groupBy: ['CHANNEL'],
    compareWith: 'PREVIOUS_PERIOD',
  });
  if (channels.currencyCode === null || channels.total.days === 0) {
    throw new InsufficientDataError(
      `Nothing is known of ${month}. Import that month, or ask for another one.`,
    );
  }
  const [campaigns, yearAgo, days, months, funnel, goals, applied] = await Promise.all([
    performanceBetween(deps, workspace, { ...asked, groupBy: ['CAMPAIGN'], compareWith: 'PREVIOUS_PERIOD' }),
    performanceBetween(deps, workspace, { ...asked, groupBy: [], compareWith: 'YEAR_AGO' }),
    performanceBetween(deps, workspace, { ...asked, groupBy: ['DAY'] }),
    performanceBetween(deps, workspace, {
      ...asked,
      from: monthRange(addMonths(month, -MONTHS_OF_TREND)).from,
      groupBy: ['MONTH'],
    }),
    funnelBetween(deps, workspace, asked),
    planAndFact(deps, workspace, month),
    appliedMoves(workspace, range),
  ]);
  return {
    month,
    range,
    currencyCode: channels.currencyCode,
    revenueBasis,
    dataCompleteThrough: channels.dataCompleteThrough,
    channels,
    yearAgo,
    goals,
    funnel,
    ranking: rankingOf(channels),
    days: days.rows.map((row) => ({ date: dateOf(row), ...pointOf(row.sums, revenueBasis) })),
    months: months.rows.map((row) => ({
      month: dateOf(row).slice(0, 7),
      ...pointOf(row.sums, revenueBasis),
    })),
    shifts: spendShifts(campaigns),
    applied,
  };
}

async function basisOf({ store }: PlanningDeps, workspace: WorkspaceId, month: Month): Promise<RevenueBasis> {
  const outcomes = await store.outcomes.ofMonth(workspace, month);
  return outcomes.some(({ revenueMicros }) => revenueMicros !== null) ? 'CRM' : 'PLATFORM';
}

/** Rows grouped by time have a period. */
const dateOf = ({ period }: PerformanceRow): IsoDate => period?.from ?? day('1970-01-01');

/** Null where fewer than two channels can be compared. */
function rankingOf({ rows }: PerformanceReport): ChannelRanking | null {
  const shown = rows.filter(({ shareOfSpend }) => (shareOfSpend ?? 0) >= LEAST_SHARE);
  const values = {
    ROMI: shown.map(({ ratios }) => ratios.romiMargin),
    ROAS: shown.map(({ ratios }) => ratios.roas),
    CPA: shown.map(({ ratios }) => (ratios.cpaMicros === null ? null : Number(ratios.cpaMicros) / 1e6)),
  };
  const by = (['ROMI', 'ROAS', 'CPA'] as const).find((metric) =>
    values[metric].every((value) => value !== null),
  );
  if (by === undefined || shown.length < 2) return null;
  const ranked = shown.flatMap(({ channel }, i): RankedChannel[] => {
    const value = values[by][i];
    return channel === null || value === null || value === undefined ? [] : [{ channel, value }];
  });
  ranked.sort((a, b) => (by === 'CPA' ? a.value - b.value : b.value - a.value));
  const shownEach = Math.min(2, Math.floor(ranked.length / 2));
  return { by, best: ranked.slice(0, shownEach), worst: ranked.slice(-shownEach).reverse() };
}
