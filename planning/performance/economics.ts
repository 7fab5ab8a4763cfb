import { addDays, type IsoDate } from '../../store/model/day.ts';
import type { Economics } from '../../store/model/economics.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import { type CurrencyCode, type Micros, microsToUnits, unitsToMicros } from '../../store/model/money.ts';
import { type Month, monthOf } from '../../store/model/monthly.ts';
import type { DayRange } from '../../store/ports.ts';
import { daysBetween } from '../complete-days.ts';
import { earlierDay, laterDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import type { MetricInputs } from '../metrics.ts';
import { monthRange } from '../period.ts';
import type { OneCurrency, PerformanceFact } from './facts.ts';
import { commonDays, daysOfMask } from './split-range.ts';

/**
 * Margin and lifetime value as they are known on a day. Amounts of another currency are left out where no rates were
 * asked for: an answer in one currency is not refused for a lifetime value in another.
 */
export async function economicsInputs(
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  money: OneCurrency,
  on: IsoDate,
): Promise<Pick<MetricInputs, 'margin' | 'ltvMicros' | 'monthlyMarginMicros'>> {
  const economics = (await store.economics.all(workspace)).filter(({ from }) => from <= monthOf(on)).at(-1);
  if (economics === undefined) return {};
  const { currencyCode, grossMargin, monthlyMarginMicros } = economics;
  await money.book?.prepare([currencyCode]);
  const convert = (micros: Micros | null) => converted(micros, currencyCode, on, money);
  return {
    margin: grossMargin,
    ltvMicros: convert(lifetimeValue(economics)),
    monthlyMarginMicros: convert(monthlyMarginMicros),
  };
}

/** As given, else Σₜ m·rᵗ/(1+d)ᵗ = m ÷ (1 − r ÷ (1 + d)). Null where it is not known or has no end. */
export function lifetimeValue({
  ltvMicros,
  monthlyMarginMicros,
  monthlyRetention,
  monthlyDiscount,
}: Pick<
  Economics,
  'ltvMicros' | 'monthlyMarginMicros' | 'monthlyRetention' | 'monthlyDiscount'
>): Micros | null {
  if (ltvMicros !== null) return ltvMicros;
  if (monthlyMarginMicros === null || monthlyRetention === null) return null;
  const left = 1 - monthlyRetention / (1 + (monthlyDiscount ?? 0));
  return left > 0 ? unitsToMicros(microsToUnits(monthlyMarginMicros) / left) : null;
}

function converted(
  micros: Micros | null,
  from: CurrencyCode,
  on: IsoDate,
  { currencyCode, book }: OneCurrency,
): Micros | null {
  if (micros === null || from === currencyCode) return micros;
  return book === null ? null : book.convert(micros, from, on);
}

/** The costs beside media of a range, and how much of them a campaign's spend carries. */
export interface CostShares {
  readonly totalMicros: Micros;
  /** In units: a channel's costs by the channel's spend of the month, the account's by all spend of the month. */
  readonly of: (fact: PerformanceFact) => number;
}

/**
 * A month of which the range has a part counts by its days. Null where no costs are recorded of the range, or some of
 * them are in another currency and no rates were asked for.
 */
export async function accountCosts(
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  money: OneCurrency,
  range: DayRange,
  lastDay: IsoDate,
  facts: readonly PerformanceFact[],
): Promise<CostShares | null> {
  const all = await store.extraCosts.all(workspace);
  const within = all.flatMap((cost) => {
    const whole = monthRange(cost.month);
    const part = commonDays(whole, range);
    return part === null
      ? []
      : [
          {
            ...cost,
            on: part.to,
            share: daysBetween(part.from, part.to) / daysBetween(whole.from, whole.to),
          },
        ];
  });
  if (within.length === 0) return null;
  await money.book?.prepare(within.map(({ currencyCode }) => currencyCode));

  const spend = new Map<string, number>();
  const add = (sums: Map<string, number>, key: string, amount: number) =>
    sums.set(key, (sums.get(key) ?? 0) + amount);
  for (const { campaign, date, sums } of facts) {
    const units = microsToUnits(sums.spendMicros);
    add(spend, keyOf(monthOf(date), campaign.channel), units);
    add(spend, keyOf(monthOf(date), null), units);
  }
  const costs = new Map<string, number>();
  let total = 0;
  for (const { month, channel, amountMicros, currencyCode, on, share } of within) {
    const micros = converted(amountMicros, currencyCode, earlierDay(on, lastDay), money);
    if (micros === null) return null;
    const amount = share * microsToUnits(micros);
    total += amount;
    add(costs, keyOf(month, channel), amount);
  }
  const perUnit = (key: string) => (costs.get(key) ?? 0) / (spend.get(key) || Number.POSITIVE_INFINITY);
  return {
    totalMicros: unitsToMicros(total),
    of: ({ campaign, date, sums }) => {
      const month = monthOf(date);
      const rate = perUnit(keyOf(month, campaign.channel)) + perUnit(keyOf(month, null));
      return rate * microsToUnits(sums.spendMicros);
    },
  };
}

const keyOf = (month: Month, channel: Channel | null) => `${month} ${channel ?? ''}`;

/** The last day of the range that anything is known of: what is worth on later days is not known yet. */
export function lastReportedDay(facts: Iterable<PerformanceFact>, range: DayRange): IsoDate {
  let last = addDays(range.from, -1);
  const months = new Map<Month, number>();
  for (const { date, reportedDays } of facts) {
    months.set(monthOf(date), (months.get(monthOf(date)) ?? 0) | reportedDays);
  }
  for (const [month, mask] of months) for (const date of daysOfMask(month, mask)) last = laterDay(last, date);
  return last < range.from ? range.to : last;
}
