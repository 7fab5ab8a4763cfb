import { createHash } from 'node:crypto';
import type {
  CalendarEvent,
  CampaignSeries,
  LevelBreak,
  LiftExperiment,
} from '../optimizer/fit/fitted-curve.ts';
import type { IsoDate } from '../store/model/day.ts';
import type { Campaign, DailyPerformance } from '../store/model/entities.ts';
import type { CurveOutcome, PlatformOutcome } from '../store/model/evidence.ts';
import { microsToUnits } from '../store/model/money.ts';
import type { MarkedDay } from './completeness.ts';
import { isSalesOutcome, type SalesOn } from './sales-series.ts';

/** Grows when the way of fitting changes, so that curves fitted the old way are not reused. */
export const FIT_VERSION = 5;

/** What is known of a campaign's curve beside its daily rows, in the units of its series. */
export interface SeriesEvidence {
  readonly experiments?: readonly LiftExperiment[];
  readonly breaks?: readonly LevelBreak[];
}

/**
 * The series that a campaign's curve is fitted to: an outcome against spend, in units of currency. `sales` are those of
 * a CRM or shop, for the outcomes that it counts.
 */
export function outcomeSeries(
  campaign: Campaign,
  rows: readonly MarkedDay[],
  outcome: CurveOutcome = 'CONVERSIONS',
  { experiments = [], breaks = [] }: SeriesEvidence = {},
  sales: SalesOn = () => null,
): CampaignSeries {
  return {
    campaign: campaign.id,
    channel: campaign.channel,
    outcome: outcome === 'REVENUE' ? 'MONEY' : 'COUNT',
    days: rows.map((row) => ({
      date: row.date,
      spend: microsToUnits(row.spendMicros),
      outcome: isSalesOutcome(outcome) ? sales(campaign.id, row.date) : outcomeOf(row, outcome),
      incomplete: row.incomplete,
      ...(row.completeness !== undefined && { completeness: row.completeness }),
    })),
    ...(experiments.length > 0 && { experiments }),
    ...(breaks.length > 0 && { breaks }),
  };
}

/** Null when the platform did not report it. */
export function outcomeOf(row: DailyPerformance, outcome: PlatformOutcome): number | null {
  if (outcome === 'CONVERSIONS') return row.conversions;
  return row.revenueMicros === null ? null : microsToUnits(row.revenueMicros);
}

/** Equal for equal series and events: says whether a stored curve still belongs to what is known today. */
export function seriesHash(series: CampaignSeries, events: readonly CalendarEvent[] = []): string {
  const { campaign, channel, outcome, experiments = [], breaks = [] } = series;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([FIT_VERSION, campaign, channel, outcome, experiments, breaks, events]));
  for (const { date, spend, outcome, incomplete, completeness } of series.days) {
    hash.update(`\n${date} ${spend} ${outcome} ${incomplete ? 1 : 0} ${completeness ?? ''}`);
  }
  return hash.digest('hex');
}

/** Equal as long as no day up to `through` is restated, nor what a CRM says of it, where `sales` are given. */
export function hashOfDays(
  rows: readonly DailyPerformance[],
  through: IsoDate,
  sales?: (date: IsoDate) => number | null,
): string {
  const hash = createHash('sha256');
  for (const { date, spendMicros, conversions, revenueMicros } of rows) {
    if (date > through) continue;
    hash.update(`${date} ${spendMicros} ${conversions} ${revenueMicros}${sales ? ` ${sales(date)}` : ''}\n`);
  }
  return hash.digest('base64url').slice(0, 22);
}

/** As a scenario keeps it of a campaign: the day up to which its days were seen, and their hash. */
export const dataHashOf = ({
  dataCompleteThrough,
  completeDaysHash,
}: {
  readonly dataCompleteThrough: IsoDate;
  readonly completeDaysHash: string;
}): string => `${dataCompleteThrough} ${completeDaysHash}`;
