import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../../optimizer/problem/parse.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../../optimizer/problem/result.ts';

const search: Unit = {
  id: 'search',
  current: 100,
  curve: { family: 'LOG', scale: 20, halfSaturation: 50, baseline: 3 },
};
const video: Unit = {
  id: 'video',
  current: 80,
  carryOver: 0.6,
  curve: { family: 'NEGATIVE_EXPONENTIAL', scale: 60, halfSaturation: 120 },
};
const months = ['jan', 'feb', 'mar', 'apr'].map((id) => ({ id }));
const plan: AllocationProblem = {
  objective: { maximize: 'CONVERSIONS' },
  budget: { equal: 720 },
  units: [search, video],
  periods: months,
};
const spendsOf = (result: AllocationResult, unit: string) =>
  result.units.find(({ id }) => id === unit)?.periods?.map(({ spend }) => spend) ?? [];
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function hugeAndTiny(): Partial<AllocationProblem> {
  const curve = { family: 'LOG', scale: 2e-4, halfSaturation: 5e9 } as const;
  const units = ['a', 'b'].map((id): Unit => ({ id, current: 5e9, carryOver: 0.3, curve }));
  return { units, budget: { equal: 4e10 } };
}

describe('a plan over time', () => {
  it('spreads a budget evenly over periods that are alike, without carry-over', () => {
    const result = allocate({ ...plan, units: [search], budget: { equal: 400 } });
    expect(result.status).toBe('OPTIMAL');
    expect(result.relativeGap).toBeLessThan(1e-9);
    for (const spend of spendsOf(result, 'search')) expect(spend).toBeCloseTo(100, 3);
    expect(result.objectiveValue).toBeCloseTo(4 * 20 * Math.log(3), 6);
    expect(result.baselineOutcome).toBe(12);
  });

  it('spends where the season is strong and media are cheap', () => {
    const strong = allocate({
      ...plan,
      units: [search],
      periods: [{ id: 'jan', response: 2 }, { id: 'feb' }],
    });
    const [inSeason = 0, outOfSeason = 0] = spendsOf(strong, 'search');
    // 2·f′(x₁) = f′(x₂): twice as far from −50.
    expect(inSeason + 50).toBeCloseTo(2 * (outOfSeason + 50), 3);
    const cheap = allocate({ ...plan, units: [search], periods: [{ id: 'jan', cost: 0.5 }, { id: 'feb' }] });
    const [atHalf = 0, atFull = 0] = spendsOf(cheap, 'search');
    expect(atHalf + 25).toBeCloseTo(atFull + 50, 3);
  });

  it('stops sowing towards the end, when what carries over is no longer reaped', () => {
    const spends = spendsOf(allocate(plan), 'video');
    expect(spends[3]).toBeLessThan(spends[0] ?? 0);
  });

  it('lives on past spend before it spends anew', () => {
    const rich = allocate({ ...plan, units: [search, { ...video, carryIn: 1000 }] });
    const poor = allocate({ ...plan, units: [search, { ...video, carryIn: 0 }] });
    expect(spendsOf(rich, 'video')[0]).toBeLessThan(spendsOf(poor, 'video')[0] ?? 0);
  });

  it('keeps budgets per period, per quarter and in total, and prices them', () => {
    const result = allocate({
      ...plan,
      budget: { atMost: 700 },
      periods: [{ id: 'jan', budget: { equal: 150 } }, ...months.slice(1)],
      periodBudgets: [{ id: 'spring', periods: ['mar', 'apr'], atMost: 200 }],
    });
    expect(result.status).toBe('OPTIMAL');
    const [jan, feb, mar, apr] = result.periods?.map(({ spend }) => spend) ?? [];
    expect(jan).toBeCloseTo(150, 6);
    expect((mar ?? 0) + (apr ?? 0)).toBeCloseTo(200, 6);
    expect(feb).toBeCloseTo(350, 6);
    const budgets = result.bindingConstraints.filter(({ kind }) => kind === 'BUDGET');
    expect(budgets.map(({ period, periodBudget }) => period ?? periodBudget ?? 'total').toSorted()).toEqual([
      'jan',
      'spring',
      'total',
    ]);
  });

  it("says what one more unit of a period's budget brings", () => {
    const withJanuary = (equal: number): AllocationProblem => ({
      ...plan,
      budget: {},
      periods: months.map((month) => ({ ...month, budget: { equal: month.id === 'jan' ? equal : 180 } })),
    });
    const price = allocate(withJanuary(180)).bindingConstraints.find(({ period }) => period === 'jan');
    const gain =
      (allocate(withJanuary(180.5)).objectiveValue ?? 0) - (allocate(withJanuary(179.5)).objectiveValue ?? 0);
    expect(price?.shadowPrice).toBeCloseTo(gain, 5);
  });

  it('limits the change from period to period to a share of the larger', () => {
    const seasonal = months.map((month, t) => ({ ...month, response: t === 1 ? 3 : 1 }));
    const result = allocate({ ...plan, periods: seasonal, units: [{ ...search, maxPeriodChange: 0.2 }] });
    const spends = spendsOf(result, 'search');
    expect(result.status).toBe('OPTIMAL');
    spends.slice(1).forEach((x, t) => {
      const before = spends[t] ?? 0;
      expect(Math.abs(x - before)).toBeLessThanOrEqual(0.2 * Math.max(x, before) + 1e-6);
    });
    expect(spends[0]).toBeCloseTo(0.8 * (spends[1] ?? 0), 5);
    const steady = spendsOf(
      allocate({ ...plan, periods: seasonal, units: [{ ...search, maxPeriodChange: 0 }] }),
      'search',
    );
    for (const spend of steady) expect(spend).toBeCloseTo(180, 6);
  });

  it('holds locks, relative limits and limits of single periods', () => {
    const result = allocate({
      ...plan,
      budget: { atMost: 900 },
      units: [
        { ...search, locked: true },
        {
          ...video,
          maxChange: 0.25,
          byPeriod: [
            { period: 'feb', max: 10 },
            { period: 'mar', min: 95 },
          ],
        },
      ],
    });
    expect(spendsOf(result, 'search')).toEqual([100, 100, 100, 100]);
    const [jan = 0, feb, mar, apr = 0] = spendsOf(result, 'video');
    expect(Math.max(jan, apr)).toBeLessThanOrEqual(100);
    expect(feb).toBeCloseTo(10, 6);
    expect(mar).toBeGreaterThanOrEqual(95);
    expect(result.units.map(({ reason }) => reason)[0]).toBe('LOCKED');
  });

  it('meets targets over the whole plan', () => {
    const free = allocate({ ...plan, budget: { atMost: 2000 } });
    const cpaOf = (result: AllocationResult) => (result.totalSpend ?? 0) / (result.objectiveValue ?? 1);
    const cpaAtMost = 0.9 * cpaOf(free);
    const result = allocate({ ...plan, budget: { atMost: 2000 }, targets: { cpaAtMost } });
    expect(result.status).toBe('OPTIMAL');
    expect(cpaOf(result)).toBeCloseTo(cpaAtMost, 6);
  });

  it('minimises spend for an outcome', () => {
    const { budget: _, ...rest } = plan;
    const result = allocate({
      ...rest,
      objective: { minimize: 'SPEND', subjectTo: { conversionsAtLeast: 200 } },
    });
    expect(result.status).toBe('OPTIMAL');
    expect(sum(result.units.map(({ outcomeAfter }) => outcomeAfter ?? 0))).toBeCloseTo(200, 5);
    expect(result.objectiveValue).toBeCloseTo(result.totalSpend ?? 0, 6);
    expect(result.lowerBound).toBeLessThanOrEqual(result.objectiveValue ?? 0);
  });

  it('maximises profit without a budget, and stops where money stops paying', () => {
    const { budget: _, ...rest } = plan;
    const units = [search, video].map((unit) => ({ ...unit, valuePerConversion: 12, margin: 0.5 }));
    const result = allocate({ ...rest, objective: { maximize: 'PROFIT' }, units });
    expect(result.status).toBe('OPTIMAL');
    // 6·20 / (50 + x) = 1
    for (const spend of spendsOf(result, 'search')) expect(spend).toBeCloseTo(70, 2);
  });

  it('sees that nothing ends a plan', () => {
    const endless: Unit = { id: 'endless', current: 10, curve: { family: 'POWER', scale: 1, exponent: 0.5 } };
    const result = allocate({ objective: { maximize: 'CONVERSIONS' }, units: [endless], periods: months });
    expect(result.status).toBe('UNBOUNDED');
  });

  it.each([
    ['nothing to spend', { budget: { equal: 0 } }],
    ['curves that bring nothing', { units: [{ ...search, curve: { ...search.curve, scale: 0 } }] }],
    ['everything locked', { units: [{ ...search, locked: true }], budget: { equal: 400 } }],
    ['a budget at the edge of the limits', { units: [{ ...search, max: 180 }] }],
    [
      'periods that must be full',
      { periods: months.map((month) => ({ ...month, budget: { atMost: 180 } })) },
    ],
    ['seasons without response', { periods: months.map((month, t) => ({ ...month, response: t % 2 })) }],
    ['twins', { units: [search, { ...search, id: 'twin' }] }],
    ['carry-over of nearly all', { units: [{ ...video, carryOver: 0.99 }] }],
    [
      'a budget said twice',
      { periodBudgets: [{ id: 'year', periods: months.map(({ id }) => id), equal: 720 }] },
    ],
    ['an immense budget and tiny outcomes', hugeAndTiny()],
  ] satisfies [string, Partial<AllocationProblem>][])('is optimal with %s', (_, change) => {
    const result = allocate({ ...plan, ...change });
    expect(result.status).toBe('OPTIMAL');
    expect(JSON.stringify(result)).not.toMatch(/NaN|Infinity/);
    const total = result.totalSpend ?? Number.NaN;
    for (const breach of Object.values(result.violations ?? {}))
      expect(breach).toBeLessThanOrEqual(1e-9 * total);
  });

  it('stops at the time limit with the steady plan, and says that nothing is proven', () => {
    const result = allocate({ ...plan, solve: { timeLimitMs: 1e-6 } });
    expect(result.status).toBe('FEASIBLE');
    expect(result.objectiveValue).toBe(result.currentValue);
    expect(result.upperBound).toBeNull();
  });

  it('bounds S-shaped curves by what any plan can reach', () => {
    const curve = { family: 'HILL', scale: 100, halfSaturation: 150, slope: 3 } as const;
    const units = ['a', 'b', 'c'].map((id): Unit => ({ id, current: 60, max: 400, carryOver: 0.3, curve }));
    const result = allocate({ ...plan, units });
    expect(['OPTIMAL', 'FEASIBLE']).toContain(result.status);
    expect(result.objectiveValue).toBeGreaterThan(1.5 * result.currentValue);
    expect(result.upperBound).toBeGreaterThanOrEqual(result.objectiveValue ?? 0);
  });
});

describe('a plan over time that cannot be', () => {
  it('names budgets that clash', () => {
    const result = allocate({
      ...plan,
      periods: months.map((month) => ({ ...month, budget: { atMost: 150 } })),
    });
    expect(result.status).toBe('INFEASIBLE');
    expect(result.infeasibility?.amount).toBeCloseTo(120, 6);
    expect(result.infeasibility?.constraints).toHaveLength(5);
    expect(result.infeasibility?.message).toContain('the budget of feb is at most 150');
  });

  it('names a lock once, not in every period', () => {
    const result = allocate({ ...plan, budget: { atMost: 350 }, units: [{ ...search, locked: true }] });
    expect(result.infeasibility?.constraints.map(({ description }) => description)).toEqual([
      'the budget is at most 350',
      'search is locked at 100 in every period',
    ]);
  });

  it('names limits of a unit that leave it no spend', () => {
    const crossed = allocate({
      ...plan,
      units: [{ ...search, min: 50, byPeriod: [{ period: 'mar', max: 40 }] }],
    });
    expect(crossed.status).toBe('INFEASIBLE');
    expect(crossed.infeasibility?.message).toContain('max 40 in mar');
    const outOfReach = allocate({
      ...plan,
      units: [
        {
          ...search,
          maxPeriodChange: 0.1,
          byPeriod: [
            { period: 'feb', max: 10 },
            { period: 'mar', min: 90 },
          ],
        },
      ],
    });
    expect(outOfReach.infeasibility?.message).toContain('maxPeriodChange 0.1');
  });

  it('names a target that nothing reaches, and what is missing', () => {
    const result = allocate({ ...plan, targets: { cpaAtMost: 1 } });
    expect(result.status).toBe('INFEASIBLE');
    expect(result.infeasibility?.constraints.map(({ kind }) => kind)).toEqual(['CPA', 'BUDGET']);
    expect(result.infeasibility?.amount).toBeGreaterThan(0);
  });
});

describe('what a plan over time does not hold', () => {
  it.each([
    ['objective.maximize', { objective: { maximize: 'ROI' }, units: [{ ...search, valuePerConversion: 5 }] }],
    ['units[0].step', { units: [{ ...search, step: 5 }] }],
    ['units[0].minIfOn', { units: [{ ...search, minIfOn: 5 }] }],
    ['limits.unitsMoved', { limits: { unitsMoved: 1 } }],
    ['limits.totalMoved', { limits: { totalMoved: 1 } }],
    ['targets.marginalCpaAtMost', { targets: { marginalCpaAtMost: 1 } }],
  ])('is refused by its path: %s', (path, change) => {
    const problem = parseProblem({ ...plan, ...change });
    expect(() => allocate(problem)).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED_PROBLEM', path: expect.stringContaining(path) }),
    );
  });
});
