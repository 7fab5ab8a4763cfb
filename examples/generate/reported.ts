import { dayNumber, type IsoDate } from '../../store/model/day.ts';
import type { SimulatedCampaign, SimulatedDay } from './simulate.ts';

/** A day as an export of a given date shows it. */
export interface ReportedDay {
  readonly campaign: SimulatedCampaign;
  readonly date: IsoDate;
  readonly spendCents: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly revenueCents: number;
}

/** Conversions are credited to the day of the click and come in over two weeks: 55 % on the same day. */
export function shareReported(ageDays: number): number {
  return ageDays >= 14 ? 1 : 1 - 0.45 * Math.exp(-ageDays / 2.5);
}

/** Rows from `from` to `to` as seen on the evening of `to`, ordered by day, then by campaign. */
export function reportedDays(
  campaigns: readonly SimulatedCampaign[],
  from: IsoDate,
  to: IsoDate,
): ReportedDay[] {
  return campaigns
    .flatMap((campaign) =>
      campaign.days
        .filter(({ date }) => date >= from && date <= to)
        .map((day) => ({ campaign, date: day.date, ...asSeenOn(to, day, campaign) })),
    )
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

function asSeenOn(today: IsoDate, day: SimulatedDay, { channel }: SimulatedCampaign) {
  const share = shareReported(dayNumber(today) - dayNumber(day.date));
  const isFractional = channel.platform === 'google_ads';
  const conversions = isFractional
    ? Math.round(day.conversions * share * 100) / 100
    : Math.min(day.conversions, Math.floor(day.conversions * share + day.rounding));
  const shareOfOrders = day.conversions === 0 ? 0 : conversions / day.conversions;
  return {
    spendCents: day.spendCents,
    impressions: day.impressions,
    clicks: day.clicks,
    conversions,
    revenueCents: Math.round(day.revenueCents * shareOfOrders),
  };
}
