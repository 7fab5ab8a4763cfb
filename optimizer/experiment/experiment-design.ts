import { normalCdf, studentCdf } from './distributions.ts';
import { DEFAULT_CONFIDENCE, reachOf } from './estimate.ts';

/**
 * Effect, power and length hang together: two of them are given and the third is found. The effect is relative to the
 * baseline: 0.1 is ten per cent more, −1 is all of it gone.
 */
export interface DesignInput {
  readonly setting: DesignSetting;
  readonly relativeEffect?: number | undefined;
  /** How often the effect is found where it is real, 0 to 1. */
  readonly power?: number | undefined;
  readonly days?: number | undefined;
  /** Two-sided. Default 0.95. */
  readonly confidence?: number | undefined;
}

export type DesignSetting = RateSetting | MeanSetting | GeoSetting | OnOffSetting;

interface Division {
  /** Both arms together. */
  readonly subjectsPerDay: number;
  /** Default one half. */
  readonly testShare?: number | undefined;
}

/** An A/B test of a rate. */
export interface RateSetting extends Division {
  readonly kind: 'AB_RATE';
  /** Conversions per subject without the change, between 0 and 1. */
  readonly baseline: number;
}

/** An A/B test of a mean. */
export interface MeanSetting extends Division {
  readonly kind: 'AB_MEAN';
  /** Mean per subject without the change, above 0. */
  readonly baseline: number;
  readonly standardDeviation: number;
}

/** A geo test. */
export interface GeoSetting {
  readonly kind: 'GEO';
  /** Outcome a day of the whole market. */
  readonly baseline: number;
  readonly testRegions: number;
  readonly controlRegions: number;
  /** Standard deviation over regions of growth from one span of 28 days to the next, as a share: 0.08 is 8 %. */
  readonly regionNoise: number;
}

/** Spend switched on and off, half of the days each. */
export interface OnOffSetting {
  readonly kind: 'ON_OFF';
  /** Outcome a day. */
  readonly baseline: number;
  /** Of a day's outcome, what weekdays and season explain left out. */
  readonly standardDeviation: number;
  /** Of such a day with the next one, 0 to below 1. Default 0. */
  readonly autocorrelation?: number | undefined;
}

export interface Design {
  readonly relativeEffect: number;
  /** In units of the baseline. */
  readonly effect: number;
  readonly power: number;
  /** Whole days; null where ten years would not do. */
  readonly days: number | null;
  readonly subjectsControl: number | null;
  readonly subjectsTest: number | null;
  /** Of the measured effect, in units of the baseline. */
  readonly standardError: number | null;
}

const MOST_DAYS = 3_650;
const NOISE_DAYS = 28;

/** Exactly two of effect, power and days are given. */
export function designExperiment(input: DesignInput): Design {
  const { setting, confidence = DEFAULT_CONFIDENCE } = input;
  const powerAt = (effect: number, days: number) => powerOf(setting, effect, days, confidence);
  const { days: length, relativeEffect, power } = input;
  if (power === undefined) {
    const effect = relativeEffect ?? 0;
    return designOf(setting, effect, powerAt(effect, length ?? 0), length ?? 0);
  }
  if (relativeEffect === undefined) {
    const most = largestEffect(setting);
    const days = length ?? 0;
    const effect = leastWith((size) => powerAt(size, days) >= power, most);
    return designOf(setting, effect ?? most, powerAt(effect ?? most, days), days);
  }
  const days = leastWith((span) => powerAt(relativeEffect, span) >= power, MOST_DAYS);
  if (days === null) return designOf(setting, relativeEffect, powerAt(relativeEffect, MOST_DAYS), null);
  const whole = Math.max(1, Math.ceil(days - 1e-9));
  return designOf(setting, relativeEffect, powerAt(relativeEffect, whole), whole);
}

/**
 * The power of a two-sided test, 0 to 1; the other side's chance is left out, as usual.
 *
 * Rates: Φ((|q − p| − z · σ₀) ÷ σ₁), σ₀ with the rates pooled and σ₁ with each its own (Fleiss, Levin and Paik,
 * Statistical Methods for Rates and Proportions, 3rd ed., 2003, chapter 4). Else: 1 − F(t − |effect| ÷ standard error), F of
 * Student's t (Bloom, Evaluation Review 19, 1995).
 */
export function powerOf(
  setting: DesignSetting,
  relativeEffect: number,
  days: number,
  confidence: number = DEFAULT_CONFIDENCE,
): number {
  const size = Math.abs(relativeEffect * setting.baseline);
  if (!(days > 0)) return 0;
  if (setting.kind === 'AB_RATE') {
    const { pooled, own } = rateErrors(setting, relativeEffect, days);
    return normalCdf((size - reachOf(confidence) * pooled) / own);
  }
  const { standardError, df } = errorOf(setting, days);
  if (!(df > 0)) return 0;
  return studentCdf(size / standardError - reachOf(confidence, df), df);
}

function designOf(
  setting: DesignSetting,
  relativeEffect: number,
  power: number,
  days: number | null,
): Design {
  const isDivided = setting.kind === 'AB_RATE' || setting.kind === 'AB_MEAN';
  const { control, test } =
    isDivided && days !== null ? subjectsOf(setting, days) : { control: null, test: null };
  return {
    relativeEffect,
    effect: relativeEffect * setting.baseline,
    power,
    days,
    subjectsControl: control && Math.round(control),
    subjectsTest: test && Math.round(test),
    standardError: days === null ? null : standardErrorOf(setting, relativeEffect, days),
  };
}

const standardErrorOf = (setting: DesignSetting, relativeEffect: number, days: number): number =>
  setting.kind === 'AB_RATE'
    ? rateErrors(setting, relativeEffect, days).own
    : errorOf(setting, days).standardError;

function subjectsOf({ subjectsPerDay, testShare = 0.5 }: Division, days: number) {
  return { control: subjectsPerDay * days * (1 - testShare), test: subjectsPerDay * days * testShare };
}

function rateErrors(setting: RateSetting, relativeEffect: number, days: number) {
  const { control, test } = subjectsOf(setting, days);
  const p = setting.baseline;
  const q = Math.min(1, Math.max(0, p * (1 + relativeEffect)));
  const mean = (p * control + q * test) / (control + test);
  return {
    pooled: Math.sqrt(mean * (1 - mean) * (1 / control + 1 / test)),
    own: Math.sqrt((p * (1 - p)) / control + (q * (1 - q)) / test),
  };
}

function errorOf(
  setting: Exclude<DesignSetting, RateSetting>,
  days: number,
): { readonly standardError: number; readonly df: number } {
  switch (setting.kind) {
    case 'AB_MEAN': {
      const { control, test } = subjectsOf(setting, days);
      const standardError = setting.standardDeviation * Math.sqrt(1 / control + 1 / test);
      return { standardError, df: control + test - 2 };
    }
    case 'GEO': {
      // What moves a region's growth is taken to be anew each day, so that it averages out over the test.
      const { testRegions, controlRegions, regionNoise, baseline } = setting;
      const noise = regionNoise * Math.sqrt(NOISE_DAYS / days);
      const standardError = baseline * noise * Math.sqrt(1 / testRegions + 1 / controlRegions);
      return { standardError, df: testRegions + controlRegions - 2 };
    }
    case 'ON_OFF': {
      // The variance of the mean of an AR(1) series grows by (1 + ρ) / (1 − ρ) (Priestley, Spectral Analysis, 1981, §5.3).
      const { autocorrelation: rho = 0, standardDeviation } = setting;
      const inflation = (1 + rho) / (1 - rho);
      const standardError = standardDeviation * Math.sqrt((inflation * 4) / days);
      return { standardError, df: Number.POSITIVE_INFINITY };
    }
  }
}

/** A rate cannot pass one; a mean or a market can grow without end, and a thousandfold is as good as that. */
const largestEffect = (setting: DesignSetting): number =>
  setting.kind === 'AB_RATE' ? (1 - setting.baseline) / setting.baseline : 1_000;

/** The least value up to `most` for which a rising condition holds, by bisection; null where it never does. */
function leastWith(holds: (value: number) => boolean, most: number): number | null {
  if (!holds(most)) return null;
  let low = 0;
  let high = most;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
