import { day } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import type { Micros } from '../../store/model/money.ts';
import type { MonthlyOutcomes } from '../../store/model/monthly.ts';
import type { DailyOutcomes, OutcomeKey } from '../../store/model/outcomes.ts';
import type { DayRange } from '../../store/ports.ts';
import { readDailyOutcomes } from '../daily-outcomes.ts';
import type { PlanningDeps } from '../deps.ts';
import { NO_PERFORMANCE, type PerformanceSums, sumPerformance } from '../metrics.ts';
import { joinOutcomeSources } from '../outcome-join.ts';
import { type FactsRequest, inMoney, type OneCurrency, type PerformanceFact } from './facts.ts';
import { splitRange } from './split-range.ts';

export interface SalesFacts {
  readonly facts: readonly PerformanceFact[];
  /** What the CRM reported under names that are no campaign's: how many names, and their sums. */
  readonly aside: SalesAside;
}

export interface SalesAside {
  readonly names: number;
  readonly sums: PerformanceSums;
}

/** Whose each of the CRM's names is; null: no campaign's. */
type Owners = ReadonlyMap<OutcomeKey, Campaign | null>;

interface SalesFact {
  readonly owner: Campaign | null;
  readonly date: string;
  readonly sums: PerformanceSums;
}

/** What a CRM or a shop reported of the campaigns, and what it reported of none. */
export async function readSalesFacts(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  { campaigns, range, grain, money }: FactsRequest,
): Promise<SalesFacts> {
  const owners = await readOwners(deps, workspace, campaigns);
  const { months, edges } =
    grain === 'MONTH' && owners.size > 0 ? splitRange(range) : { months: [], edges: [range] };
  const ofMonths = await Promise.all(months.map((month) => deps.store.outcomes.ofMonth(workspace, month)));
  const stored = ofMonths.flat().filter(({ key }) => owners.has(key));
  const byDay = keysToReadByDay(owners, stored, money);
  const [daily, monthly] = [
    new Map([...owners].filter(([key]) => byDay.has(key))),
    new Map([...owners].filter(([key]) => !byDay.has(key))),
  ];
  const found = stored
    .filter(({ key }) => monthly.has(key))
    .map(
      (month): SalesFact => ({
        owner: monthly.get(month.key) ?? null,
        date: `${month.month}-01`,
        sums: salesSums(month),
      }),
    );
  for (const edge of edges) found.push(...(await dailyFacts(deps, workspace, monthly, edge, money)));
  found.push(...(await dailyFacts(deps, workspace, daily, range, money)));

  const aside = found.filter(({ owner }) => owner === null);
  return {
    facts: found.flatMap(factOf),
    aside: {
      names: [...owners.values()].filter((owner) => owner === null).length,
      sums: sumPerformance(aside.map(({ sums }) => sums)),
    },
  };
}

async function readOwners(
  { store }: PlanningDeps,
  workspace: WorkspaceId,
  asked: readonly Campaign[],
): Promise<Owners> {
  const sources = await store.outcomes.sources(workspace);
  if (sources.length === 0) return new Map();
  // A name is ambiguous or not among all campaigns, not among those asked for.
  const joins = joinOutcomeSources(await store.campaigns.all(workspace), sources);
  const byId = new Map(asked.map((campaign) => [campaign.id, campaign]));
  const owners = new Map<OutcomeKey, Campaign | null>();
  for (const { key } of sources) {
    const join = joins.get(key);
    if (join?.status !== 'JOINED') owners.set(key, null);
    else {
      const campaign = byId.get(join.campaignId);
      if (campaign) owners.set(key, campaign);
    }
  }
  return owners;
}

/**
 * Names whose months' sums will not do: several names of one campaign fill each other's gaps day by day, and another
 * currency is converted at each day's rate.
 */
function keysToReadByDay(
  owners: Owners,
  months: readonly MonthlyOutcomes[],
  { currencyCode: wanted }: OneCurrency,
): ReadonlySet<OutcomeKey> {
  const names = new Map<Campaign, number>();
  for (const owner of owners.values()) if (owner) names.set(owner, (names.get(owner) ?? 0) + 1);
  const shared = [...owners].flatMap(([key, owner]) => (owner && (names.get(owner) ?? 0) > 1 ? [key] : []));
  const foreign = months.flatMap(({ key, currencyCode }) =>
    currencyCode === null || currencyCode === wanted ? [] : [key],
  );
  return new Set([...shared, ...foreign]);
}

async function dailyFacts(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  owners: Owners,
  range: DayRange,
  money: OneCurrency,
): Promise<readonly SalesFact[]> {
  const campaigns = [...new Set([...owners.values()].flatMap((owner) => owner ?? []))];
  const asideKeys = [...owners].flatMap(([key, owner]) => (owner === null ? [key] : []));
  const joined =
    campaigns.length === 0
      ? new Map<never, never>()
      : (await readDailyOutcomes(deps, workspace, campaigns, range)).ofCampaign;
  const aside = await Promise.all(
    asideKeys.map((key) => deps.store.outcomes.ofSource(workspace, key, range)),
  );
  const found = [
    ...campaigns.flatMap((owner) => (joined.get(owner.id) ?? []).map((outcomes) => ({ owner, outcomes }))),
    ...aside.flat().map((outcomes) => ({ owner: null, outcomes })),
  ];
  await money.book?.prepare(found.flatMap(({ outcomes }) => outcomes.currencyCode ?? []));
  return found.map(({ owner, outcomes }) => ({
    owner,
    date: outcomes.date,
    sums: salesSums(inCurrency(outcomes, money)),
  }));
}

function inCurrency(outcomes: DailyOutcomes, money: OneCurrency): DailyOutcomes {
  const { currencyCode, date } = outcomes;
  const convert = (micros: Micros | null) =>
    micros === null || currencyCode === null ? micros : inMoney(micros, currencyCode, date, money);
  return {
    ...outcomes,
    revenueMicros: convert(outcomes.revenueMicros),
    marginMicros: convert(outcomes.marginMicros),
  };
}

type SalesFigures = Pick<
  DailyOutcomes,
  'leads' | 'orders' | 'newCustomers' | 'revenueMicros' | 'marginMicros'
>;

const salesSums = (outcomes: SalesFigures): PerformanceSums => ({
  ...NO_PERFORMANCE,
  leads: outcomes.leads,
  orders: outcomes.orders,
  newCustomers: outcomes.newCustomers,
  salesRevenueMicros: outcomes.revenueMicros,
  salesMarginMicros: outcomes.marginMicros,
});

/** It counts no day: days are those that a platform reported. */
const factOf = ({ owner, date, sums }: SalesFact): readonly PerformanceFact[] =>
  owner === null
    ? []
    : [{ campaign: owner, date: day(date), goal: null, reportedDays: 0, incompleteDays: 0, sums }];
