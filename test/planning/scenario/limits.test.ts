import { describe, expect, it } from 'vitest';
import { coinOf } from '../../../planning/coin.ts';
import { type LimitInputs, limitsOf } from '../../../planning/scenario/limits.ts';
import { campaignId } from '../../../store/model/ids.ts';

const id = campaignId('c');
const EUR = coinOf('EUR');

/** A campaign at 100.00 EUR a day whose usual days reached `p95`. */
function limits(given: {
  verdict?: 'WELL_IDENTIFIED' | 'WEAK' | 'UNIDENTIFIED';
  p95?: number;
  current?: number;
  asked?: Omit<NonNullable<LimitInputs['asked']>, 'campaignId'>;
  defaults?: LimitInputs['defaults'];
  /** 80 % interval of its marginal return; the account's usual one is 0.05. */
  marginal?: readonly [number, number];
}) {
  const spend = { mean: 100, min: 0, max: 500, p5: 0, p95: given.p95 ?? 400, current: 100, variation: 0.3 };
  const { lower, upper } = limitsOf({
    currentCoins: given.current ?? 10_000,
    coin: EUR,
    fit: {
      identifiability: { verdict: given.verdict ?? 'WELL_IDENTIFIED', reason: '', suggestion: null },
      diagnostics: {
        spend,
        marginalAtCurrent: { value: 0.05, interval: given.marginal ?? [0.01, 0.2] },
      } as LimitInputs['fit']['diagnostics'],
    },
    asked: given.asked && { campaignId: id, ...given.asked },
    defaults: given.defaults,
    typicalMarginal: 0.05,
  });
  return [lower.coins, lower.origin, upper.coins, upper.origin];
}

describe('the limits of a campaign that spends 100 EUR a day', () => {
  it.each([
    ['are half to twice its current spend', {}, [5_000, 'DEFAULT_RANGE', 20_000, 'DEFAULT_RANGE']],
    [
      'follow the defaults of the scenario',
      { defaults: { minChange: -0.2, maxChange: 0.3 } },
      [8_000, 'DEFAULT_RANGE', 13_000, 'DEFAULT_RANGE'],
    ],
    [
      'hold it within 30 % when its curve cannot be told',
      { verdict: 'UNIDENTIFIED' as const },
      [7_000, 'HELD_UNIDENTIFIED', 13_000, 'HELD_UNIDENTIFIED'],
    ],
    [
      'hold it within 50 % when its curve is weakly known',
      { verdict: 'WEAK' as const },
      [5_000, 'DEFAULT_RANGE', 15_000, 'HELD_WEAK'],
    ],
    [
      'let it be cut when even the best it may bring is below the rest',
      { verdict: 'UNIDENTIFIED' as const, marginal: [0.001, 0.02] as const },
      [5_000, 'DEFAULT_RANGE', 13_000, 'HELD_UNIDENTIFIED'],
    ],
    [
      'let it be raised when even the least it may bring is above the rest',
      { verdict: 'WEAK' as const, marginal: [0.06, 0.3] as const },
      [5_000, 'DEFAULT_RANGE', 20_000, 'DEFAULT_RANGE'],
    ],
    [
      'end at 1.5 times its highest usual day',
      { p95: 110 },
      [5_000, 'DEFAULT_RANGE', 16_500, 'OBSERVED_RANGE'],
    ],
    ['never forbid the current spend', { p95: 50 }, [5_000, 'DEFAULT_RANGE', 10_000, 'OBSERVED_RANGE']],
    [
      'are one point when it is locked',
      { asked: { locked: true, maxMicros: 5n } },
      [10_000, 'LOCKED', 10_000, 'LOCKED'],
    ],
    [
      'take the money that a planner gives before all else',
      {
        verdict: 'UNIDENTIFIED' as const,
        p95: 110,
        asked: { minMicros: 10_000_000n, maxMicros: 900_000_000n },
      },
      [1_000, 'PLANNER', 90_000, 'PLANNER'],
    ],
    [
      'take the change that a planner gives',
      { asked: { minChange: -0.05, maxChange: 0.05 } },
      [9_500, 'PLANNER', 10_500, 'PLANNER'],
    ],
    [
      "take the tighter of a planner's two",
      { asked: { maxMicros: 150_000_000n, maxChange: 0.2 } },
      [5_000, 'DEFAULT_RANGE', 12_000, 'PLANNER'],
    ],
    [
      'on one side leave the other as it was',
      { verdict: 'WEAK' as const, asked: { maxMicros: 300_000_000n } },
      [5_000, 'DEFAULT_RANGE', 30_000, 'PLANNER'],
    ],
    [
      'give way where a planner crosses them',
      { verdict: 'UNIDENTIFIED' as const, asked: { maxMicros: 20_000_000n } },
      [2_000, 'HELD_UNIDENTIFIED', 2_000, 'PLANNER'],
    ],
    [
      'of a campaign that is off reach as far as was seen',
      { current: 0, p95: 50 },
      [0, 'DEFAULT_RANGE', 7_500, 'OBSERVED_RANGE'],
    ],
  ])('%s', (_sentence, given, expected) => {
    expect(limits(given)).toEqual(expected);
  });

  it('are rounded inward to the coin', () => {
    expect(
      limits({ current: 9_999, defaults: { minChange: -0.3, maxChange: 0.3 } }).filter(Number.isInteger),
    ).toEqual([7_000, 12_998]);
  });
});
