import type { IsoDate } from '../../store/model/day.ts';
import { DAYS, seasonMultipliers, weekdayMultipliers, weekdayOf } from './calendar.ts';
import { CAMPAIGNS } from './campaigns.ts';
import { type CampaignTruth, CHANNELS, type ChannelTruth } from './company.ts';
import { type Random, randomFor } from './random.ts';
import { adstock, response } from './response.ts';
import { isPaused, isRunning, spendHistory } from './spend.ts';

/** Conversions vary more than Poisson: variance = mean + mean² / DISPERSION. */
export const DISPERSION = 60;

export interface SimulatedCampaign {
  readonly truth: CampaignTruth;
  readonly channel: ChannelTruth;
  /** What the adstock held on the eve of `DAYS[0]`: 0 for a campaign that started later. */
  readonly adstockBefore: number;
  readonly days: readonly SimulatedDay[];
}

/** A day as it will stand once every conversion has come in. */
export interface SimulatedDay {
  readonly date: IsoDate;
  readonly spendCents: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly revenueCents: number;
  /** Uniform in [0, 1): settles how a count that is still coming in is rounded. */
  readonly rounding: number;
}

export function simulateCompany(): SimulatedCampaign[] {
  return CAMPAIGNS.map((truth) => {
    const channel = CHANNELS.find((candidate) => candidate.channel === truth.channel)!;
    return simulateCampaign(truth, channel, randomFor(`${truth.channel}/${truth.name}`));
  });
}

function simulateCampaign(truth: CampaignTruth, channel: ChannelTruth, random: Random): SimulatedCampaign {
  const spend = spendHistory(truth, random);
  const adstockBefore = truth.from === undefined ? truth.currentSpend : 0;
  const carried = adstock(
    spend.map((cents) => cents / 100),
    channel.carryOver,
    adstockBefore,
  );
  const season = seasonMultipliers(channel);
  const weekday = weekdayMultipliers(channel);

  const days = DAYS.flatMap((date, index): SimulatedDay[] => {
    const mean = response(truth.curve, carried[index]!) * weekday[weekdayOf(date)]! * season[index]!;
    const simulated = simulateDay(truth, channel, date, spend[index]!, mean, random);
    return isReported(truth, channel, date) ? [simulated] : [];
  });
  return { truth, channel, adstockBefore, days };
}

/** Meta reports the days of a pause, on which purchases still come in; the search platforms have no such rows. */
function isReported(truth: CampaignTruth, channel: ChannelTruth, date: IsoDate): boolean {
  return isRunning(truth, date) || (channel.platform === 'meta_ads' && isPaused(truth, date));
}

function simulateDay(
  truth: CampaignTruth,
  channel: ChannelTruth,
  date: IsoDate,
  spendCents: number,
  mean: number,
  random: Random,
): SimulatedDay {
  const clicks = Math.round((spendCents / 100 / truth.costPerClick) * Math.exp(0.06 * random.normal()));
  const impressions = Math.round((clicks / truth.clickThroughRate) * Math.exp(0.08 * random.normal()));
  const count = random.negativeBinomial(mean, DISPERSION);
  // Google shares a conversion out among the clicks before it, so that its counts are fractional.
  const shared = channel.platform === 'google_ads' && count > 0 ? random.between(-0.5, 0.5) : 0;
  const conversions = Math.round((count + shared) * 100) / 100;
  const meanOrder = truth.orderValue * Math.exp((0.35 * random.normal()) / Math.sqrt(Math.max(1, count)));
  const revenueCents = Math.round(conversions * meanOrder * 100);
  return { date, spendCents, impressions, clicks, conversions, revenueCents, rounding: random.uniform() };
}
