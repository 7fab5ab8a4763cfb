import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import type { Statement } from '../../optimizer/statement.ts';
import type { Campaign } from '../../store/model/entities.ts';
import { onlyCurrency } from '../campaign-selection.ts';
import { type Coin, coinOf, microsToCoins } from '../coin.ts';
import { CURRENT_DAYS } from '../current-spend.ts';
import { InsufficientDataError, InvalidInputError } from '../errors.ts';
import type { FittedCampaign } from '../fit-workspace.ts';
import { allocationProblem } from './allocation-problem.ts';
import { refuseBrokenCoins, refuseUnknownValues } from './check-planned.ts';
import { limitsOf, type SpendLimits } from './limits.ts';
import type { CampaignRequest, GroupRequest, ScenarioRequest } from './request.ts';
import { decidingFit, type RevenueCurves, revenueCurveOf } from './revenue-curves.ts';
import { notesOn } from './scenario-notes.ts';
import { typicalMarginals } from './typical-marginal.ts';

/** A request made concrete: what the optimizer is given, and what is needed to speak of its answer. */
export interface ScenarioProblem {
  readonly request: ScenarioRequest;
  readonly coin: Coin;
  readonly campaigns: readonly PlannedCampaign[];
  readonly notPlanned: readonly Campaign[];
  readonly budget: CoinBudget;
  readonly groups: readonly PlannedGroup[];
  /** Units and groups are in the order of `campaigns` and `groups`. */
  readonly allocation: AllocationProblem;
  readonly notes: readonly Statement[];
}

export interface PlannedCampaign {
  readonly fitted: FittedCampaign;
  /** Its curve of revenue, where it is valued by that rather than by conversions times their value. */
  readonly revenue: FittedCampaign | null;
  /** Its name in the optimizer's messages; unique. */
  readonly label: string;
  readonly currentCoins: number;
  readonly limits: SpendLimits;
  /** It spends nothing or at least this. */
  readonly minIfOnCoins?: number | undefined;
  /** It spends a multiple of this. */
  readonly stepCoins?: number | undefined;
  readonly valuePerConversion: number | null;
  readonly margin: number;
}

export interface CoinBudget {
  readonly equal?: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface PlannedGroup {
  readonly name: string;
  /** Indexes into the planned campaigns. */
  readonly members: readonly number[];
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly minShare?: number | undefined;
  readonly maxShare?: number | undefined;
}

/**
 * Plans the campaigns that spent in the last complete days, and those that the request names. Throws
 * `InvalidInputError`, `MixedCurrencyError`, or `InsufficientDataError` where nothing can be planned honestly.
 */
export function scenarioProblem(
  request: ScenarioRequest,
  all: readonly FittedCampaign[],
  revenueCurves: RevenueCurves = new Map(),
): ScenarioProblem {
  const inCurrency = all.filter(
    ({ campaign }) => !request.currencyCode || campaign.currencyCode === request.currencyCode,
  );
  const asked = askedCampaigns(request, inCurrency);
  const split = new Set((request.split ?? []).map(({ campaignId }) => campaignId));
  const isPlanned = ({ campaign, current }: FittedCampaign) =>
    current.spendMicros > 0n || asked.has(campaign.id) || split.has(campaign.id);
  const planned = inCurrency.filter(isPlanned);
  const currencyCode = onlyCurrency(planned.map(({ campaign }) => campaign));
  if (currencyCode === null) {
    throw new InsufficientDataError(
      `No campaign spent anything in its last ${CURRENT_DAYS} complete days. Import newer days, or name the campaigns to plan.`,
    );
  }

  const coin = coinOf(currencyCode);
  refuseBrokenCoins(request, coin);
  const campaigns = plannedCampaigns(request, planned, asked, coin, revenueCurves);
  refuseUnknownValues(request, campaigns);
  const groups = (request.groups ?? []).map((group, i) => plannedGroup(group, i, campaigns, coin));
  const budget = coinBudget(request, campaigns, coin);
  return {
    request,
    coin,
    campaigns,
    notPlanned: inCurrency.filter((fitted) => !isPlanned(fitted)).map(({ campaign }) => campaign),
    budget,
    groups,
    allocation: allocationProblem({ request, campaigns, groups, budget, coin }),
    notes: notesOn(request, campaigns),
  };
}

function askedCampaigns(request: ScenarioRequest, known: readonly FittedCampaign[]) {
  const ids = new Set(known.map(({ campaign }) => campaign.id));
  for (const list of ['campaigns', 'split'] as const) {
    request[list]?.forEach(({ campaignId }, i) => {
      if (!ids.has(campaignId)) {
        throw new InvalidInputError(
          [list, String(i), 'campaignId'],
          `There is no campaign ${JSON.stringify(campaignId)} with data to plan with in this workspace.`,
        );
      }
    });
  }
  return new Map((request.campaigns ?? []).map((campaign) => [campaign.campaignId, campaign]));
}

function plannedCampaigns(
  request: ScenarioRequest,
  planned: readonly FittedCampaign[],
  asked: ReadonlyMap<string, CampaignRequest>,
  coin: Coin,
  revenueCurves: RevenueCurves,
): readonly PlannedCampaign[] {
  const labels = labelsOf(planned.map(({ campaign }) => campaign));
  const valued = planned.map((fitted) => {
    const own = asked.get(fitted.campaign.id);
    return {
      fitted,
      revenue: revenueCurveOf(fitted, revenueCurves, own),
      valuePerConversion: valuePerConversionOf(fitted, own),
    };
  });
  const typicalOf = typicalMarginals(valued);
  return valued.map(({ fitted, revenue, valuePerConversion }, i) => {
    const own = asked.get(fitted.campaign.id);
    const currentCoins = microsToCoins(fitted.current.spendMicros, coin);
    const coins = (micros: bigint | undefined) =>
      micros === undefined ? undefined : microsToCoins(micros, coin);
    return {
      fitted,
      revenue,
      label: labels[i] ?? fitted.campaign.id,
      currentCoins,
      minIfOnCoins: coins(own?.minIfOnMicros),
      stepCoins: coins(own?.stepMicros),
      limits: limitsOf({
        currentCoins,
        fit: decidingFit({ fitted, revenue }),
        coin,
        asked: own,
        defaults: request.defaultLimits,
        typicalMarginal: typicalOf[i],
      }),
      valuePerConversion,
      margin: own?.margin ?? request.margin ?? 1,
    };
  });
}

/** What platforms report as revenue is of their conversions, and of nothing else. */
function valuePerConversionOf(fitted: FittedCampaign, asked: CampaignRequest | undefined): number | null {
  if (asked?.valuePerConversionMicros !== undefined) return Number(asked.valuePerConversionMicros) / 1e6;
  return fitted.outcome === 'CONVERSIONS' ? fitted.current.valuePerConversion : null;
}

/** Names where they are unique, so that messages read well; else with channel, else the id. */
function labelsOf(campaigns: readonly Campaign[]): readonly string[] {
  const count = (labels: readonly string[], label: string) =>
    labels.filter((other) => other === label).length;
  const names = campaigns.map(({ name }) => name);
  const withChannel = campaigns.map(({ name, channel }) => `${name} (${channel})`);
  return campaigns.map(({ id, name }, i) => {
    if (count(names, name) === 1) return name;
    const label = withChannel[i] ?? id;
    return count(withChannel, label) === 1 ? label : id;
  });
}

function plannedGroup(
  group: GroupRequest,
  index: number,
  campaigns: readonly PlannedCampaign[],
  coin: Coin,
): PlannedGroup {
  const members = campaigns.flatMap(({ fitted: { campaign } }, i) =>
    group.campaignIds?.includes(campaign.id) || group.channels?.includes(campaign.channel) ? [i] : [],
  );
  if (members.length === 0) {
    throw new InvalidInputError(
      ['groups', String(index)],
      `The group ${JSON.stringify(group.name)} holds none of the campaigns being planned. Name campaigns or channels that spend.`,
    );
  }
  return {
    name: group.name,
    members,
    min: group.minMicros === undefined ? undefined : microsToCoins(group.minMicros, coin),
    max: group.maxMicros === undefined ? undefined : microsToCoins(group.maxMicros, coin),
    minShare: group.minShare,
    maxShare: group.maxShare,
  };
}

function coinBudget(request: ScenarioRequest, campaigns: readonly PlannedCampaign[], coin: Coin): CoinBudget {
  const { free, equalMicros, atMostMicros, atLeastMicros } = request.budget ?? {};
  if (free) return {};
  if (equalMicros === undefined && atMostMicros === undefined && atLeastMicros === undefined) {
    // To find the least spend, the total has to be free to fall.
    if (request.objective === 'MIN_SPEND') return {};
    return { equal: campaigns.reduce((total, { currentCoins }) => total + currentCoins, 0) };
  }
  return {
    ...(equalMicros !== undefined && { equal: microsToCoins(equalMicros, coin) }),
    ...(atMostMicros !== undefined && { atMost: microsToCoins(atMostMicros, coin) }),
    ...(atLeastMicros !== undefined && { atLeast: microsToCoins(atLeastMicros, coin) }),
  };
}
