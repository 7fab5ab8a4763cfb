import { DAYS, seasonMultipliers, weekdayMultipliers } from './calendar.ts';
import { CHANNELS, FIRST_DAY, LAST_DAY } from './company.ts';
import { DISPERSION, type SimulatedCampaign } from './simulate.ts';

/** What the examples were made of, so that a test can say how close a fit or a plan comes to it. */
export function truthOf(campaigns: readonly SimulatedCampaign[]) {
  return {
    formula: [
      'mean conversions of day t = (baseline + scale * f(a[t])) * weekday[t] * season[t]',
      'a[t] = (1 - carryOver) * spend[t] + carryOver * a[t-1]; spend[t] is 0 on a day without a row, in EUR',
      'a before the first day of the data (firstDay, not the first row) is adstockBefore',
      'f is that of curve.family, as in optimizer/curve/curve.ts; curve.baseline is the organic part',
      'weekday is Monday to Sunday, mean 1; season has one value a day from firstDay on, mean 1',
      'conversions are negative-binomial with variance mean + mean^2 / dispersion',
      'the newest days of an export show a part of it: 1 - 0.45 * exp(-age / 2.5), all of it from 14 days on',
    ],
    currency: 'EUR',
    firstDay: FIRST_DAY,
    lastDay: LAST_DAY,
    days: DAYS.length,
    dispersion: DISPERSION,
    channels: CHANNELS.map((channel) => ({
      channel: channel.channel,
      season: seasonMultipliers(channel),
    })),
    campaigns: campaigns.map(({ truth, channel, adstockBefore }) => ({
      platform: channel.platform,
      channel: truth.channel,
      name: truth.name,
      externalId: truth.externalId,
      curve: truth.curve,
      carryOver: channel.carryOver,
      adstockBefore,
      weekday: weekdayMultipliers(channel),
      orderValue: truth.orderValue,
    })),
  };
}
