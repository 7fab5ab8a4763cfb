import type { Campaign } from '../store/model/entities.ts';
import type { CampaignId, WorkspaceId } from '../store/model/ids.ts';
import type { DailyOutcomes, OutcomeSource } from '../store/model/outcomes.ts';
import type { DayRange } from '../store/ports.ts';
import type { PlanningDeps } from './deps.ts';
import { joinOutcomeSources, type OutcomeJoin } from './outcome-join.ts';

/** What a CRM says of one campaign on one day. */
export interface CampaignOutcomes extends DailyOutcomes {
  readonly campaignId: CampaignId;
}

export interface JoinedOutcomes {
  /** Ordered by day, one row a campaign, day and currency. */
  readonly ofCampaign: ReadonlyMap<CampaignId, readonly CampaignOutcomes[]>;
  /** What joined nothing, kept aside under its own name. */
  readonly aside: readonly { readonly source: OutcomeSource; readonly join: OutcomeJoin }[];
}

/**
 * The CRM's days of the campaigns. Where a campaign is reported under two names on one day, the newer report is
 * taken and fills its gaps from the other: two systems' counts of the same orders are not added.
 */
export async function readDailyOutcomes(
  { store }: Pick<PlanningDeps, 'store'>,
  workspace: WorkspaceId,
  campaigns: readonly Campaign[],
  range?: DayRange,
): Promise<JoinedOutcomes> {
  const sources = await store.outcomes.sources(workspace);
  if (sources.length === 0) return { ofCampaign: new Map(), aside: [] };
  // A name is ambiguous or not among all campaigns, not among those asked for.
  const joins = joinOutcomeSources(await store.campaigns.all(workspace), sources);
  const wanted = new Set(campaigns.map(({ id }) => id));
  const ofCampaign = new Map<CampaignId, Map<string, CampaignOutcomes>>();
  const aside: { source: OutcomeSource; join: OutcomeJoin }[] = [];
  for (const source of sources) {
    const join = joins.get(source.key) ?? { status: 'UNKNOWN' };
    if (join.status !== 'JOINED') {
      aside.push({ source, join });
      continue;
    }
    if (!wanted.has(join.campaignId)) continue;
    const days = ofCampaign.get(join.campaignId) ?? new Map<string, CampaignOutcomes>();
    for (const day of await store.outcomes.ofSource(workspace, source.key, range)) {
      addDay(days, { ...day, campaignId: join.campaignId });
    }
    ofCampaign.set(join.campaignId, days);
  }
  const ordered = [...ofCampaign].map(([id, days]) => [id, [...days.values()].sort(byDate)] as const);
  return { ofCampaign: new Map(ordered), aside };
}

/** Days without amounts go with those of whichever currency there is. */
function addDay(days: Map<string, CampaignOutcomes>, day: CampaignOutcomes): void {
  const sameDay = [...days.values()].find(
    ({ date, currencyCode }) =>
      date === day.date &&
      (currencyCode === null || day.currencyCode === null || currencyCode === day.currencyCode),
  );
  if (sameDay === undefined) {
    days.set(`${day.date} ${day.currencyCode}`, day);
    return;
  }
  days.delete(`${sameDay.date} ${sameDay.currencyCode}`);
  const filled = filledFrom(sameDay, day);
  days.set(`${filled.date} ${filled.currencyCode}`, filled);
}

function filledFrom(a: CampaignOutcomes, b: CampaignOutcomes): CampaignOutcomes {
  const aIsNewer = a.asOf > b.asOf || (a.asOf === b.asOf && a.key > b.key);
  const [newer, older] = aIsNewer ? [a, b] : [b, a];
  return {
    ...newer,
    currencyCode: newer.currencyCode ?? older.currencyCode,
    leads: newer.leads ?? older.leads,
    orders: newer.orders ?? older.orders,
    newCustomers: newer.newCustomers ?? older.newCustomers,
    revenueMicros: newer.revenueMicros ?? older.revenueMicros,
    marginMicros: newer.marginMicros ?? older.marginMicros,
  };
}

const byDate = (a: CampaignOutcomes, b: CampaignOutcomes) => (a.date < b.date ? -1 : 1);
