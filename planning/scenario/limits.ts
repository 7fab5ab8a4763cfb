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

/**
 * How far a campaign may move whose curve cannot be believed further. Over simulated accounts plans held to these were
 * never worse than today and kept most of what plans on the bare curves gain (`npm run bench fit`, decisions).
 */
export const HELD_CHANGE = { HELD_UNIDENTIFIED: 0.3, HELD_WEAK: 0.5 } as const;

/** Nobody is sent further beyond the days that were seen: a multiple of the 95th percentile of daily spend. */
export const OBSERVED_RANGE_FACTOR = 1.5;

export interface LimitInputs {
  readonly currentCoins: number;
  readonly fit: Pick<FittedCurve, 'identifiability' | 'diagnostics'>;
  readonly coin: Coin;
  readonly asked?: CampaignRequest | undefined;
  readonly defaults?: ChangeLimits | undefined;
  /** What the next unit of money usually brings in this account; null where no curve is well known. */
  readonly typicalMarginal?: number | null | undefined;
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
  const plannerLower =
    plannerLimit(inputs, asked?.minMicros, asked?.minChange, Math.max, Math.ceil) ?? switchedOff(asked);
  const plannerUpper = plannerLimit(inputs, asked?.maxMicros, asked?.maxChange, Math.min, Math.floor);
  const ownLower = tightest(ownLowerLimits(inputs), (a, b) => a.coins > b.coins);
  const ownUpper = tightest(ownUpperLimits(inputs), (a, b) => a.coins < b.coins);
  return {
    lower: plannerLower ?? giveWay(ownLower, plannerUpper, Math.min),
    upper: plannerUpper ?? giveWay(giveWay(ownUpper, plannerLower, Math.max), atLeastIfOn(inputs), Math.max),
  };
}

/** "Nothing or at least this" means that nothing is allowed. */
const switchedOff = (asked: CampaignRequest | undefined): SpendLimit | null =>
  asked?.minIfOnMicros === undefined ? null : { coins: 0, origin: 'PLANNER' };

const atLeastIfOn = ({ asked, coin }: LimitInputs): SpendLimit | null =>
  asked?.minIfOnMicros === undefined
    ? null
    : { coins: microsToCoins(asked.minIfOnMicros, coin), origin: 'PLANNER' };

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

function ownLowerLimits({
  currentCoins,
  fit,
  defaults,
  typicalMarginal,
}: LimitInputs): readonly SpendLimit[] {
  const minChange = defaults?.minChange ?? DEFAULT_LIMITS.minChange;
  // However uncertain, a return that surely lies below the rest may be cut like any other.
  const [, highest] = fit.diagnostics.marginalAtCurrent.interval;
  const isSurelyPoor = typeof typicalMarginal === 'number' && highest < typicalMarginal;
  const held = isSurelyPoor ? null : heldOrigin(fit);
  return [
    { coins: relative(currentCoins, minChange, Math.ceil), origin: 'DEFAULT_RANGE' },
    ...(held ? [{ coins: relative(currentCoins, -HELD_CHANGE[held], Math.ceil), origin: held }] : []),
  ];
}

function ownUpperLimits({
  currentCoins,
  fit,
  coin,
  defaults,
  typicalMarginal,
}: LimitInputs): readonly SpendLimit[] {
  const maxChange = defaults?.maxChange ?? DEFAULT_LIMITS.maxChange;
  const observed = Math.floor(OBSERVED_RANGE_FACTOR * fit.diagnostics.spend.p95 * coin.perUnit);
  const [lowest] = fit.diagnostics.marginalAtCurrent.interval;
  const isSurelyRich = typeof typicalMarginal === 'number' && lowest > typicalMarginal;
  const held = isSurelyRich ? null : heldOrigin(fit);
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
