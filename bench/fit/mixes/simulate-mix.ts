import type { Curve } from '../../../optimizer/curve/curve.ts';
import { responseAt } from '../../../optimizer/curve/evaluate.ts';
import type { MediaMix } from '../../../optimizer/fit/media-mix/media-mix.ts';
import { type RandomSource, randomSource } from '../random-source.ts';

export interface MixSettings {
  readonly seed: number;
  readonly channels: number;
  readonly weeks: number;
  /** Standard deviation of a week's noise ÷ mean outcome. */
  readonly noise: number;
  /** Standard deviation ÷ mean of spend. */
  readonly spendVariation: number;
  /** Correlation of the channels' spends. */
  readonly together: number;
  readonly kind: 'COUNT' | 'MONEY';
}

/** Outcome(t) = baseline(t) + Σ scale·f(carry-over(spend)) + noise, the parts known. */
export interface SimulatedMix {
  readonly mix: MediaMix;
  readonly channels: readonly {
    readonly curve: Curve;
    readonly carryOver: number;
    readonly contribution: number;
  }[];
}

const MEAN_OUTCOME = 5000;
const CARRIED_IN_WEEKS = 26;

export function simulateMix(settings: MixSettings): SimulatedMix {
  const random = randomSource(settings.seed * 104_729 + 11);
  const { weeks } = settings;
  const length = weeks + CARRIED_IN_WEEKS;
  const common = wave(random, length);
  const channels = Array.from({ length: settings.channels }, () => {
    const spend = spends(settings, random, common);
    const level = 10 ** (3 + random.uniform());
    const carryOver = 0.75 * random.uniform();
    const unit = curveOf(random);
    const share = 0.04 + 0.16 * random.uniform();
    let carried = 1;
    const shapes = spend.map((x) => {
      carried = (1 - carryOver) * x + carryOver * carried;
      return responseAt(unit, carried);
    });
    const observed = shapes.slice(CARRIED_IN_WEEKS);
    const scale = (share * MEAN_OUTCOME) / (total(observed) / weeks);
    return {
      spend: spend.slice(CARRIED_IN_WEEKS).map((x) => x * level),
      carryOver,
      curve: inUnits(unit, scale, level),
      parts: observed.map((f) => f * scale),
    };
  });
  const organic = baseline(random, weeks);
  const share = 1 - total(channels.map(({ parts }) => total(parts) / weeks)) / MEAN_OUTCOME;
  const organicUnit = (share * MEAN_OUTCOME * weeks) / total(organic);
  const outcome = organic.map((level, t) => {
    const mean = level * organicUnit + total(channels.map(({ parts }) => parts[t]!));
    const noise = settings.noise * MEAN_OUTCOME * random.normal();
    return settings.kind === 'MONEY'
      ? mean + noise
      : random.poisson(Math.max(1, mean * (1 + settings.noise * random.normal())));
  });
  const firstMonday = Date.UTC(2022, 0, 3);
  return {
    mix: {
      dates: outcome.map((_, t) => new Date(firstMonday + 7 * t * 86_400_000).toISOString().slice(0, 10)),
      outcome,
      kind: settings.kind,
      channels: channels.map(({ spend }, c) => ({ channel: `channel ${c + 1}`, spend })),
    },
    channels: channels.map(({ curve, carryOver, parts }) => ({
      curve,
      carryOver,
      contribution: total(parts),
    })),
  };
}

/** Around 1: budgets that last two to six weeks, one channel in three pausing between flights, weekly jitter. */
function spends({ spendVariation, together }: MixSettings, random: RandomSource, common: number[]): number[] {
  const own = wave(random, common.length);
  const isFlighted = random.uniform() < 1 / 3;
  const sigma = Math.sqrt(Math.log1p(spendVariation ** 2));
  let flight = 0;
  let isOn = true;
  return own.map((w, t) => {
    if (flight-- <= 0) {
      flight = 3 + Math.floor(6 * random.uniform());
      isOn = !isFlighted || random.uniform() < 0.6;
    }
    const z = Math.sqrt(together) * common[t]! + Math.sqrt(1 - together) * w;
    return isOn ? Math.exp(sigma * z - sigma ** 2 / 2) : 0;
  });
}

/** Standard normal, two thirds of it lasting for two to six weeks. */
function wave(random: RandomSource, length: number): number[] {
  let left = 0;
  let level = 0;
  return Array.from({ length }, () => {
    if (left-- <= 0) {
      left = 1 + Math.floor(5 * random.uniform());
      level = random.normal();
    }
    return Math.sqrt(0.67) * level + Math.sqrt(0.33) * random.normal();
  });
}

function curveOf(random: RandomSource): Curve {
  const half = Math.exp(0.2 + 0.6 * random.normal());
  const pick = random.uniform();
  if (pick < 0.3) return { family: 'NEGATIVE_EXPONENTIAL', scale: 1, halfSaturation: half };
  if (pick < 0.5) return { family: 'LOGISTIC', scale: 1, halfSaturation: half * 0.6 };
  if (pick < 0.65) return { family: 'LOG', scale: 1, halfSaturation: half };
  if (pick < 0.75) return { family: 'POWER', scale: 1, exponent: 0.4 + 0.4 * random.uniform() };
  return { family: 'HILL', scale: 1, halfSaturation: half, slope: Math.exp(0.25 * random.normal()) };
}

function inUnits(curve: Curve, scale: number, level: number): Curve {
  switch (curve.family) {
    case 'POWER':
      return { ...curve, scale: scale / level ** curve.exponent };
    case 'PIECEWISE_LINEAR':
      return curve;
    default:
      return { ...curve, scale, halfSaturation: curve.halfSaturation * level };
  }
}

/** Around 1: a bent trend, a slow walk and two waves a year. */
function baseline(random: RandomSource, weeks: number): number[] {
  const [slope, bend] = [0.15 * random.normal(), 0.1 * random.normal()];
  const waves = [1, 2].map((h) => ({
    h,
    size: (0.08 * Math.abs(random.normal())) / h,
    at: random.uniform(),
  }));
  let walk = 0;
  return Array.from({ length: weeks }, (_, t) => {
    walk += 0.004 * random.normal();
    const x = t / weeks - 0.5;
    const season = waves.map(({ h, size, at }) => size * Math.sin(2 * Math.PI * ((h * t) / 52.18 + at)));
    return Math.max(0.2, 1 + slope * x + bend * (x * x - 1 / 12) * 4 + walk + total(season));
  });
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
