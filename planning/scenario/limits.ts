import type { FittedCurve } from '../../optimizer/fit/fitted-curve.ts';
import { type Coin, microsToCoins } from '../coin.ts';
import type { ScenarioRow } from './outcome.ts';
import { type CampaignRequest, type ChangeLimits, DEFAULT_LIMITS } from './request.ts';

/** Why a campaign may not spend less, or more, than its limit. */
export type LimitOrigin = ScenarioRow['lower']['origin'];

/** In coins a day. */
export interface SpendLimit {
  readonly coins: number;
  readonly origin: LimitOrigin;
}

export interface SpendLimits {
  readonly lower: SpendLimit;
  readonly upper: SpendLimit;
}

/** How far a campaign may move whose curve cannot be believed further. */
export const HELD_CHANGE = { HELD_UNIDENTIFIED: 0.1, HELD_WEAK: 0.3 } as const;

/** Nobody is sent further beyond the days that were seen: a multiple of the 95th percentile of daily spend. */
export const OBSERVED_RANGE_FACTOR = 1.2;

export interface LimitInputs {
  readonly currentCoins: number;
  readonly fit: Pick<FittedCurve, 'identifiability' | 'diagnostics'>;
  readonly coin: Coin;
  readonly asked?: CampaignRequest | undefined;
  readonly defaults?: ChangeLimits | undefined;
}

/**
 * The tightest limit on each side, with where it comes from. What the planner says of a campaign goes before the
 * defaults and before what honesty would set; those always leave the current spend allowed.
 */
export function limitsOf(inputs: LimitInputs): SpendLimits {
  const { currentCoins, asked } = inputs;
  if (asked?.locked) {
    const locked = { coins: currentCoins, origin: 'LOCKED' } as const;
    return { lower: locked, upper: locked };
  }
  const plannerLower = plannerLimit(inputs, asked?.minMicros, asked?.minChange, Math.max, Math.ceil);
  const plannerUpper = plannerLimit(inputs, asked?.maxMicros, asked?.maxChange, Math.min, Math.floor);
  const ownLower = tightest(ownLowerLimits(inputs), (a, b) => a.coins > b.coins);
  const ownUpper = tightest(ownUpperLimits(inputs), (a, b) => a.coins < b.coins);
  return {
    lower: plannerLower ?? giveWay(ownLower, plannerUpper, Math.min),
    upper: plannerUpper ?? giveWay(ownUpper, plannerLower, Math.max),
  };
}

function plannerLimit(
  { currentCoins, coin }: LimitInputs,
  micros: bigint | undefined,
  change: number | undefined,
  tighter: (a: number, b: number) => number,
  inward: (coins: number) => number,
): SpendLimit | null {
  const limits = [
    ...(micros === undefined ? [] : [microsToCoins(micros, coin)]),
    ...(change === undefined ? [] : [relative(currentCoins, change, inward)]),
  ];
  return limits.length === 0 ? null : { coins: limits.reduce((a, b) => tighter(a, b)), origin: 'PLANNER' };
}

function ownLowerLimits({ currentCoins, fit, defaults }: LimitInputs): readonly SpendLimit[] {
  const minChange = defaults?.minChange ?? DEFAULT_LIMITS.minChange;
  const held = heldOrigin(fit);
  return [
    { coins: relative(currentCoins, minChange, Math.ceil), origin: 'DEFAULT_RANGE' },
    ...(held ? [{ coins: relative(currentCoins, -HELD_CHANGE[held], Math.ceil), origin: held }] : []),
  ];
}

function ownUpperLimits({ currentCoins, fit, coin, defaults }: LimitInputs): readonly SpendLimit[] {
  const maxChange = defaults?.maxChange ?? DEFAULT_LIMITS.maxChange;
  const observed = Math.floor(OBSERVED_RANGE_FACTOR * fit.diagnostics.spend.p95 * coin.perUnit);
  const held = heldOrigin(fit);
  const observedRange = { coins: Math.max(observed, currentCoins), origin: 'OBSERVED_RANGE' } as const;
  // Nothing is relative to a spend of zero.
  if (currentCoins === 0) return [observedRange];
  return [
    { coins: relative(currentCoins, maxChange, Math.floor), origin: 'DEFAULT_RANGE' },
    ...(held ? [{ coins: relative(currentCoins, HELD_CHANGE[held], Math.floor), origin: held }] : []),
    observedRange,
  ];
}

function heldOrigin(fit: LimitInputs['fit']): keyof typeof HELD_CHANGE | null {
  switch (fit.identifiability.verdict) {
    case 'UNIDENTIFIED':
      return 'HELD_UNIDENTIFIED';
    case 'WEAK':
      return 'HELD_WEAK';
    case 'WELL_IDENTIFIED':
      return null;
  }
}

/** Rounded inward to the coin; 1e-6 forgives binary fractions such as 1.1 × 100. */
const relative = (currentCoins: number, change: number, inward: (coins: number) => number) =>
  Math.max(0, inward(currentCoins * (1 + change) + (inward === Math.floor ? 1e-6 : -1e-6)));

const tightest = (limits: readonly SpendLimit[], isTighter: (a: SpendLimit, b: SpendLimit) => boolean) =>
  limits.reduce((tight, limit) => (isTighter(limit, tight) ? limit : tight));

const giveWay = (
  own: SpendLimit,
  planner: SpendLimit | null,
  wider: (a: number, b: number) => number,
): SpendLimit => (planner ? { ...own, coins: wider(own.coins, planner.coins) } : own);
