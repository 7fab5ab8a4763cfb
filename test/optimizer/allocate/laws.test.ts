import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import { rescale } from '../../../optimizer/curve/evaluate.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';
import type { AllocationResult } from '../../../optimizer/problem/result.ts';
import { bestOfGrid } from './brute-force.ts';
import { randomOf, randomProblem, type Shape } from './random-problems.ts';

const CONCAVE: Shape = { units: 8, curves: 'CONCAVE', choices: false, limits: true };
const S_SHAPED: Shape = { units: 6, curves: 'ANY', choices: false, limits: true };
const seeds = (count: number) => Array.from({ length: count }, (_, k) => k + 1);

const hasPlan = (result: AllocationResult) => result.status === 'OPTIMAL' || result.status === 'FEASIBLE';
const spendsOf = (result: AllocationResult) => result.units.map(({ spend }) => spend ?? Number.NaN);
/** The proposed objective, which is unique even where plans are not. */
const objectiveOf = (result: AllocationResult) => result.objectiveValue ?? Number.NaN;

describe('every answer', () => {
  it.each([
    ['concave', CONCAVE, 120],
    ['of any shape', S_SHAPED, 60],
    ['with choices', { units: 4, curves: 'ANY', choices: true, limits: true } satisfies Shape, 60],
  ] as const)('keeps every limit, stays below its bound and never loses to today (%s)', (_, shape, count) => {
    for (const seed of seeds(count)) {
      const problem = randomProblem(seed, shape);
      const result = allocate({ ...problem, solve: { timeLimitMs: 1000 } });
      const context = `seed ${seed}`;
      if (!hasPlan(result)) continue;
      const { violations, totalSpend, upperBound } = result;
      expect(spendsOf(result).every(Number.isFinite), context).toBe(true);
      const total = totalSpend ?? Number.NaN;
      expect(Math.max(...Object.values(violations ?? {})), context).toBeLessThanOrEqual(
        1e-8 * Math.max(1, total),
      );
      if (problem.budget?.equal !== undefined)
        expect(Math.abs(total - problem.budget.equal), context).toBeLessThan(0.005);
      expect(objectiveOf(result), context).toBeLessThanOrEqual(
        (upperBound ?? 0) + 1e-9 * Math.abs(upperBound ?? 0),
      );
      const stays = allocate({ ...problem, units: problem.units.map(lockedAtCurrent) });
      if (hasPlan(stays))
        expect(objectiveOf(result), context).toBeGreaterThanOrEqual(objectiveOf(stays) - 1e-9);
    }
  });
});

const lockedAtCurrent = (unit: Unit): Unit => ({ ...unit, locked: true });

describe('small problems of every kind', () => {
  it.each([
    ['concave', { units: 3, curves: 'CONCAVE', choices: false, limits: true } satisfies Shape, 24, 60],
    ['of any shape', { units: 3, curves: 'ANY', choices: false, limits: true } satisfies Shape, 24, 60],
    ['with choices', { units: 3, curves: 'ANY', choices: true, limits: true } satisfies Shape, 20, 60],
  ] as const)('are never beaten by trying a grid of plans (%s)', (_, shape, points, count) => {
    for (const seed of seeds(count)) {
      const problem = { ...randomProblem(seed, shape), solve: { timeLimitMs: 2000 } };
      const best = bestOfGrid(problem, points);
      if (best === null) continue;
      const result = allocate(problem);
      const context = `seed ${seed}: grid ${best}, ${result.status} ${result.objectiveValue}`;
      expect(result.status, context).not.toBe('INFEASIBLE');
      if (!hasPlan(result)) continue;
      expect(result.upperBound ?? 0, context).toBeGreaterThanOrEqual(best - 1e-9 * Math.abs(best));
      if (result.status === 'OPTIMAL') {
        expect(objectiveOf(result), context).toBeGreaterThanOrEqual(
          best - 2e-4 * Math.max(1e-9, Math.abs(best)),
        );
      }
    }
  });
});

describe('on concave problems', () => {
  const problems = seeds(60).map((seed) => randomProblem(seed, CONCAVE));

  it('more budget never hurts where it need not be spent', () => {
    for (const problem of problems) {
      const values = [0.7, 0.9, 1, 1.2].map((share) => {
        const atMost = share * problem.units.reduce((sum, { current }) => sum + current, 0);
        return objectiveOf(allocate({ ...problem, budget: { atMost } }));
      });
      const feasible = values.filter(Number.isFinite);
      for (let k = 1; k < feasible.length; k++) {
        const [before = 0, after = 0] = [feasible[k - 1], feasible[k]];
        expect(after, problem.name).toBeGreaterThanOrEqual(before - 1e-6 * Math.abs(before) - 1e-9);
      }
    }
  });

  it('the order of the units does not matter', () => {
    for (const problem of problems) {
      const forward = allocate(problem);
      const backward = allocate({ ...problem, units: problem.units.toReversed() });
      expect(backward.status, problem.name).toBe(forward.status);
      if (hasPlan(forward)) expect(objectiveOf(backward)).toBeCloseTo(objectiveOf(forward), 5);
    }
  });

  it.each([1e-6, 1e-3, 1e3, 1e6])('the unit of money does not matter (×%s)', (factor) => {
    for (const problem of problems) {
      const here = allocate(problem);
      const there = allocate(inMoneyUnit(problem, factor));
      expect(there.status, problem.name).toBe(here.status);
      if (!hasPlan(here)) continue;
      const measure = 'maximize' in problem.objective ? problem.objective.maximize : 'SPEND';
      const scale = measure === 'CONVERSIONS' ? 1 : factor;
      expectClose(objectiveOf(there) / scale, objectiveOf(here), problem);
    }
  });

  it.each([1e-6, 1e-3, 1e3, 1e6])('the unit of the outcome does not matter (×%s)', (factor) => {
    for (const problem of problems) {
      const here = allocate(problem);
      const there = allocate(inOutcomeUnit(problem, factor));
      expect(there.status, problem.name).toBe(here.status);
      if (!hasPlan(here)) continue;
      const measure = 'maximize' in problem.objective ? problem.objective.maximize : 'SPEND';
      expectClose(objectiveOf(there) / (measure === 'CONVERSIONS' ? factor : 1), objectiveOf(here), problem);
      spendsOf(there).forEach((spend, i) => {
        const total = here.totalSpend ?? 1;
        expect(Math.abs(spend - (spendsOf(here)[i] ?? 0)) / total, problem.name).toBeLessThan(1e-3);
      });
    }
  });
});

function expectClose(actual: number, expected: number, problem: AllocationProblem): void {
  const tolerance = 2e-6 * Math.max(Math.abs(expected), 1e-3 * problem.units.length);
  expect(Math.abs(actual - expected), `${problem.name}: ${actual} and ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}

/** The same problem with every amount of money multiplied by `factor`. */
function inMoneyUnit(problem: AllocationProblem, factor: number): AllocationProblem {
  const times = <T extends object>(limits: T | undefined, keys: readonly string[]): T | undefined =>
    limits &&
    (Object.fromEntries(
      Object.entries(limits).map(([key, value]) => [key, keys.includes(key) ? value * factor : value]),
    ) as T);
  const units = problem.units.map(
    (unit): Unit => ({
      ...(times(unit, ['current', 'min', 'max', 'minIfOn', 'step', 'valuePerConversion']) ?? unit),
      curve: rescale(unit.curve, 1 / factor, 1),
    }),
  );
  return defined({
    ...problem,
    units,
    budget: times(problem.budget, ['equal', 'atMost', 'atLeast']),
    groups: problem.groups?.map((group) => times(group, ['min', 'max']) ?? group),
    limits: times(problem.limits, ['totalMoved']),
    targets: times(problem.targets, ['cpaAtMost', 'marginalCpaAtMost']),
  });
}

/** The same problem with every outcome counted in another unit. */
function inOutcomeUnit(problem: AllocationProblem, factor: number): AllocationProblem {
  const cpaAtMost = problem.targets?.cpaAtMost;
  return defined({
    ...problem,
    units: problem.units.map((unit) => ({
      ...unit,
      curve: rescale(unit.curve, 1, 1 / factor),
      valuePerConversion: (unit.valuePerConversion ?? 0) / factor,
    })),
    targets: cpaAtMost === undefined ? undefined : { cpaAtMost: cpaAtMost / factor },
  });
}

const defined = (
  problem: { [K in keyof AllocationProblem]: AllocationProblem[K] | undefined },
): AllocationProblem =>
  Object.fromEntries(
    Object.entries(problem).filter(([, value]) => value !== undefined),
  ) as unknown as AllocationProblem;

it('answers the same twice', () => {
  const problem = randomProblem(Math.floor(1000 * randomOf(7)()), S_SHAPED);
  const { solve: first, ...one } = allocate(problem);
  const { solve: second, ...other } = allocate(problem);
  expect(other).toEqual(one);
  expect(second.nodes).toBe(first.nodes);
});
