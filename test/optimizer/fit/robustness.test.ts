import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCurves } from '../../../optimizer/fit/fit-curves.ts';
import type { CampaignSeries, DayObservation, FitOptions } from '../../../optimizer/fit/fitted-curve.ts';
import { predict } from '../../../optimizer/fit/predict.ts';
import { dayAfter } from './series.ts';

/** Amounts as exports hold them at their worst: nothing, constants, tiny and huge units, spikes, no numbers. */
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0.5, max: 2, noNaN: true }) },
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.constantFrom(1000, 1e-3, 1e6) },
);
const outcome = fc.oneof(
  { weight: 12, arbitrary: amount },
  { weight: 1, arbitrary: fc.constantFrom(null, -1, Number.NaN, Number.POSITIVE_INFINITY) },
);
const unit = fc.constantFrom(1e-9, 1e-3, 1, 7, 1e6, 1e12);

const day = fc.record({
  gap: fc.constantFrom(1, 1, 1, 1, 1, 2, 9, 400),
  spend: amount,
  outcome,
  incomplete: fc.boolean(),
  completeness: fc.constantFrom(0, 0.3, 0.6, 1, 2, Number.NaN),
  isLate: fc.constantFrom(false, false, false, false, true),
});

const series: fc.Arbitrary<CampaignSeries> = fc
  .record({
    days: fc.array(day, { maxLength: 45 }),
    start: fc.integer({ min: 0, max: 100 }),
    spendUnit: unit,
    outcomeUnit: unit,
    kind: fc.constantFrom('COUNT' as const, 'MONEY' as const),
    isConstant: fc.constantFrom(false, false, false, true),
    lift: fc.option(fc.record({ lift: fc.double({ min: -5, max: 50, noNaN: true }), error: amount })),
    broken: fc.array(fc.integer({ min: -5, max: 90 }), { maxLength: 2 }),
    channel: fc.constantFrom('a', 'b'),
  })
  .map(({ days, start, spendUnit, outcomeUnit, kind, isConstant, lift, broken, channel }) => {
    let at = start;
    const observations = days.map((one): DayObservation => {
      at += one.gap;
      return {
        date: dayAfter(at),
        spend: (isConstant ? 1 : one.spend) * spendUnit,
        outcome: one.outcome === null ? null : one.outcome * outcomeUnit,
        ...(one.isLate ? { incomplete: one.incomplete, completeness: one.completeness } : {}),
      };
    });
    return {
      campaign: `c${start}`,
      channel,
      outcome: kind,
      days: observations,
      breaks: broken.map((t) => ({ date: dayAfter(t), reason: 'change' })),
      experiments: lift
        ? [
            {
              id: 'e',
              from: dayAfter(start),
              to: dayAfter(start + 20),
              spendControl: 0,
              spendTest: spendUnit,
              lift: lift.lift * outcomeUnit,
              standardError: lift.error * outcomeUnit,
            },
          ]
        : [],
    };
  });

const options: FitOptions = {
  draws: 8,
  events: [
    { name: 'sale', from: dayAfter(20), to: dayAfter(22) },
    { name: 'local', from: dayAfter(30), to: dayAfter(30), channels: ['a'] },
  ],
};

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(numbersOf);
  return [];
}

describe('whatever an export holds', () => {
  it('every campaign gets a curve of finite numbers, and answers that grow with spend', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 3 }), (workspace) => {
        fitCurves(workspace, options).forEach((fit, i) => {
          expect(numbersOf(fit).every(Number.isFinite)).toBe(true);
          const answers = [0, 0.5, 1, 2].map((factor) => predict(fit, workspace[i]!, { factor }));
          expect(numbersOf(answers).every(Number.isFinite)).toBe(true);
          for (const [k, answer] of answers.entries()) {
            expect(answer.marginalConversions).toBeGreaterThanOrEqual(0);
            expect(answer.interval[0]).toBeLessThanOrEqual(answer.expectedConversions);
            if (k === 0) continue;
            const before = answers[k - 1]!.expectedConversions;
            expect(answer.expectedConversions).toBeGreaterThanOrEqual(before * (1 - 1e-9));
          }
        });
      }),
      { numRuns: Number(process.env.FIT_RUNS ?? 100), seed: Number(process.env.FIT_SEED ?? 1) },
    );
  }, 3_600_000);
});
