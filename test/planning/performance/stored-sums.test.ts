import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { performanceBetween } from '../../../planning/performance/performance-between.ts';
import type { PerformanceDimension } from '../../../planning/performance/request.ts';
import { addDays } from '../../../store/model/day.ts';
import type { DailyOutcomes, OutcomeKey } from '../../../store/model/outcomes.ts';
import { addCampaign, FIRST_DAY, testDeps, WORKSPACE } from '../workspace.ts';

const DAYS = 120;
const cell = fc.option(fc.integer({ min: 0, max: 50 }), { nil: null });
const account = fc.array(fc.array(cell, { minLength: DAYS, maxLength: DAYS }), {
  minLength: 1,
  maxLength: 4,
});
const range = fc.tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.integer({ min: 0, max: DAYS - 1 }));
const GROUPINGS: readonly (readonly PerformanceDimension[])[] = [
  [],
  ['MONTH'],
  ['CHANNEL', 'MONTH'],
  ['CAMPAIGN'],
  ['PLATFORM'],
];

const salesOf = (name: string, spend: readonly (number | null)[]): readonly DailyOutcomes[] =>
  spend.flatMap((amount, i) =>
    amount === null
      ? []
      : [
          {
            workspaceId: WORKSPACE,
            key: name as OutcomeKey,
            date: addDays(FIRST_DAY, i),
            currencyCode: 'EUR',
            leads: amount,
            orders: amount % 3 === 0 ? null : amount % 7,
            newCustomers: 1,
            revenueMicros: BigInt(amount) * 3_000_001n,
            marginMicros: null,
            source: 'CRM',
            asOf: addDays(FIRST_DAY, DAYS),
            revision: 0,
          },
        ],
  );

describe('the stored sums of months', () => {
  it('give every figure that a computation from the days gives, over any range and grouping', async () => {
    await fc.assert(
      fc.asyncProperty(account, range, fc.constantFrom(...GROUPINGS), async (spends, [a, b], groupBy) => {
        const deps = testDeps();
        for (const [i, spend] of spends.entries()) {
          const id = `c${i}`;
          await addCampaign(deps, {
            id,
            channel: i % 2 === 0 ? 'google_search' : 'meta_social',
            spend,
            row: (day) => ({
              clicks: day % 5 === 0 ? null : day,
              conversions: (spend[day] ?? 0) / 4,
              incomplete: day > 110,
            }),
          });
          // One campaign is known to the CRM under two names, one name is no campaign's.
          const names = i === 0 ? [id, `CAMPAIGN ${id}`] : i === 1 ? ['organic'] : [id];
          await deps.store.outcomes.putSources(
            WORKSPACE,
            names.map((name) => ({
              workspaceId: WORKSPACE,
              key: name as OutcomeKey,
              campaignExternalId: name === 'organic' ? null : id,
              campaignName: name,
              utmSource: null,
              utmMedium: null,
              utmCampaign: null,
            })),
          );
          for (const name of names) {
            const months = new Map<string, DailyOutcomes[]>();
            for (const row of salesOf(name, spend)) {
              const month = row.date.slice(0, 7);
              months.set(month, [...(months.get(month) ?? []), row]);
            }
            const changes = [...months.values()].map((after) => ({ before: [], after }));
            await deps.store.outcomes.replaceMonths(WORKSPACE, changes);
          }
        }
        const request = {
          from: addDays(FIRST_DAY, Math.min(a, b)),
          to: addDays(FIRST_DAY, Math.max(a, b)),
          groupBy,
          compareWith: 'PREVIOUS_PERIOD' as const,
          margin: 0.5,
        };
        const stored = await performanceBetween(deps, WORKSPACE, request);
        const computed = await performanceBetween(deps, WORKSPACE, request, 'DAYS');
        expect(stored).toEqual(computed);
      }),
      { numRuns: 25 },
    );
  });
});
