import type { IsoDate } from '../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../store/model/entities.ts';
import type { Channel, WorkspaceId } from '../store/model/ids.ts';
import type { CurrencyCode } from '../store/model/money.ts';
import { type CampaignSelector, selectCampaigns } from './campaign-selection.ts';
import { dataCompleteThrough, daysBetween } from './complete-days.ts';
import { readDailyRows } from './daily-rows.ts';
import type { PlanningDeps } from './deps.ts';
import { InvalidInputError } from './errors.ts';
import {
  addPerformance,
  NO_PERFORMANCE,
  type PerformanceRatios,
  type PerformanceSums,
  quotient,
  ratiosOf,
} from './metrics.ts';
import { type CalendarPeriod, isPeriodGrain, periodOf } from './period.ts';

export type PerformanceDimension = 'DAY' | 'WEEK' | 'MONTH' | 'CAMPAIGN' | 'CHANNEL' | 'PLATFORM';

export interface PerformanceRequest {
  /** Both ends included. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** At most one of DAY, WEEK and MONTH. Empty: one row for everything. */
  readonly groupBy: readonly PerformanceDimension[];
  readonly filter?: CampaignSelector | undefined;
  /** Gross margin as a share of revenue, 0 to 1, for profit and what follows from it. */
  readonly margin?: number | null | undefined;
}

export interface PerformanceReport {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Null when there is no row. */
  readonly currencyCode: CurrencyCode | null;
  /** Within the asked range. Later days' conversions are still coming in. */
  readonly dataCompleteThrough: IsoDate | null;
  /** In the order of the dimensions asked for: time ascending, names ascending. */
  readonly rows: readonly PerformanceRow[];
  readonly total: PerformanceFigures;
}

export interface PerformanceFigures {
  readonly sums: PerformanceSums;
  readonly ratios: PerformanceRatios;
  /** Days that have any row. */
  readonly days: number;
  /** Days on which conversions of some campaign are still coming in. */
  readonly incompleteDays: number;
}

export interface PerformanceRow extends PerformanceFigures {
  readonly period: CalendarPeriod | null;
  readonly campaign: Campaign | null;
  readonly channel: Channel | null;
  readonly platform: string | null;
  readonly shareOfSpend: number | null;
  readonly shareOfConversions: number | null;
}

const LONGEST_RANGE_DAYS = 1_100;
const MOST_ROWS = 10_000;

/**
 * Performance between two days, grouped as asked. Throws `InvalidInputError` for a request that makes no sense and
 * `MixedCurrencyError` when the campaigns spend in several currencies.
 */
export async function performanceBetween(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: PerformanceRequest,
): Promise<PerformanceReport> {
  refuseNonsense(request);
  const { from, to, groupBy, margin = null } = request;
  const { campaigns, currencyCode } = await selectCampaigns(deps, workspace, request.filter);
  const rowsOf = await readDailyRows(deps, workspace, campaigns, { from, to });

  const total = new Tally();
  const groups = new Map<string, Group>();
  for (const campaign of campaigns) {
    for (const row of rowsOf.get(campaign.id) ?? []) {
      total.add(row);
      const key = groupBy.map((dimension) => sortKey(dimension, campaign, row)).join('\u0000');
      let group = groups.get(key);
      if (!group) {
        group = { ...groupIdentity(request, campaign, row), tally: new Tally() };
        groups.set(key, group);
        refuseTooManyRows(groups.size);
      }
      group.tally.add(row);
    }
  }

  return {
    from,
    to,
    currencyCode,
    dataCompleteThrough: dataCompleteThrough([...rowsOf.values()].flat()),
    rows: [...groups.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { tally, ...identity }]) => ({
        ...identity,
        ...tally.figures(margin),
        shareOfSpend: quotient(Number(tally.sums.spendMicros), Number(total.sums.spendMicros)),
        shareOfConversions: quotient(tally.sums.conversions, total.sums.conversions),
      })),
    total: total.figures(margin),
  };
}

type GroupIdentity = Pick<PerformanceRow, 'period' | 'campaign' | 'channel' | 'platform'>;
type Group = GroupIdentity & { readonly tally: Tally };

class Tally {
  sums: PerformanceSums = NO_PERFORMANCE;
  readonly #days = new Set<IsoDate>();
  readonly #incompleteDays = new Set<IsoDate>();

  add(row: DailyPerformance): void {
    this.sums = addPerformance(this.sums, row);
    this.#days.add(row.date);
    if (row.incomplete) this.#incompleteDays.add(row.date);
  }

  figures(margin: number | null): PerformanceFigures {
    return {
      sums: this.sums,
      ratios: ratiosOf(this.sums, margin),
      days: this.#days.size,
      incompleteDays: this.#incompleteDays.size,
    };
  }
}

function groupIdentity(
  request: PerformanceRequest,
  campaign: Campaign,
  row: DailyPerformance,
): GroupIdentity {
  const asked = new Set(request.groupBy);
  const grain = request.groupBy.find(isPeriodGrain);
  return {
    period: grain ? periodOf(grain, row.date, request) : null,
    campaign: asked.has('CAMPAIGN') ? campaign : null,
    // A campaign has one channel and one platform, so its row can name them unasked.
    channel: asked.has('CHANNEL') || asked.has('CAMPAIGN') ? campaign.channel : null,
    platform: asked.has('PLATFORM') || asked.has('CAMPAIGN') ? campaign.platform : null,
  };
}

function sortKey(dimension: PerformanceDimension, campaign: Campaign, row: DailyPerformance): string {
  switch (dimension) {
    case 'CAMPAIGN':
      return `${campaign.name}\u0001${campaign.id}`;
    case 'CHANNEL':
      return campaign.channel;
    case 'PLATFORM':
      return campaign.platform;
    default:
      return periodOf(dimension, row.date).from;
  }
}

function refuseNonsense({ from, to, groupBy, margin }: PerformanceRequest): void {
  if (from > to) {
    throw new InvalidInputError(['from'], `from (${from}) is after to (${to}). Swap them.`);
  }
  if (daysBetween(from, to) > LONGEST_RANGE_DAYS) {
    throw new InvalidInputError(
      ['to'],
      `${daysBetween(from, to)} days were asked for; at most ${LONGEST_RANGE_DAYS} are answered at once. Ask in parts.`,
    );
  }
  if (groupBy.filter(isPeriodGrain).length > 1) {
    throw new InvalidInputError(
      ['groupBy'],
      `groupBy holds ${groupBy.filter(isPeriodGrain).join(' and ')}; wanted at most one of DAY, WEEK and MONTH.`,
    );
  }
  if (new Set(groupBy).size < groupBy.length) {
    throw new InvalidInputError(['groupBy'], 'groupBy names a dimension twice. Name each once.');
  }
  if (typeof margin === 'number' && !(margin >= 0 && margin <= 1)) {
    throw new InvalidInputError(['margin'], `margin is ${margin}; wanted a share of revenue from 0 to 1.`);
  }
}

function refuseTooManyRows(count: number): void {
  if (count > MOST_ROWS) {
    throw new InvalidInputError(
      ['groupBy'],
      `The answer would have more than ${MOST_ROWS} rows. Shorten the range, filter, or group more coarsely.`,
    );
  }
}
