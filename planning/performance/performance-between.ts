import type { IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { RevenueBasis } from '../../store/model/goal.ts';
import type { Channel, WorkspaceId } from '../../store/model/ids.ts';
import { type CurrencyCode, unitsToMicros } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import { dataCompleteThrough } from '../complete-days.ts';
import type { RatesUsed } from '../currency/rate-book.ts';
import { earlierDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { quotient } from '../metrics.ts';
import { type CalendarPeriod, isPeriodGrain, periodOf } from '../period.ts';
import { type AccountFigures, openAccount, readAccountFigures } from './account.ts';
import { alignedDay, comparedRange } from './compared-range.ts';
import type { PerformanceFact } from './facts.ts';
import { checkPerformanceRequest, type PerformanceDimension, type PerformanceRequest } from './request.ts';
import type { SalesAside } from './sales-facts.ts';
import { type PerformanceFigures, Tally } from './tally.ts';

export interface PerformanceReport extends DayRange {
  /** Null when there is no campaign. */
  readonly currencyCode: CurrencyCode | null;
  readonly revenueBasis: RevenueBasis;
  /** The rates that foreign amounts were converted at. */
  readonly ratesUsed: readonly RatesUsed[];
  /** Within the asked range. Later days' conversions are still coming in. */
  readonly dataCompleteThrough: IsoDate | null;
  readonly comparedWith: DayRange | null;
  /** In the order of the dimensions asked for: time ascending, names ascending. */
  readonly rows: readonly PerformanceRow[];
  readonly total: ComparedFigures;
  /** What the CRM reported of no campaign; null where there is no such thing. */
  readonly aside: SalesAside | null;
}

export interface ComparedFigures extends PerformanceFigures {
  /** The same of the compared period; null where none was asked for. */
  readonly before: PerformanceFigures | null;
}

export interface PerformanceRow extends ComparedFigures {
  readonly period: CalendarPeriod | null;
  readonly campaign: Campaign | null;
  readonly channel: Channel | null;
  readonly platform: string | null;
  readonly goal: string | null;
  readonly shareOfSpend: number | null;
  readonly shareOfConversions: number | null;
}

/** Where the figures of whole months come from. They are the same; days are read for the proof of it. */
export type Reading = 'STORED_SUMS' | 'DAYS';

const MOST_ROWS = 10_000;

/**
 * Performance between two days, grouped as asked. Throws `InvalidInputError` for a request that makes no sense,
 * `MixedCurrencyError` when several currencies meet and `convertTo` does not say into which to convert, and
 * `MissingExchangeRateError`.
 */
export async function performanceBetween(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: PerformanceRequest,
  reading: Reading = 'STORED_SUMS',
): Promise<PerformanceReport> {
  checkPerformanceRequest(request);
  const { from, to, groupBy, compareWith } = request;
  const compared = compareWith === undefined ? null : comparedRange(request, compareWith);
  const span = { from: compared ? earlierDay(compared.from, from) : from, to };
  const account = await openAccount(deps, workspace, request, span);
  const grain = reading === 'DAYS' || groupBy.some(needsDays) ? 'DAY' : 'MONTH';
  const read = (range: DayRange) => readAccountFigures(deps, workspace, account, range, grain, request);
  const [after, before] = await Promise.all([read({ from, to }), compared && read(compared)]);

  const time = groupBy.find(isPeriodGrain);
  const groups = new Groups(request, after, before);
  for (const fact of after.facts) groups.add(fact, fact.date, 'AFTER');
  for (const fact of before?.facts ?? []) {
    groups.add(fact, compared ? alignedDay(fact.date, time, compared, request) : fact.date, 'BEFORE');
  }
  return {
    from,
    to,
    currencyCode: account.money?.currencyCode ?? null,
    revenueBasis: request.revenueBasis ?? 'PLATFORM',
    ratesUsed: account.money?.book?.used() ?? [],
    dataCompleteThrough: dataCompleteThrough(groups.total.after.days()),
    comparedWith: compared,
    rows: groups.rows(),
    total: groups.figures(groups.total, true),
    aside: after.aside,
  };
}

const needsDays = (dimension: PerformanceDimension) =>
  dimension === 'DAY' || dimension === 'WEEK' || dimension === 'GOAL';

type Identity = Pick<PerformanceRow, 'period' | 'campaign' | 'channel' | 'platform' | 'goal'>;

interface Pair {
  readonly after: Tally;
  readonly before: Tally;
  /** Of costs beside media, in units. */
  readonly cost: { after: number; before: number };
}

const emptyPair = (): Pair => ({ after: new Tally(), before: new Tally(), cost: { after: 0, before: 0 } });

class Groups {
  readonly total = emptyPair();
  readonly #groups = new Map<string, Identity & { readonly pair: Pair }>();
  readonly #request: PerformanceRequest;
  readonly #after: AccountFigures;
  readonly #before: AccountFigures | null;

  constructor(request: PerformanceRequest, after: AccountFigures, before: AccountFigures | null) {
    this.#request = request;
    this.#after = after;
    this.#before = before;
  }

  /** `date` is the day of the asked range that the fact is shown at. */
  add(fact: PerformanceFact, date: IsoDate, side: 'AFTER' | 'BEFORE'): void {
    const { groupBy } = this.#request;
    const key = groupBy.map((dimension) => sortKey(dimension, fact, date)).join('\u0000');
    let group = this.#groups.get(key);
    if (!group) {
      group = { ...identityOf(this.#request, fact, date), pair: emptyPair() };
      this.#groups.set(key, group);
      refuseTooManyRows(this.#groups.size);
    }
    for (const pair of [this.total, group.pair]) {
      if (side === 'AFTER') {
        pair.after.add(fact);
        pair.cost.after += this.#after.costs?.of(fact) ?? 0;
      } else {
        pair.before.add(fact);
        pair.cost.before += this.#before?.costs?.of(fact) ?? 0;
      }
    }
  }

  /** The total carries all costs, also those of months in which nothing was spent. */
  figures({ after, before, cost }: Pair, isTotal = false): ComparedFigures {
    const of = (tally: Tally, { inputs, costs }: AccountFigures, units: number) =>
      tally.figures({
        ...inputs,
        extraCostMicros: costs && (isTotal ? costs.totalMicros : unitsToMicros(units)),
      });
    return {
      ...of(after, this.#after, cost.after),
      before: this.#before && of(before, this.#before, cost.before),
    };
  }

  rows(): readonly PerformanceRow[] {
    const total = this.total.after.sums;
    return [...this.#groups.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { pair, ...identity }]) => ({
        ...identity,
        ...this.figures(pair),
        shareOfSpend: quotient(Number(pair.after.sums.spendMicros), Number(total.spendMicros)),
        shareOfConversions: quotient(pair.after.sums.conversions, total.conversions),
      }));
  }
}

function identityOf(
  request: PerformanceRequest,
  { campaign, goal }: PerformanceFact,
  date: IsoDate,
): Identity {
  const asked = new Set(request.groupBy);
  const grain = request.groupBy.find(isPeriodGrain);
  return {
    period: grain ? periodOf(grain, date, request) : null,
    campaign: asked.has('CAMPAIGN') ? campaign : null,
    // A campaign has one channel and one platform, so its row can name them unasked.
    channel: asked.has('CHANNEL') || asked.has('CAMPAIGN') ? campaign.channel : null,
    platform: asked.has('PLATFORM') || asked.has('CAMPAIGN') ? campaign.platform : null,
    goal: asked.has('GOAL') ? goal : null,
  };
}

function sortKey(
  dimension: PerformanceDimension,
  { campaign, goal }: PerformanceFact,
  date: IsoDate,
): string {
  switch (dimension) {
    case 'CAMPAIGN':
      return `${campaign.name}\u0001${campaign.id}`;
    case 'CHANNEL':
      return campaign.channel;
    case 'PLATFORM':
      return campaign.platform;
    case 'GOAL':
      return goal ?? '';
    default:
      return periodOf(dimension, date).from;
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
