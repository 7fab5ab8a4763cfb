import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decomposed, type FunnelPoint } from '../../../planning/performance/effects.ts';

const figure = fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 1e7, noNaN: true }));
const maybe = fc.option(figure, { nil: null });
const point: fc.Arbitrary<FunnelPoint> = fc.record({
  spend: figure,
  clicks: maybe,
  conversions: maybe,
  revenue: maybe,
});

const sumOf = (effects: readonly { readonly micros: bigint }[]) =>
  effects.reduce((sum, { micros }) => sum + micros, 0n);
const named = (effects: readonly { readonly kind: string; readonly micros: bigint }[]) =>
  Object.fromEntries(effects.map(({ kind, micros }) => [kind, Number(micros) / 1e6]));

const PLAN: FunnelPoint = { spend: 1000, clicks: 1000, conversions: 50, revenue: 5000 };

describe('the effects of a change', () => {
  it.each(['revenue', 'conversions'] as const)(
    'of %s add up to it exactly, zeros and gaps included',
    (outcome) => {
      fc.assert(
        fc.property(point, point, (before, after) => {
          const parts = decomposed(before, after, outcome);
          if (parts === null) return before[outcome] === null || after[outcome] === null;
          return sumOf(parts.effects) === parts.after - parts.before;
        }),
        { numRuns: 500 },
      );
    },
  );

  it('of a change and of its reverse differ in sign alone', () => {
    fc.assert(
      fc.property(point, point, (before, after) => {
        const there = decomposed(before, after, 'revenue');
        const back = decomposed(after, before, 'revenue');
        there?.effects.forEach(({ micros }, i) => {
          const reversed = back?.effects[i]?.micros ?? 0n;
          const scale = Math.max(1, Number(micros < 0n ? -micros : micros));
          expect(Math.abs(Number(micros + reversed)) / scale).toBeLessThan(1e-6);
        });
      }),
    );
  });

  it.each<[string, Partial<FunnelPoint>, Record<string, number>]>([
    ['spend alone', { spend: 1200, clicks: 1200, conversions: 60, revenue: 6000 }, { SPEND: 1000 }],
    ['the price of a click', { clicks: 800, conversions: 40, revenue: 4000 }, { PRICE: -1000 }],
    ['the conversion rate', { conversions: 40, revenue: 4000 }, { CONVERSION_RATE: -1000 }],
    ['the order value', { revenue: 4500 }, { ORDER_VALUE: -500 }],
    ['nothing', {}, {}],
  ])('fall on %s when nothing else changed', (_what, after, expected) => {
    const { effects } = decomposed(PLAN, { ...PLAN, ...after }, 'revenue') ?? { effects: [] };
    expect(named(effects)).toEqual({ SPEND: 0, PRICE: 0, CONVERSION_RATE: 0, ORDER_VALUE: 0, ...expected });
  });

  it('share the change of two factors evenly: ×2 of each makes 4, and each brought half of the 3', () => {
    const { effects } = decomposed(
      { spend: 1, clicks: null, conversions: null, revenue: 1 },
      { spend: 2, clicks: null, conversions: null, revenue: 4 },
      'revenue',
    ) ?? { effects: [] };
    expect(named(effects)).toEqual({ SPEND: 1.5, RETURN_ON_SPEND: 1.5 });
  });

  it.each<[string, Partial<FunnelPoint>, readonly string[]]>([
    ['clicks are not known', { clicks: null }, ['SPEND', 'COST_PER_CONVERSION', 'ORDER_VALUE']],
    ['conversions are not known', { conversions: null }, ['SPEND', 'PRICE', 'VALUE_PER_CLICK']],
    ['neither is', { clicks: null, conversions: null }, ['SPEND', 'RETURN_ON_SPEND']],
  ])('join factors where %s', (_what, gap, kinds) => {
    const { effects } = decomposed(PLAN, { ...PLAN, ...gap }, 'revenue') ?? { effects: [] };
    expect(effects.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('of money that stopped are all of spend', () => {
    const nothing = { spend: 0, clicks: 0, conversions: 0, revenue: 0 };
    const { effects } = decomposed(PLAN, nothing, 'revenue') ?? { effects: [] };
    expect(named(effects)).toMatchObject({ SPEND: -5000, PRICE: 0, CONVERSION_RATE: 0, ORDER_VALUE: 0 });
  });
});
