import type { Curve } from '../../optimizer/curve/curve.ts';
import type { CampaignSeries, DayObservation } from '../../optimizer/fit/fitted-curve.ts';

/** One campaign whose truth is known: outcome(t) ~ count with mean (baseline + scale·f(carry-over(t)))·weekday·season. */
export interface SimulatedCampaign {
  readonly series: CampaignSeries;
  readonly curve: Curve;
  readonly carryOver: number;
  readonly weekday: readonly number[];
  /** One multiplier per day of the series. */
  readonly season: readonly number[];
}

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
  /** Share of campaigns that pause for a stretch. */
  readonly paused: number;
  readonly families: readonly Curve['family'][];
  /** Share of days with an outlier (a spike or a lost day). */
  readonly outliers: number;
}

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

/** A seeded source of uniform and normal numbers (mulberry32). */
export function randomSource(seed: number) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const poisson = (mean: number): number => {
    if (mean > 400) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    let k = 0;
    let p = 1 - uniform();
    const limit = Math.exp(-mean);
    while (p > limit) {
      k++;
      p *= 1 - uniform();
    }
    return k;
  };
  return { uniform, normal, gamma, poisson };
}

export function shapeOf(curve: Curve, x: number): number {
  switch (curve.family) {
    case 'POWER':
      return x ** curve.exponent;
    case 'LOG':
      return Math.log1p(x / curve.halfSaturation);
    case 'NEGATIVE_EXPONENTIAL':
      return -Math.expm1(-x / curve.halfSaturation);
    case 'HILL':
      return x ** curve.slope / (curve.halfSaturation ** curve.slope + x ** curve.slope);
    case 'LOGISTIC':
      return Math.tanh(x / curve.halfSaturation / 2);
    default:
      throw new Error(`${curve.family} is not simulated`);
  }
}

export function simulateAccount(settings: AccountSettings): SimulatedCampaign[] {
  const random = randomSource(settings.seed * 7919 + 17);
  const seasonPhase = random.uniform() * 365;
  const channelPhase = Array.from({ length: settings.channels }, () => seasonPhase + 40 * random.normal());
  const channelHalf = Array.from({ length: settings.channels }, () => Math.exp(0.1 + 0.3 * random.normal()));
  const baseWeekday = [1.1, 1.08, 1.05, 1.02, 1, 0.85, 0.9].map((w) => w * Math.exp(0.05 * random.normal()));
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

function simulateCampaign(
  settings: AccountSettings,
  random: ReturnType<typeof randomSource>,
  index: number,
  channel: number,
  phase: number,
  channelHalf: number,
  baseWeekday: readonly number[],
): SimulatedCampaign {
  const { days } = settings;
  const level = Math.exp(5 + 0.8 * random.normal());
  const weekday = normalised(baseWeekday.map((w) => w * Math.exp(0.05 * random.normal())));
  const spendWeekday = normalised(weekday.map((w) => w ** 0.7 * Math.exp(0.04 * random.normal())));
  const season = Array.from(
    { length: days },
    (_, t) => 1 + settings.seasonAmplitude * Math.sin((2 * Math.PI * (t + phase)) / 365),
  );

  const spend: number[] = [];
  let budget = level * Math.exp(settings.spendVariation * random.normal());
  let next = 0;
  for (let t = 0; t < days; t++) {
    if (t === next) {
      budget = level * Math.exp(settings.spendVariation * random.normal());
      next += 10 + Math.floor(18 * random.uniform());
    }
    const dayNoise = Math.exp(Math.min(0.08, settings.spendVariation / 4) * random.normal());
    const rhythm = settings.spendVariation < 0.1 ? 1 : spendWeekday[t % 7]!;
    spend.push(Math.round(budget * rhythm * dayNoise * 100) / 100);
  }
  if (random.uniform() < settings.paused && days >= 60) {
    const start = Math.floor(days * (0.2 + 0.5 * random.uniform()));
    const length = 7 + Math.floor(14 * random.uniform());
    for (let t = start; t < Math.min(days, start + length); t++) spend[t] = 0;
  }

  const family = settings.families[Math.floor(random.uniform() * settings.families.length)]!;
  const half = level * channelHalf * Math.exp(0.4 * random.normal());
  const unit = unitCurve(family, half, random);
  const share = settings.maxBaselineShare * random.uniform();
  const atLevel = settings.meanOutcome * Math.exp(0.5 * random.normal());
  const scale = (atLevel * (1 - share)) / shapeOf(unit, level);
  const curve = { ...unit, scale, baseline: atLevel * share } as Curve;

  const halfLife = settings.maxHalfLife * random.uniform();
  const carryOver = halfLife > 0.1 ? 0.5 ** (1 / halfLife) : 0;
  let carried = spend[0]!;
  const start = Date.UTC(2026, 0, 5);
  const observations: DayObservation[] = spend.map((x, t) => {
    carried = (1 - carryOver) * x + carryOver * carried;
    const mean = (atLevel * share + scale * shapeOf(unit, carried)) * weekday[t % 7]! * season[t]!;
    const dispersed =
      settings.noise > 0 ? mean * random.gamma(1 / settings.noise ** 2) * settings.noise ** 2 : mean;
    let outcome = random.poisson(dispersed);
    if (random.uniform() < settings.outliers) outcome = random.uniform() < 0.5 ? 0 : Math.round(outcome * 3);
    return { date: new Date(start + t * 86_400_000).toISOString().slice(0, 10), spend: x, outcome };
  });
  return {
    series: { campaign: `campaign ${index + 1}`, channel: `channel ${channel + 1}`, days: observations },
    curve,
    carryOver,
    weekday,
    season,
  };
}

function unitCurve(family: Curve['family'], half: number, random: ReturnType<typeof randomSource>): Curve {
  switch (family) {
    case 'POWER':
      return { family, scale: 1, exponent: 0.35 + 0.4 * random.uniform() };
    case 'HILL':
      return {
        family,
        scale: 1,
        halfSaturation: half,
        slope: random.uniform() < 0.7 ? 1 : 1.3 + 1.2 * random.uniform(),
      };
    case 'LOG':
    case 'NEGATIVE_EXPONENTIAL':
    case 'LOGISTIC':
      return { family, scale: 1, halfSaturation: family === 'LOG' ? half * 0.6 : half } as Curve;
    default:
      throw new Error(`${family} is not simulated`);
  }
}

function normalised(values: readonly number[]): number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.map((v) => v / mean);
}

/** The true mean daily outcome over the observed days, had every day's spend been `factor` times what it was. */
export function trueMean(truth: SimulatedCampaign, factor: number): number {
  let carried = truth.series.days[0]!.spend * factor;
  let total = 0;
  truth.series.days.forEach((day, t) => {
    carried = (1 - truth.carryOver) * day.spend * factor + truth.carryOver * carried;
    total +=
      ((truth.curve.baseline ?? 0) + scaleOf(truth.curve) * shapeOf(truth.curve, carried)) *
      truth.weekday[t % 7]! *
      truth.season[t]!;
  });
  return total / truth.series.days.length;
}

/** The derivative of the true total by total spend when every day scales alike. */
export function trueMarginal(truth: SimulatedCampaign, factor: number): number {
  const step = 1e-4 * factor;
  const meanSpend = truth.series.days.reduce((sum, day) => sum + day.spend, 0) / truth.series.days.length;
  return (trueMean(truth, factor + step) - trueMean(truth, factor - step)) / (2 * step * meanSpend);
}

function scaleOf(curve: Curve): number {
  return curve.family === 'PIECEWISE_LINEAR' ? (curve.scale ?? 1) : curve.scale;
}
