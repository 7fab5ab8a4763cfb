import type { Curve } from '../../optimizer/curve/curve.ts';
import { responseAt } from '../../optimizer/curve/evaluate.ts';
import type { DayObservation } from '../../optimizer/fit/fitted-curve.ts';
import { type RandomSource, randomSource } from './random-source.ts';
import { dailySpends } from './spend-pattern.ts';
import type { SimulatedCampaign } from './truth.ts';

export { randomSource } from './random-source.ts';
export { type SimulatedCampaign, trueMarginal, trueMean } from './truth.ts';

export interface AccountSettings {
  readonly seed: number;
  readonly campaigns: number;
  readonly channels: number;
  readonly days: number;
  /** Standard deviation ÷ mean of the slow part of spend (budget changes). */
  readonly spendVariation: number;
  /** Standard deviation ÷ mean of outcome beyond that of a Poisson count. */
  readonly noise: number;
  readonly meanOutcome: number;
  readonly seasonAmplitude: number;
  /** Upper end of the half-life of carry-over in days, drawn evenly from 0. */
  readonly maxHalfLife: number;
  readonly maxBaselineShare: number;
  /** Default 0. */
  readonly minBaselineShare?: number;
  /** Share of campaigns that pause for a stretch. */
  readonly paused: number;
  readonly families: readonly Curve['family'][];
  /** Share of days with an outlier (a spike or a lost day). */
  readonly outliers: number;
  /** Lower end of the half-life of carry-over. Default 0. */
  readonly minHalfLife?: number;
  /** How spend moves; see `dailySpends`. Default BUDGETS. */
  readonly pattern?: SpendPattern;
  /** Share of days, here and there, without spend. Default 0. */
  readonly zeroDays?: number;
  /** 0 takes the weekday rhythm away. Default 1. */
  readonly weekdayStrength?: number;
  /** OVER_POISSON: `noise` is what over-dispersion adds to a Poisson count; TOTAL: it is all of a count's noise;
   * AMOUNT: that of an amount that is no count. Default OVER_POISSON. */
  readonly noiseKind?: 'OVER_POISSON' | 'TOTAL' | 'AMOUNT';
  /** Of Hill curves: 1 in seven of ten (MIXED), 1 in all, or above 1.3 in all. Default MIXED. */
  readonly slopes?: 'MIXED' | 'ONE' | 'S_SHAPED';
  /** Outcome grows with spend to this power from campaign to campaign. Default 0: it does not. */
  readonly outcomeGrowth?: number;
  /** Standard deviation of how far the level wanders, in logs, over the whole series. Default 0: it stays. */
  readonly levelDrift?: number;
}

export type SpendPattern = 'BUDGETS' | 'EXACT_BUDGETS' | 'DAILY';

export const TYPICAL: AccountSettings = {
  seed: 1,
  campaigns: 7,
  channels: 3,
  days: 120,
  spendVariation: 0.4,
  noise: 0.15,
  meanOutcome: 25,
  seasonAmplitude: 0.15,
  maxHalfLife: 4,
  maxBaselineShare: 0.3,
  paused: 0.4,
  families: ['HILL', 'NEGATIVE_EXPONENTIAL', 'LOG', 'POWER'],
  outliers: 0,
};

export function simulateAccount(settings: AccountSettings): SimulatedCampaign[] {
  const random = randomSource(settings.seed * 7919 + 17);
  const seasonPhase = random.uniform() * 365;
  const channelPhase = Array.from({ length: settings.channels }, () => seasonPhase + 40 * random.normal());
  const channelHalf = Array.from({ length: settings.channels }, () => Math.exp(0.1 + 0.3 * random.normal()));
  const strength = settings.weekdayStrength ?? 1;
  const baseWeekday = [1.1, 1.08, 1.05, 1.02, 1, 0.85, 0.9].map(
    (w) => (w * Math.exp(0.05 * random.normal())) ** strength,
  );
  return Array.from({ length: settings.campaigns }, (_, i) => {
    const channel = i % settings.channels;
    return simulateCampaign(
      settings,
      random,
      i,
      channel,
      channelPhase[channel]!,
      channelHalf[channel]!,
      baseWeekday,
    );
  });
}

/** A random walk in logs whose last four weeks are 1 on average: a campaign's truth is that of today. */
function wanderingLevel({ seed, days, levelDrift = 0 }: AccountSettings, index: number): readonly number[] {
  const random = randomSource(seed * 104_729 + index);
  let log = 0;
  const levels = Array.from({ length: days }, () => {
    log += (levelDrift / Math.sqrt(days)) * random.normal();
    return Math.exp(log);
  });
  const recent = levels.slice(-28);
  const today = recent.reduce((sum, level) => sum + level, 0) / recent.length;
  return levels.map((level) => level / today);
}

function simulateCampaign(
  settings: AccountSettings,
  random: RandomSource,
  index: number,
  channel: number,
  phase: number,
  channelHalf: number,
  baseWeekday: readonly number[],
): SimulatedCampaign {
  const { days } = settings;
  const level = Math.exp(5 + 0.8 * random.normal());
  const strength = settings.weekdayStrength ?? 1;
  const weekday = normalised(baseWeekday.map((w) => w * Math.exp(0.05 * strength * random.normal())));
  const spendWeekday = normalised(weekday.map((w) => w ** 0.7 * Math.exp(0.04 * random.normal())));
  const season = Array.from(
    { length: days },
    (_, t) => 1 + settings.seasonAmplitude * Math.sin((2 * Math.PI * (t + phase)) / 365),
  );

  const drift = wanderingLevel(settings, index);
  const spend = dailySpends(settings, random, level, spendWeekday);
  const family = settings.families[Math.floor(random.uniform() * settings.families.length)]!;
  const half = level * channelHalf * Math.exp(0.4 * random.normal());
  const unit = unitCurve(family, half, random, settings.slopes ?? 'MIXED');
  const leastShare = settings.minBaselineShare ?? 0;
  const share = leastShare + (settings.maxBaselineShare - leastShare) * random.uniform();
  const size = (level / Math.exp(5)) ** (settings.outcomeGrowth ?? 0);
  const atLevel = settings.meanOutcome * size * Math.exp(0.5 * random.normal());
  const scale = (atLevel * (1 - share)) / responseAt(unit, level);
  const curve = { ...unit, scale, baseline: atLevel * share } as Curve;

  const least = settings.minHalfLife ?? 0;
  const halfLife = least + (settings.maxHalfLife - least) * random.uniform();
  const carryOver = halfLife > 0.1 ? 0.5 ** (1 / halfLife) : 0;
  let carried = spend[0]!;
  const start = Date.UTC(2026, 0, 5);
  const observations: DayObservation[] = spend.map((x, t) => {
    carried = (1 - carryOver) * x + carryOver * carried;
    const mean =
      (atLevel * share + scale * responseAt(unit, carried)) * weekday[t % 7]! * season[t]! * drift[t]!;
    let outcome = observed(settings, random, mean);
    if (random.uniform() < settings.outliers) outcome = random.uniform() < 0.5 ? 0 : Math.round(outcome * 3);
    return { date: new Date(start + t * 86_400_000).toISOString().slice(0, 10), spend: x, outcome };
  });
  return {
    series: {
      campaign: `campaign ${index + 1}`,
      channel: `channel ${channel + 1}`,
      days: observations,
      ...(settings.noiseKind === 'AMOUNT' && { outcome: 'MONEY' as const }),
    },
    curve,
    carryOver,
    weekday,
    season,
  };
}

function unitCurve(
  family: Curve['family'],
  half: number,
  random: RandomSource,
  slopes: NonNullable<AccountSettings['slopes']>,
): Curve {
  switch (family) {
    case 'POWER':
      return { family, scale: 1, exponent: 0.35 + 0.4 * random.uniform() };
    case 'HILL': {
      const isConcave = slopes === 'MIXED' ? random.uniform() < 0.7 : slopes === 'ONE';
      const slope = isConcave ? 1 : 1.3 + 1.2 * random.uniform();
      return { family, scale: 1, halfSaturation: half, slope };
    }
    case 'LOG':
    case 'NEGATIVE_EXPONENTIAL':
    case 'LOGISTIC':
      return { family, scale: 1, halfSaturation: family === 'LOG' ? half * 0.6 : half } as Curve;
    default:
      throw new Error(`${family} is not simulated`);
  }
}

function observed({ noise, noiseKind }: AccountSettings, random: RandomSource, mean: number): number {
  const ofCount = noiseKind === 'TOTAL' ? 1 / Math.max(mean, 1e-9) : 0;
  const variance = Math.max(0, noise ** 2 - ofCount);
  const dispersed = variance > 0 ? mean * random.gamma(1 / variance) * variance : mean;
  return noiseKind === 'AMOUNT' ? dispersed : random.poisson(dispersed);
}

function normalised(values: readonly number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.map((v) => v / mean);
}
