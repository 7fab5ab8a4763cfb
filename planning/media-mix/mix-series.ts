import type { MediaMix } from '../../optimizer/fit/media-mix/media-mix.ts';
import { addDays, dayNumber, type IsoDate } from '../../store/model/day.ts';
import type { Campaign } from '../../store/model/entities.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { type CurrencyCode, microsToUnits } from '../../store/model/money.ts';
import type { DayRange } from '../../store/ports.ts';
import { underNewestAttribution } from '../attribution.ts';
import { selectCampaigns } from '../campaign-selection.ts';
import { completenessByChannel, type MarkedDay, markedDays } from '../completeness.ts';
import { readDailyRows } from '../daily-rows.ts';
import { earlierDay, laterDay } from '../day-order.ts';
import type { PlanningDeps } from '../deps.ts';
import { InsufficientDataError, InvalidInputError } from '../errors.ts';
import { eventsOf } from '../evidence/workspace-evidence.ts';
import { isMoney, isSales, type MixOutcome, platformOutcome, salesOutcome } from './mix-outcome.ts';

export interface MediaMixRequest {
  readonly outcome: MixOutcome;
  /** Default: all days that there are. */
  readonly from?: IsoDate | undefined;
  readonly to?: IsoDate | undefined;
  /** Default: days as far as they can be fitted at once, else weeks from Monday on. */
  readonly grain?: MixGrain | undefined;
  /** Needed where the workspace spends in several. */
  readonly currencyCode?: CurrencyCode | undefined;
  /** Whether periods are forecast from earlier ones, to state errors: it takes half as long again. Default false. */
  readonly forecastErrors?: boolean | undefined;
}

export type MixGrain = 'DAY' | 'WEEK';

export interface MixSeries {
  readonly mix: MediaMix;
  readonly grain: MixGrain;
  readonly currencyCode: CurrencyCode;
  /** What to know of how it was laid out. */
  readonly notes: readonly string[];
}

/** A fit takes about two milliseconds for each period of each channel, and has a request's time. */
const MOST_CELLS = 2_400;
const MOST_CHANNELS = 8;
const MOST_DAYS = 2_200;
/** A platform without newer days than this has stopped, rather than not been exported. */
const STOPPED_DAYS = 45;

/**
 * The workspace's days as one outcome and the spends that share it. Throws `InvalidInputError`, `MixedCurrencyError`
 * and `InsufficientDataError`.
 */
export async function mixSeries(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  request: MediaMixRequest,
): Promise<MixSeries> {
  const { outcome } = request;
  const { campaigns, currencyCode } = await selectCampaigns(deps, workspace, {
    currencyCode: request.currencyCode,
  });
  if (currencyCode === null) {
    throw new InsufficientDataError('There are no campaigns in this workspace. Import an export first.');
  }
  const last = lastCommonDay(campaigns);
  const range = rangeOf(request, {
    from: campaigns.map(({ firstDay }) => firstDay).reduce(earlierDay),
    to: last,
  });
  const rowsOf = await readDailyRows(deps, workspace, campaigns, range);
  const completeness = completenessByChannel([...rowsOf.values()].flat());
  const rows = [...rowsOf.values()].flatMap((own) =>
    markedDays(underNewestAttribution(own).rows, completeness),
  );
  const spends = spendsOf(rows);
  const outcomeOn =
    outcome === 'CONVERSIONS' || outcome === 'REVENUE'
      ? platformOutcome(rows, outcome)
      : await salesOutcome(deps, workspace, campaigns, range, outcome, currencyCode);
  const grain = request.grain ?? (isSmallEnough(daysIn(range), spends.size) ? 'DAY' : 'WEEK');
  const periods = periodsOf(range, grain);
  refuseTooMuch(periods.length, spends, grain);
  const events = eventsOf(await deps.store.calendarEvents.all(workspace));
  return {
    grain,
    currencyCode,
    mix: {
      dates: periods.map(([first]) => first as IsoDate),
      outcome: periods.map((days) => sumOrNull(days.map(outcomeOn))),
      kind: isMoney(outcome) ? 'MONEY' : 'COUNT',
      channels: [...spends].map(([channel, on]) => ({
        channel,
        spend: periods.map((days) => days.reduce((sum, date) => sum + (on.get(date) ?? 0), 0)),
      })),
      events,
    },
    notes: [
      ...(isSales(outcome)
        ? []
        : [
            'The outcome is the sum of what platforms credit to themselves: two of them may count one sale, and what nobody credits is missing. A CRM or shop knows better.',
          ]),
      ...(grain === 'WEEK' && request.grain === undefined
        ? ['Weeks were fitted, as days would have been too many.']
        : []),
    ],
  };
}

/** Platforms are exported on different days: a day after the last of one that still runs would look like a fall. */
function lastCommonDay(campaigns: readonly Campaign[]): IsoDate {
  const lastOf = new Map<string, IsoDate>();
  for (const { platform, lastDay } of campaigns) {
    lastOf.set(platform, laterDay(lastOf.get(platform) ?? lastDay, lastDay));
  }
  const newest = [...lastOf.values()].reduce(laterDay);
  return [...lastOf.values()].filter((day) => day >= addDays(newest, -STOPPED_DAYS)).reduce(earlierDay);
}

function rangeOf({ from, to }: MediaMixRequest, all: DayRange): DayRange {
  const range = { from: laterDay(from ?? all.from, all.from), to: earlierDay(to ?? all.to, all.to) };
  if (from !== undefined && to !== undefined && from > to) {
    throw new InvalidInputError(['from'], `from (${from}) is after to (${to}). Swap them.`);
  }
  if (range.from > range.to) {
    throw new InsufficientDataError(
      `No day from ${from ?? all.from} to ${to ?? all.to} has data: it is of ${all.from} to ${all.to}.`,
    );
  }
  if (daysIn(range) > MOST_DAYS) {
    throw new InvalidInputError(
      ['from'],
      `${range.from} to ${range.to} are ${daysIn(range)} days; wanted at most ${MOST_DAYS}. Name the days.`,
    );
  }
  return range;
}

const daysIn = ({ from, to }: DayRange): number => dayNumber(to) - dayNumber(from) + 1;

/** By channel, ordered by slug, units of currency by day. Those that never spent share in nothing. */
function spendsOf(rows: readonly MarkedDay[]): ReadonlyMap<string, ReadonlyMap<IsoDate, number>> {
  const spends = new Map<string, Map<IsoDate, number>>();
  for (const { channel, date, spendMicros } of rows) {
    if (spendMicros === 0n) continue;
    const own = spends.get(channel) ?? new Map<IsoDate, number>();
    own.set(date, (own.get(date) ?? 0) + microsToUnits(spendMicros));
    spends.set(channel, own);
  }
  return new Map([...spends].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The days of each; weeks are whole. */
function periodsOf({ from, to }: DayRange, grain: MixGrain): readonly (readonly IsoDate[])[] {
  const length = grain === 'DAY' ? 1 : 7;
  // 1970-01-01, day 0, was a Thursday.
  const untilMonday = (7 - ((dayNumber(from) + 3) % 7)) % 7;
  const first = grain === 'DAY' ? from : addDays(from, untilMonday);
  const count = Math.max(0, Math.floor((dayNumber(to) - dayNumber(first) + 1) / length));
  return Array.from({ length: count }, (_, period) =>
    Array.from({ length }, (_, i) => addDays(first, period * length + i)),
  );
}

const isSmallEnough = (periods: number, channels: number) => periods * channels <= MOST_CELLS;

function refuseTooMuch(
  periods: number,
  spends: ReadonlyMap<string, ReadonlyMap<IsoDate, number>>,
  grain: MixGrain,
): void {
  if (spends.size > MOST_CHANNELS) {
    throw new InvalidInputError(
      ['from'],
      `${spends.size} channels spent in these days; a media mix of at most ${MOST_CHANNELS} can be asked for. Fit larger ones with \`equimarginal fit --mix\`.`,
    );
  }
  if (!isSmallEnough(periods, spends.size)) {
    const most = Math.floor(MOST_CELLS / spends.size);
    throw new InvalidInputError(
      ['grain'],
      `${periods} ${grain === 'DAY' ? 'days' : 'weeks'} of ${spends.size} channels are too many for one request; wanted at most ${most}. Ask for ${grain === 'DAY' ? 'weeks, or for ' : ''}fewer days.`,
    );
  }
}

const sumOrNull = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0 as number | null);
