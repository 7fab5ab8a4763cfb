import { day, type IsoDate } from '../../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../../store/model/money.ts';
import type { MonthlyPerformance } from '../../store/model/monthly.ts';
import type { DayRange } from '../../store/ports.ts';
import type { RateBook } from '../currency/rate-book.ts';
import { readDailyRows } from '../daily-rows.ts';
import type { PlanningDeps } from '../deps.ts';
import { MixedCurrencyError } from '../errors.ts';
import { NO_PERFORMANCE, type PerformanceSums, type PlatformSums } from '../metrics.ts';
import { maskOf, splitRange } from './split-range.ts';

/** What one campaign did on one day, or in one month where no one asked for its days. Amounts of one currency. */
export interface PerformanceFact {
  readonly campaign: Campaign;
  /** The day, or the first day of the month. */
  readonly date: IsoDate;
  /** Which conversions these are, in the platform's words; null where it does not say or a month mixes them. */
  readonly goal: string | null;
  /** Days of the date's month: day d is bit d − 1. */
  readonly reportedDays: number;
  readonly incompleteDays: number;
  readonly sums: PerformanceSums;
}

export interface FactsRequest {
  readonly campaigns: readonly Campaign[];
  readonly range: DayRange;
  /** MONTH: the stored sums of whole months will do. They always equal those of the days. */
  readonly grain: 'DAY' | 'MONTH';
  readonly money: OneCurrency;
}

/** The currency of an answer, and the rates of other currencies into it where the asker allowed them. */
export interface OneCurrency {
  readonly currencyCode: CurrencyCode;
  readonly book: RateBook | null;
}

/** What the ad platforms reported, in no particular order. */
export async function readPlatformFacts(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { campaigns, range, grain, money }: FactsRequest,
): Promise<readonly PerformanceFact[]> {
  const { months, edges } = grain === 'MONTH' ? splitRange(range) : { months: [], edges: [range] };
  // A month's sum has no day to take a rate of.
  const isNative = ({ currencyCode }: Campaign) => currencyCode === money.currencyCode;
  const native = campaigns.filter(isNative);
  const foreign = campaigns.filter((campaign) => !isNative(campaign));
  const byId = new Map(native.map((campaign) => [campaign.id, campaign]));
  const stored = native.length === 0 ? [] : months;
  const [sums, ...days] = await Promise.all([
    Promise.all(stored.map((month) => deps.store.dailyPerformance.ofMonth(workspace, month))),
    ...edges.map((edge) => dailyFacts(deps, workspace, native, edge, money)),
    foreign.length === 0 ? [] : dailyFacts(deps, workspace, foreign, range, money),
  ]);
  return [...sums.flat().flatMap((month) => monthFact(month, byId)), ...days.flat()];
}

async function dailyFacts(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaigns: readonly Campaign[],
  range: DayRange,
  money: OneCurrency,
): Promise<readonly PerformanceFact[]> {
  const rowsOf = await readDailyRows(deps, workspace, campaigns, range);
  return campaigns.flatMap((campaign) =>
    (rowsOf.get(campaign.id) ?? []).map((row) => dayFact(campaign, row, money)),
  );
}

function dayFact(campaign: Campaign, row: DailyPerformance, money: OneCurrency): PerformanceFact {
  const bit = maskOf(row.date);
  return {
    campaign,
    date: row.date,
    goal: row.attribution,
    reportedDays: bit,
    incompleteDays: row.incomplete ? bit : 0,
    sums: {
      ...platformSums(row),
      spendMicros: inMoney(row.spendMicros, row.currencyCode, row.date, money),
      revenueMicros:
        row.revenueMicros === null ? null : inMoney(row.revenueMicros, row.currencyCode, row.date, money),
    },
  };
}

function monthFact(
  month: MonthlyPerformance,
  byId: ReadonlyMap<CampaignId, Campaign>,
): readonly PerformanceFact[] {
  const campaign = byId.get(month.campaignId);
  if (campaign === undefined) return [];
  const { reportedDays, incompleteDays } = month;
  const date = day(`${month.month}-01`);
  return [{ campaign, date, goal: null, reportedDays, incompleteDays, sums: platformSums(month) }];
}

const platformSums = ({
  spendMicros,
  impressions,
  clicks,
  conversions,
  revenueMicros,
}: PlatformSums): PerformanceSums => ({
  ...NO_PERFORMANCE,
  spendMicros,
  impressions,
  clicks,
  conversions,
  revenueMicros,
});

/** The amount at the rate of its day. Throws `MixedCurrencyError` where the asker did not allow other currencies. */
export function inMoney(
  micros: Micros,
  from: CurrencyCode,
  date: IsoDate,
  { currencyCode, book }: OneCurrency,
): Micros {
  if (from === currencyCode) return micros;
  if (book === null) throw new MixedCurrencyError([from, currencyCode].sort());
  return book.convert(micros, from, date);
}
