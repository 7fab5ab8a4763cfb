import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { coinOf } from '../../planning/coin.ts';
import { type LimitInputs, limitsOf } from '../../planning/scenario/limits.ts';
import type { CampaignRequest } from '../../planning/scenario/request.ts';
import { roomOf } from '../../web/scenarios/builder/limits.ts';

const cents = (most: number) => fc.integer({ min: 1, max: most }).map((amount) => amount / 100);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

test('the drawing board gives every campaign the room that the API gives it', () => {
  fc.assert(
    fc.property(
      fc.record({
        current: cents(1e6),
        verdict: fc.constantFrom('WELL_IDENTIFIED', 'WEAK', 'UNIDENTIFIED'),
        low: fc.double({ min: 0, max: 0.1, noNaN: true }),
        width: fc.double({ min: 0, max: 0.1, noNaN: true }),
        typical: fc.option(fc.double({ min: 0, max: 0.2, noNaN: true })),
        seenP95: cents(2e6),
        minChange: optional(fc.double({ min: -1, max: 0, noNaN: true })),
        maxChange: optional(fc.double({ min: 0, max: 3, noNaN: true })),
        min: optional(cents(2e6)),
        max: optional(cents(2e6)),
        locked: fc.boolean(),
      }),
      (given) => {
        const { current, verdict, low, width, typical, seenP95, minChange, maxChange, min, max, locked } =
          given;
        const micros = (amount: number | undefined) =>
          amount === undefined ? undefined : BigInt(Math.round(amount * 100)) * 10_000n;
        const ours = roomOf(
          { current, verdict, marginal: { low, high: low + width }, seenP95, typical },
          {
            objective: 'MAX_CONVERSIONS',
            ...(minChange !== undefined && { minChange }),
            ...(maxChange !== undefined && { maxChange }),
          },
          { locked, ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
        );
        const theirs = limitsOf({
          currentCoins: Math.round(current * 100),
          // Of a fit, only what limits look at.
          fit: {
            identifiability: { verdict },
            diagnostics: { spend: { p95: seenP95 }, marginalAtCurrent: { interval: [low, low + width] } },
          } as unknown as LimitInputs['fit'],
          coin: coinOf('EUR'),
          asked: {
            campaignId: 'c' as CampaignRequest['campaignId'],
            locked,
            minMicros: micros(min),
            maxMicros: micros(max),
          },
          defaults: { minChange, maxChange },
          typicalMarginal: typical,
        });
        expect(Math.abs(ours.min * 100 - theirs.lower.coins)).toBeLessThanOrEqual(1.0001);
        expect(Math.abs(ours.max * 100 - theirs.upper.coins)).toBeLessThanOrEqual(1.0001);
      },
    ),
  );
});
