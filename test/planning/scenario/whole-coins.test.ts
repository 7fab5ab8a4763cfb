import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createScenario } from '../../../planning/scenario/create-scenario.ts';
import { outcomeOf } from '../../../planning/scenario/read-scenario.ts';
import type { CampaignRequest, ScenarioRequest } from '../../../planning/scenario/request.ts';
import { campaignId } from '../../../store/model/ids.ts';
import { addCampaign, steady, testDeps, VIEWER } from '../workspace.ts';

const cents = (count: number) => BigInt(count) * 10_000n;

const campaign = fc.record({
  current: fc.integer({ min: 500, max: 40_000 }),
  scale: fc.integer({ min: 8, max: 60 }),
  half: fc.integer({ min: 20, max: 400 }),
  family: fc.constantFrom('LOG' as const, 'NEGATIVE_EXPONENTIAL' as const, 'HILL' as const),
  step: fc.option(fc.constantFrom(100, 500, 2_500), { nil: undefined, freq: 5 }),
  minIfOn: fc.option(fc.integer({ min: 1_000, max: 20_000 }), { nil: undefined, freq: 5 }),
});

const goals = fc.record({
  objective: fc.constantFrom('MAX_CONVERSIONS' as const, 'MAX_PROFIT' as const, 'MIN_SPEND' as const),
  budget: fc.constantFrom('equal' as const, 'atMost' as const, 'free' as const),
  cpa: fc.option(fc.integer({ min: 1_000, max: 9_000 }), { nil: undefined, freq: 2 }),
  marginalCpa: fc.option(fc.integer({ min: 2_000, max: 12_000 }), { nil: undefined, freq: 3 }),
  unitsMoved: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 3 }),
  totalMoved: fc.option(fc.integer({ min: 100, max: 20_000 }), { nil: undefined, freq: 3 }),
  maxShare: fc.option(fc.double({ min: 0.2, max: 0.9, noNaN: true }), { nil: undefined, freq: 3 }),
});

it('every limit that the optimizer kept holds in whole cents, and no campaign moves by rounding alone', async () => {
  let plans = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(campaign, { minLength: 2, maxLength: 5 }), goals, async (campaigns, asked) => {
      const deps = testDeps();
      for (const [i, { current, scale, half, family }] of campaigns.entries()) {
        await addCampaign(deps, {
          id: `c${i}`,
          spend: [...steady(2_000, 5), ...steady(current / 100, 28)],
          curve:
            family === 'HILL'
              ? { family, scale, halfSaturation: half, slope: 2 }
              : { family, scale, halfSaturation: half },
        });
      }
      const outcome = outcomeOf(await createScenario(deps, VIEWER, requestOf(campaigns, asked)));
      if (outcome.after === null) return;
      plans += 1;
      expect(outcome.violations).toEqual({ budget: 0, bounds: 0, groups: 0, targets: 0 });
      for (const [i, { step, minIfOn }] of campaigns.entries()) {
        const spent = Number(outcome.rows[i]?.proposedMicros) / 10_000;
        expect(Number.isInteger(spent)).toBe(true);
        if (step !== undefined) expect(spent % step).toBe(0);
        if (minIfOn !== undefined && spent > 0) expect(spent).toBeGreaterThanOrEqual(minIfOn);
      }
      const moved = outcome.rows.filter((row) => row.proposedMicros !== row.currentMicros);
      if (asked.unitsMoved !== undefined) expect(moved.length).toBeLessThanOrEqual(asked.unitsMoved);
    }),
    { seed: 20261101, numRuns: 50 },
  );
  expect(plans).toBeGreaterThan(15);
});

type Campaigns = typeof campaign extends fc.Arbitrary<infer T> ? readonly T[] : never;
type Goals = typeof goals extends fc.Arbitrary<infer T> ? T : never;

function requestOf(campaigns: Campaigns, asked: Goals): ScenarioRequest {
  const { objective, cpa, marginalCpa, unitsMoved, totalMoved, maxShare } = asked;
  const total = campaigns.reduce((sum, { current }) => sum + current, 0);
  const isStepped = campaigns.every(({ step }) => step !== undefined);
  return {
    name: 'random',
    objective,
    ...(objective === 'MIN_SPEND' && { floors: { conversionsAtLeast: campaigns.length } }),
    margin: 0.4,
    defaultLimits: { minChange: -0.8, maxChange: 2 },
    budget:
      asked.budget === 'free' || objective === 'MIN_SPEND'
        ? { free: true }
        : asked.budget === 'equal' && !isStepped
          ? { equalMicros: cents(total) }
          : { atMostMicros: cents(total) },
    campaigns: campaigns.map(
      ({ step, minIfOn }, i): CampaignRequest => ({
        campaignId: campaignId(`c${i}`),
        stepMicros: step === undefined ? undefined : cents(step),
        minIfOnMicros: minIfOn === undefined ? undefined : cents(minIfOn),
      }),
    ),
    groups: maxShare === undefined ? [] : [{ name: 'first', campaignIds: [campaignId('c0')], maxShare }],
    targets: {
      cpaAtMostMicros: cpa === undefined ? undefined : cents(cpa),
      marginalCpaAtMostMicros: marginalCpa === undefined ? undefined : cents(marginalCpa),
    },
    limits: {
      unitsMoved,
      totalMovedMicros: totalMoved === undefined ? undefined : cents(totalMoved),
    },
  };
}
