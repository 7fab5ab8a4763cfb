import type { IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { type CurrencyCode, microsToUnits } from '../../store/model/money.ts';
import type { DailyOutcomes } from '../../store/model/outcomes.ts';
import type { DayRange } from '../../store/ports.ts';
import type { MarkedDay } from '../completeness.ts';
import { readDailyOutcomes } from '../daily-outcomes.ts';
import { outcomeOf } from '../daily-series.ts';
import type { PlanningDeps } from '../deps.ts';
import { MixedCurrencyError } from '../errors.ts';

/** What platforms credit to themselves, summed; or what a CRM or shop counts in all, whoever brought it. */
export const MIX_OUTCOMES = [
  'CONVERSIONS',
  'REVENUE',
  'SALES_LEADS',
  'SALES_ORDERS',
  'SALES_NEW_CUSTOMERS',
  'SALES_REVENUE',
] as const;
export type MixOutcome = (typeof MIX_OUTCOMES)[number];

export const isSales = (outcome: MixOutcome): boolean => outcome.startsWith('SALES_');
export const isMoney = (outcome: MixOutcome): boolean => outcome === 'REVENUE' || outcome === 'SALES_REVENUE';

/** Of each day; null where it is not known, or is still coming in. */
export type OutcomeOn = (date: IsoDate) => number | null;

/** A day with campaigns whose conversions are still coming in is not known yet. */
export function platformOutcome(rows: Iterable<MarkedDay>, outcome: 'CONVERSIONS' | 'REVENUE'): OutcomeOn {
  const sums = new Map<IsoDate, number | null>();
  for (const row of rows) {
    const figure = outcomeOf(row, outcome);
    const known = sums.get(row.date);
    if (row.incomplete) sums.set(row.date, null);
    else if (figure !== null && known !== null) sums.set(row.date, (known ?? 0) + figure);
  }
  return (date) => sums.get(date) ?? null;
}

/**
 * All that was counted on a day, joined to a campaign or not: what no campaign brought is the baseline's. A CRM lists
 * what came, so a day on which it names anything is known. Throws `MixedCurrencyError`.
 */
export async function salesOutcome(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  campaigns: readonly Campaign[],
  range: DayRange,
  outcome: MixOutcome,
  currencyCode: CurrencyCode,
): Promise<OutcomeOn> {
  const { ofCampaign, aside } = await readDailyOutcomes(deps, workspace, campaigns, range);
  const others = await Promise.all(
    aside.map(({ source }) => deps.store.outcomes.ofSource(workspace, source.key, range)),
  );
  const sums = new Map<IsoDate, number>();
  for (const day of [...[...ofCampaign.values()].flat(), ...others.flat()]) {
    const figure = figureOf(day, outcome);
    if (figure === null) continue;
    if (outcome === 'SALES_REVENUE' && day.currencyCode !== null && day.currencyCode !== currencyCode) {
      throw new MixedCurrencyError([currencyCode, day.currencyCode].sort());
    }
    sums.set(day.date, (sums.get(day.date) ?? 0) + figure);
  }
  return (date) => sums.get(date) ?? null;
}

function figureOf(day: DailyOutcomes, outcome: MixOutcome): number | null {
  switch (outcome) {
    case 'SALES_LEADS':
      return day.leads;
    case 'SALES_ORDERS':
      return day.orders;
    case 'SALES_NEW_CUSTOMERS':
      return day.newCustomers;
    case 'SALES_REVENUE':
      return day.revenueMicros === null ? null : microsToUnits(day.revenueMicros);
    case 'CONVERSIONS':
    case 'REVENUE':
      return null;
  }
}
