import type { CampaignSeries, DayObservation } from '../optimizer/fit/fitted-curve.ts';

const MS_PER_DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const CHANNELS = ['search', 'shopping', 'social', 'video', 'display'];
const WEEKDAY = [1.1, 1.08, 1.04, 1.0, 0.96, 0.88, 0.94];

/**
 * Campaigns that look like an advertiser's: budget changes every few weeks, a weekday rhythm, carry-over, Hill
 * curves of several degrees of saturation, over-dispersed counts. The same seed gives the same series.
 */
export function syntheticCampaigns(campaigns: number, days: number, seed = 1): CampaignSeries[] {
  const random = mulberry32(seed);
  return Array.from({ length: campaigns }, (_, index) => ({
    campaign: `campaign-${index + 1}`,
    channel: CHANNELS[index % CHANNELS.length]!,
    days: syntheticDays(days, random),
  }));
}

function syntheticDays(days: number, random: () => number): DayObservation[] {
  const meanSpend = 80 * 2 ** (4 * random());
  const halfSaturation = meanSpend * (0.4 + 2.6 * random());
  const scale = 20 + 60 * random();
  const baseline = 3 * random();
  const carryOver = 0.5 * random();
  const dispersion = 0.02 + 0.03 * random();

  let level = 1;
  let stock = meanSpend;
  return Array.from({ length: days }, (_, index) => {
    const time = FIRST_DAY + index * MS_PER_DAY;
    if (index % 24 === 0) level = 0.6 + random();
    const rhythm = WEEKDAY[(new Date(time).getUTCDay() + 6) % 7]!;
    const spend = Math.round(100 * meanSpend * level * rhythm * Math.exp(0.12 * gaussian(random))) / 100;
    stock = (1 - carryOver) * spend + carryOver * stock;
    const mean = (baseline + (scale * stock) / (halfSaturation + stock)) * rhythm;
    const outcome = Math.max(
      0,
      Math.round(mean + Math.sqrt(mean + dispersion * mean ** 2) * gaussian(random)),
    );
    return { date: new Date(time).toISOString().slice(0, 10), spend, outcome };
  });
}

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough for test data. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal, by Box and Muller. */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
