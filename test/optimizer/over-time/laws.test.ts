import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import { rescale } from '../../../optimizer/curve/evaluate.ts';
import { withoutLimits } from '../../../optimizer/over-time/compile-plan.ts';
import { planValue } from '../../../optimizer/over-time/plan-program.ts';
import { isFeasiblePlan } from '../../../optimizer/over-time/plan-violations.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../../optimizer/problem/result.ts';
import { bestPlanOfGrid } from './brute-force.ts';
import { type PlanShape, randomPlan } from './random-plans.ts';

const seeds = (count: number, from = 1) => Array.from({ length: count }, (_, k) => k + from);
const hasPlan = ({ status }: AllocationResult) => status === 'OPTIMAL' || status === 'FEASIBLE';
const objectiveOf = ({ objectiveValue }: AllocationResult) => objectiveValue ?? Number.NaN;
const spendsOf = ({ units }: AllocationResult) =>
  Float64Array.from(units.flatMap(({ periods = [] }) => periods.map(({ spend }) => spend)));
const steadyPlan = ({ units, periods = [] }: AllocationProblem) =>
  Float64Array.from(units.flatMap(({ current }) => periods.map(() => current)));

describe('every plan over time', () => {
  it.each([
    ['concave', { units: 4, periods: 6, curves: 'CONCAVE', limits: true }, 80],
    ['concave, many periods', { units: 3, periods: 26, curves: 'CONCAVE', limits: true }, 10],
    ['piecewise linear', { units: 4, periods: 6, curves: 'PIECEWISE', limits: true }, 60],
    ['S-shaped', { units: 3, periods: 5, curves: 'S_SHAPED', limits: true }, 25],
  ] satisfies [string, PlanShape, number][])(
    'keeps every limit, stays below its bound and never loses to the steady plan (%s)',
    (_, shape, count) => {
      for (const seed of seeds(count)) {
        const problem = randomPlan(seed, shape);
        const result = allocate(problem);
        const context = `seed ${seed}`;
        const steady = steadyPlan(problem);
        expect(result.status, context).not.toBe('TIME_LIMIT');
        if (shape.curves !== 'S_SHAPED') expect(result.status, context).not.toBe('FEASIBLE');
        const staysFeasible = isFeasiblePlan(problem, steady, 1e-9);
        if (staysFeasible) expect(hasPlan(result), context).toBe(true);
        if (!hasPlan(result)) continue;
        expect(isFeasiblePlan(problem, spendsOf(result), 1e-9), context).toBe(true);
        const value = objectiveOf(result);
        expect(value, context).toBeCloseTo(planValue(withoutLimits(problem), spendsOf(result)), 8);
        expect(value, context).toBeLessThanOrEqual((result.upperBound ?? 0) * (1 + 1e-12) + 1e-12);
        if (staysFeasible) expect(value, context).toBeGreaterThanOrEqual(result.currentValue - 1e-9);
      }
    },
  );

  it('adds up: units, periods and totals tell the same story', () => {
    for (const seed of seeds(20)) {
      const result = allocate(randomPlan(seed, { units: 3, periods: 4, curves: 'CONCAVE', limits: true }));
      if (!hasPlan(result)) continue;
      const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
      const byUnit = result.units.map(({ spend }) => spend ?? Number.NaN);
      const byPeriod = (result.periods ?? []).map(({ spend }) => spend);
      expect(add(byUnit)).toBeCloseTo(result.totalSpend ?? Number.NaN, 6);
      expect(add(byPeriod)).toBeCloseTo(result.totalSpend ?? Number.NaN, 6);
      for (const { spend, outcomeAfter, periods = [] } of result.units) {
        expect(add(periods.map((period) => period.spend))).toBeCloseTo(spend ?? Number.NaN, 8);
        expect(add(periods.map((period) => period.outcome))).toBeCloseTo(outcomeAfter ?? Number.NaN, 8);
      }
    }
  });
});

describe('tiny plans over time', () => {
  it.each([
    ['concave', 'CONCAVE', 8],
    ['piecewise linear', 'PIECEWISE', 8],
    ['S-shaped', 'S_SHAPED', 10],
  ] as const)('are never beaten by trying a grid of plans (%s)', (_, curves, points) => {
    for (const seed of seeds(10, 40)) {
      const problem = randomPlan(seed, { units: 2, periods: 2, curves, limits: true });
      const best = bestPlanOfGrid(problem, points);
      if (best === null) continue;
      const result = allocate(problem);
      const context = `seed ${seed}: grid ${best}, ${result.status} ${result.objectiveValue}`;
      expect(hasPlan(result), context).toBe(true);
      expect(result.upperBound ?? 0, context).toBeGreaterThanOrEqual(best - 1e-9 * Math.abs(best));
      if (curves !== 'S_SHAPED')
        expect(objectiveOf(result), context).toBeGreaterThanOrEqual(best - 1e-6 * Math.abs(best));
    }
  });

  it('come out the same by a grid over two units and three periods with carry-over', () => {
    const problem = randomPlan(3, { units: 2, periods: 3, curves: 'CONCAVE', limits: false });
    const best = bestPlanOfGrid(problem, 6) ?? Number.NaN;
    const value = objectiveOf(allocate(problem));
    expect(value).toBeGreaterThanOrEqual(best);
    expect(value).toBeLessThan(best * 1.03);
  });
});

describe('one period without carry-over', () => {
  it.each(['CONCAVE', 'PIECEWISE'] as const)('is the problem without time (%s)', (curves) => {
    for (const seed of seeds(40)) {
      const { periods, periodBudgets, ...planned } = randomPlan(seed, {
        units: 5,
        periods: 1,
        curves,
        limits: true,
      });
      const units = planned.units.map(
        ({ carryOver, carryIn, maxPeriodChange, byPeriod, ...unit }): Unit => unit,
      );
      const without = allocate({ ...planned, units });
      const over = allocate({ ...planned, units, periods: [{ id: 'only' }] });
      expect(over.status, planned.name).toBe(without.status);
      if (!hasPlan(over)) continue;
      const scale = Math.abs(objectiveOf(without));
      expect(Math.abs(objectiveOf(over) - objectiveOf(without)), planned.name).toBeLessThanOrEqual(
        2e-6 * scale,
      );
    }
  });
});

describe('on concave plans over time', () => {
  const shape: PlanShape = { units: 4, periods: 5, curves: 'CONCAVE', limits: true };
  const problems = seeds(30).map((seed) => randomPlan(seed, shape));

  it('the order of the units does not matter', () => {
    for (const problem of problems) {
      const forward = allocate(problem);
      const backward = allocate({ ...problem, units: problem.units.toReversed() });
      expect(backward.status, problem.name).toBe(forward.status);
      if (hasPlan(forward)) expectClose(objectiveOf(backward), objectiveOf(forward), problem);
    }
  });

  it.each([1e-6, 1e-3, 1e3, 1e6])('the unit of money does not matter (×%s)', (factor) => {
    for (const problem of problems) {
      const here = allocate(problem);
      const there = allocate(inMoneyUnit(problem, factor));
      expect(there.status, problem.name).toBe(here.status);
      if (!hasPlan(here)) continue;
      const countsMoney = !('maximize' in problem.objective) || problem.objective.maximize !== 'CONVERSIONS';
      expectClose(objectiveOf(there) / (countsMoney ? factor : 1), objectiveOf(here), problem);
    }
  });

  it.each([1e-6, 1e6])('the unit of the outcome does not matter (×%s)', (factor) => {
    for (const problem of problems) {
      const cpa = problem.targets?.cpaAtMost;
      const there = allocate({
        ...problem,
        units: problem.units.map((unit) => ({
          ...unit,
          curve: rescale(unit.curve, 1, 1 / factor),
          valuePerConversion: (unit.valuePerConversion ?? 0) / factor,
        })),
        ...(cpa === undefined ? {} : { targets: { cpaAtMost: cpa / factor } }),
      });
      const here = allocate(problem);
      expect(there.status, problem.name).toBe(here.status);
      if (!hasPlan(here)) continue;
      const countsOutcome = 'maximize' in problem.objective && problem.objective.maximize === 'CONVERSIONS';
      expectClose(objectiveOf(there) / (countsOutcome ? factor : 1), objectiveOf(here), problem);
    }
  });

  it('answers the same twice', () => {
    for (const problem of problems.slice(0, 5)) {
      const { solve: _, ...one } = allocate(problem);
      const { solve: __, ...other } = allocate(problem);
      expect(other).toEqual(one);
    }
  });
});

function expectClose(actual: number, expected: number, problem: AllocationProblem): void {
  const scale = Math.max(Math.abs(expected), 1e-3 * problem.units.length);
  expect(Math.abs(actual - expected) / scale, problem.name).toBeLessThanOrEqual(2e-6);
}

/** The same problem with every amount of money multiplied by `factor`. */
function inMoneyUnit(problem: AllocationProblem, factor: number): AllocationProblem {
  const MONEY = [
    'current',
    'min',
    'max',
    'carryIn',
    'valuePerConversion',
    'equal',
    'atMost',
    'atLeast',
    'cpaAtMost',
  ];
  const times = <T extends object>(limits: T): T =>
    // The entries are those of T, money scaled.
    Object.fromEntries(
      Object.entries(limits).map(([key, value]) => [key, MONEY.includes(key) ? value * factor : value]),
    ) as T;
  return {
    ...problem,
    units: problem.units.map(
      (unit): Unit => ({
        ...times(unit),
        curve: rescale(unit.curve, 1 / factor, 1),
        ...(unit.byPeriod ? { byPeriod: unit.byPeriod.map(times) } : {}),
      }),
    ),
    ...(problem.budget ? { budget: times(problem.budget) } : {}),
    ...(problem.groups ? { groups: problem.groups.map(times) } : {}),
    ...(problem.targets ? { targets: times(problem.targets) } : {}),
    periods: (problem.periods ?? []).map((period) =>
      period.budget ? { ...period, budget: times(period.budget) } : period,
    ),
    periodBudgets: (problem.periodBudgets ?? []).map(times),
  };
}
