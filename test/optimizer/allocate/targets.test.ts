import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';

const unit = (id: string, scale: number, more: Partial<Unit> = {}): Unit => ({
  id,
  current: 1000,
  valuePerConversion: 60,
  margin: 0.6,
  curve: { family: 'LOG', scale, halfSaturation: 400 },
  ...more,
});
const base: AllocationProblem = {
  currency: 'EUR',
  objective: { maximize: 'CONVERSIONS' },
  units: [unit('search', 60), unit('social', 30), unit('video', 12)],
};
const total = (result: ReturnType<typeof allocate>, of: 'spend' | 'outcomeAfter') =>
  result.units.reduce((sum, each) => sum + (each[of] ?? Number.NaN), 0);

describe('the least spend for a floor', () => {
  it.each([
    [
      'revenue',
      { revenueAtLeast: 6000 },
      (r: ReturnType<typeof allocate>) => 60 * total(r, 'outcomeAfter'),
      6000,
    ],
    [
      'profit',
      { profitAtLeast: 1500 },
      (r: ReturnType<typeof allocate>) => 36 * total(r, 'outcomeAfter') - total(r, 'spend'),
      1500,
    ],
    [
      'conversions',
      { conversionsAtLeast: 120 },
      (r: ReturnType<typeof allocate>) => total(r, 'outcomeAfter'),
      120,
    ],
  ] as const)('of %s meets it exactly', (_, subjectTo, measure, floor) => {
    const result = allocate({ ...base, objective: { minimize: 'SPEND', subjectTo } });
    expect(result.status).toBe('OPTIMAL');
    expect(measure(result)).toBeCloseTo(floor, 4);
    const [binding] = result.bindingConstraints;
    expect(binding?.kind).toBe('OUTCOME_FLOOR');
    expect(binding?.shadowPrice).toBeGreaterThan(0);
  });

  it('that no spend reaches is told apart from one that is merely dear', () => {
    const flat = base.units.map(
      (each): Unit => ({
        ...each,
        curve: { family: 'NEGATIVE_EXPONENTIAL', scale: 30, halfSaturation: 400 },
      }),
    );
    const problem = { ...base, units: flat };
    const reached = allocate({
      ...problem,
      objective: { minimize: 'SPEND', subjectTo: { conversionsAtLeast: 89 } },
    });
    expect(reached.status).toBe('OPTIMAL');
    const beyond = allocate({
      ...problem,
      objective: { minimize: 'SPEND', subjectTo: { conversionsAtLeast: 91 } },
    });
    expect(beyond.status).toBe('INFEASIBLE');
    expect(beyond.infeasibility?.amount).toBeCloseTo(1, 2);
  });
});

describe('targets', () => {
  it('a ROAS is met exactly when the budget is free', () => {
    const result = allocate({ ...base, objective: { maximize: 'REVENUE' }, targets: { roasAtLeast: 2 } });
    expect((60 * total(result, 'outcomeAfter')) / total(result, 'spend')).toBeCloseTo(2, 5);
    expect(result.bindingConstraints.map(({ kind }) => kind)).toContain('ROAS');
  });

  it('a marginal ROAS stops every unit where its next euro brings just that', () => {
    const result = allocate({
      ...base,
      objective: { maximize: 'REVENUE' },
      targets: { marginalRoasAtLeast: 1.5 },
    });
    expect(result.status).toBe('OPTIMAL');
    for (const { marginalAfter, reason } of result.units) {
      expect(60 * (marginalAfter ?? 0)).toBeCloseTo(1.5, 6);
      expect(reason).toBe('AT_MARGINAL_TARGET');
    }
  });

  it('a marginal target holds on S-shaped and piecewise linear curves', () => {
    const steep = unit('steep', 1, {
      min: 0,
      curve: { family: 'HILL', scale: 90, halfSaturation: 900, slope: 3 },
    });
    const points: [number, number][] = [
      [0, 0],
      [500, 20],
      [1000, 28],
      [2000, 30],
    ];
    const simulated = unit('simulated', 1, { curve: { family: 'PIECEWISE_LINEAR', points } });
    const result = allocate({
      ...base,
      units: [steep, simulated],
      budget: { atMost: 6000 },
      targets: { marginalCpaAtMost: 70 },
    });
    expect(result.status).toBe('OPTIMAL');
    const [hill, pieces] = result.units;
    expect(1 / (hill?.marginalAfter ?? 0)).toBeLessThanOrEqual(70 * (1 + 1e-6));
    expect(pieces?.spend).toBeCloseTo(1000, 6);
  });

  it('a lower limit may stand below a marginal target', () => {
    const poor = unit('poor', 1, { min: 800 });
    const result = allocate({
      ...base,
      units: [poor, unit('rich', 80)],
      budget: { atMost: 5000 },
      targets: { marginalCpaAtMost: 30 },
    });
    expect(result.units[0]?.spend).toBe(800);
  });
});

describe('return on investment', () => {
  it('with a free budget comes from the S-shaped unit at its best average', () => {
    const steep = unit('steep', 1, {
      curve: { family: 'HILL', scale: 90, halfSaturation: 900, slope: 3 },
      max: 3000,
    });
    const result = allocate({ ...base, units: [steep], objective: { maximize: 'ROI' } });
    expect(result.status).toBe('OPTIMAL');
    const x = result.totalSpend ?? 0;
    // Hill's average return peaks at halfSaturation · (slope − 1)^(1/slope).
    expect(x).toBeCloseTo(900 * 2 ** (1 / 3), 1);
  });
});

describe('limits of one unit that clash', () => {
  it.each([
    ['locked below its minimum', { locked: true, min: 1200 }, /locked at 1000 and min 1200/],
    ['locked above its maximum', { locked: true, max: 900 }, /locked at 1000 and max 900/],
    [
      'locked between off and minimum-if-on',
      { locked: true, minIfOn: 1500 },
      /locked at 1000 and minIfOn 1500/,
    ],
    [
      'a minimum-if-on above the maximum that must be on',
      { min: 100, max: 400, minIfOn: 500 },
      /minIfOn 500/,
    ],
    ['no multiple of the step between its limits', { min: 110, max: 140, step: 50 }, /step 50/],
  ] satisfies [string, Partial<Unit>, RegExp][])('%s', (_, limits, says) => {
    const { status, infeasibility } = allocate({
      ...base,
      units: [unit('search', 60, limits), unit('social', 30)],
      budget: { atMost: 5000 },
    });
    expect(status).toBe('INFEASIBLE');
    expect(infeasibility?.message).toMatch(says);
    expect(infeasibility?.amount).toBeGreaterThan(0);
  });
});

describe('limits on moves', () => {
  it('hold still whom it helps least to move, and say so', () => {
    const units = [unit('search', 60), unit('social', 30), unit('video', 30.5)];
    const result = allocate({ ...base, units, budget: { equal: 3000 }, limits: { unitsMoved: 2 } });
    expect(result.units.filter(({ reason }) => reason === 'LIMITED_BY_MOVES')).toHaveLength(1);
  });

  it('bind the sum of changes', () => {
    const result = allocate({ ...base, budget: { equal: 3000 }, limits: { totalMoved: 100 } });
    const moved = result.units.reduce(
      (sum, { current, spend }) => sum + Math.abs((spend ?? 0) - current) / 2,
      0,
    );
    expect(moved).toBeCloseTo(100, 6);
    expect(result.bindingConstraints.map(({ kind }) => kind)).toContain('TOTAL_MOVED');
  });

  it('a choice that no combination allows is said to be one', () => {
    const units = [
      unit('a', 60, { current: 23, step: 10 }),
      unit('b', 30, { current: 11, minIfOn: 18 }),
      unit('c', 12),
    ];
    const { status, infeasibility } = allocate({
      ...base,
      units,
      budget: { equal: 1034 },
      limits: { unitsMoved: 1 },
    });
    expect(status).toBe('INFEASIBLE');
    expect(infeasibility?.message.length).toBeGreaterThan(20);
  });
});
