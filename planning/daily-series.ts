import { createHash } from 'node:crypto';
import type { CampaignSeries } from '../optimizer/fit/fitted-curve.ts';
import type { Campaign, DailyPerformance } from '../store/model/entities.ts';
import { microsToUnits } from '../store/model/money.ts';

/** Grows when the way of fitting changes, so that curves fitted the old way are not reused. */
const FIT_VERSION = 2;

/** The series that a campaign's curve is fitted to: conversions against spend in units of currency. */
export function conversionSeries(campaign: Campaign, rows: readonly DailyPerformance[]): CampaignSeries {
  return {
    campaign: campaign.id,
    channel: campaign.channel,
    days: rows.map(({ date, spendMicros, conversions, incomplete }) => ({
      date,
      spend: microsToUnits(spendMicros),
      outcome: conversions,
      incomplete,
    })),
  };
}

/** Equal for equal series: says whether a stored curve still belongs to today's rows. */
export function seriesHash(series: CampaignSeries): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([FIT_VERSION, series.campaign, series.channel]));
  for (const { date, spend, outcome, incomplete } of series.days) {
    hash.update(`\n${date} ${spend} ${outcome} ${incomplete ? 1 : 0}`);
  }
  return hash.digest('hex');
}
