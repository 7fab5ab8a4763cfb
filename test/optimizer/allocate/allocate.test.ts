import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';
import { randomProblem } from './random-problems.ts';

const brand: Unit = {
  id: 'brand',
  current: 2500,
  min: 1000,
  max: 6000,
  curve: { family: 'HILL', scale: 320, halfSaturation: 2100, slope: 1, baseline: 4 },
};
const social: Unit = {
  id: 'social',
  current: 4000,
  minChange: -0.3,
  maxChange: 0.3,
  curve: { family: 'POWER', scale: 3.1, exponent: 0.55 },
};
const video: Unit = {
  id: 'video',
  current: 1000,
  locked: true,
  curve: { family: 'LOG', scale: 21, halfSaturation: 500 },
};
const display: Unit = {
  id: 'display',
  current: 0,
  max: 2000,
  curve: { family: 'NEGATIVE_EXPONENTIAL', scale: 90, halfSaturation: 800 },
};
const november: AllocationProblem = {
  name: 'november',
  currency: 'EUR',
  objective: { maximize: 'CONVERSIONS' },
  budget: { equal: 10000 },
  units: [brand, social, video, display],
  groups: [
    { id: 'upper-funnel', units: ['social', 'video', 'display'], max: 6000 },
    { id: 'search', units: ['brand'], minShare: 0.2 },
  ],
};

describe('a plan', () => {
  const result = allocate(november);

  it('is proven optimal, and its units say why they stand where they stand', () => {
    expect(result).toMatchObject({
      name: 'november',
      status: 'OPTIMAL',
      baselineOutcome: 4,
      infeasibility: null,
    });
    expect(result.relativeGap).toBeLessThanOrEqual(1e-6);
    expect(result.totalSpend).toBeCloseTo(10000, 6);
    expect(result.units.map(({ id, reason }) => [id, reason])).toEqual([
      ['brand', 'MARGINAL_RETURN_EQUAL'],
      ['social', 'AT_GROUP_LIMIT'],
      ['video', 'LOCKED'],
      ['display', 'AT_GROUP_LIMIT'],
    ]);
  });

  it('names the binding constraints with what one more unit of money would bring', () => {
    const [budget, group] = result.bindingConstraints;
    expect(budget?.kind).toBe('BUDGET');
    expect(group).toMatchObject({ kind: 'GROUP_MAX', group: 'upper-funnel' });
    const more = allocate({ ...november, budget: { equal: 10001 } });
    expect((more.objectiveValue ?? 0) - (result.objectiveValue ?? 0)).toBeCloseTo(
      budget?.shadowPrice ?? 0,
      4,
    );
  });

  it('earns the same marginal return in every unit that is free to move within its group', () => {
    const marginalOf = (id: string) =>
      result.units.find((unit) => unit.id === id)?.marginalAfter ?? Number.NaN;
    expect(marginalOf('social') / marginalOf('display')).toBeCloseTo(1, 6);
  });

  it('has no marginal return where the curve begins with an infinite slope', () => {
    const off = allocate({
      ...november,
      units: [{ ...social, current: 0, minChange: 0, max: 10, maxChange: 5 }],
      groups: [],
      budget: {},
    });
    expect(off.units[0]?.marginalBefore).toBeNull();
  });

  it('comes from linear programs when they are asked for by name, within six of them', () => {
    const byPieces = allocate({ ...november, solve: { route: 'LINEAR_PROGRAMMING' } });
    expect(byPieces.solve).toMatchObject({ route: 'LINEAR_PROGRAMMING', library: 'javascript-lp-solver' });
    expect(byPieces.solve.linearPrograms).toBeLessThanOrEqual(6);
    expect(byPieces.objectiveValue).toBeCloseTo(result.objectiveValue ?? 0, 2);
    expect(byPieces.status).toBe('OPTIMAL');
  });

  it('agrees between prices and paths on many problems, with the prices proving more', () => {
    let answeredByPrices = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const problem = randomProblem(seed, { units: 12, curves: 'CONCAVE', choices: false, limits: true });
      const byPrices = allocate({ ...problem, solve: { route: 'DUAL_NEWTON' } });
      const byPath = allocate({ ...problem, solve: { route: 'INTERIOR_POINT' } });
      expect(byPrices.status, `seed ${seed}`).toBe(byPath.status);
      if (byPrices.objectiveValue === null || byPath.objectiveValue === null) continue;
      const scale = Math.max(1, Math.abs(byPath.objectiveValue));
      expect(Math.abs(byPrices.objectiveValue - byPath.objectiveValue) / scale, `seed ${seed}`).toBeLessThan(
        1e-6,
      );
      if (byPrices.solve.route !== 'DUAL_NEWTON') continue;
      answeredByPrices += 1;
      expect(byPrices.relativeGap, `seed ${seed}`).toBeLessThan(1e-11);
    }
    expect(answeredByPrices).toBeGreaterThan(30);
  });

  it('agrees between the routes on many problems', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const problem = randomProblem(seed, { units: 10, curves: 'CONCAVE', choices: false, limits: true });
      const smooth = allocate(problem);
      const byPieces = allocate({ ...problem, solve: { route: 'LINEAR_PROGRAMMING' } });
      expect(byPieces.status, `seed ${seed}`).toBe(smooth.status);
      if (smooth.objectiveValue === null || byPieces.objectiveValue === null) continue;
      const scale = Math.max(1, Math.abs(smooth.objectiveValue));
      expect(Math.abs(smooth.objectiveValue - byPieces.objectiveValue) / scale).toBeLessThan(2e-6);
    }
  });
});

describe('a return that is sought under pressure of time', () => {
  it('never has a bound below what more time finds, negative returns included', () => {
    for (let seed = 1; seed <= 16; seed++) {
      const problem: AllocationProblem = {
        ...randomProblem(seed, { units: 6, curves: 'ANY', choices: false, limits: true }),
        objective: { maximize: 'ROI' },
      };
      const poor = problem.units.map((unit) => ({ ...unit, valuePerConversion: 0.01 }));
      for (const asked of [problem, { ...problem, units: poor }]) {
        const unhurried = allocate(asked);
        const hurried = allocate({ ...asked, solve: { timeLimitMs: 0.01 } });
        if (unhurried.objectiveValue === null || hurried.upperBound == null) continue;
        const slack = 1e-9 * Math.abs(unhurried.objectiveValue);
        expect(hurried.upperBound, `seed ${seed}`).toBeGreaterThanOrEqual(unhurried.objectiveValue - slack);
      }
    }
  });
});

describe('objectives and targets', () => {
  const valued = [brand, social, { ...display, current: 500 }].map((unit) => ({
    ...unit,
    valuePerConversion: 60,
    margin: 0.6,
  }));
  const problem: AllocationProblem = { ...november, units: valued, groups: [] };

  it('profit stops where the next euro brings one euro of margin', () => {
    const { units } = allocate({ ...problem, objective: { maximize: 'PROFIT' }, budget: {} });
    const free = units.filter(({ reason }) => reason === 'MARGINAL_RETURN_EQUAL');
    expect(free.length).toBeGreaterThan(0);
    for (const { marginalAfter } of free) expect((marginalAfter ?? 0) * 60 * 0.6).toBeCloseTo(1, 6);
  });

  it('return on investment is profit per euro, and no plan of the same kind has more', () => {
    const result = allocate({ ...problem, objective: { maximize: 'ROI' }, budget: { atLeast: 4000 } });
    expect(result.status).toBe('OPTIMAL');
    const profit = allocate({
      ...problem,
      objective: { maximize: 'PROFIT' },
      budget: { equal: result.totalSpend ?? 0 },
    });
    expect(result.objectiveValue).toBeCloseTo((profit.objectiveValue ?? 0) / (result.totalSpend ?? 1), 6);
  });

  it('the least spend for a target outcome is the inverse of the best outcome for that spend', () => {
    const least = allocate({
      ...problem,
      objective: { minimize: 'SPEND', subjectTo: { conversionsAtLeast: 400 } },
      budget: {},
    });
    expect(least.status).toBe('OPTIMAL');
    expect(least.lowerBound).toBeLessThanOrEqual((least.objectiveValue ?? 0) * (1 + 1e-9));
    const most = allocate({ ...problem, budget: { equal: least.objectiveValue ?? 0 } });
    expect(most.objectiveValue).toBeCloseTo(400, 3);
  });

  it('a target CPA with a free budget spends up to the target', () => {
    const units = problem.units.map(({ max: _, maxChange: __, ...unit }): Unit => unit);
    const result = allocate({ ...problem, units, budget: {}, targets: { cpaAtMost: 25 } });
    expect((result.totalSpend ?? 0) / (result.objectiveValue ?? 1)).toBeCloseTo(25, 5);
  });

  it('a target for marginal CPA stops every unit there', () => {
    const result = allocate({ ...problem, budget: { atMost: 20000 }, targets: { marginalCpaAtMost: 40 } });
    for (const { id, spend, marginalAfter } of result.units) {
      const atFloor = spend === (id === 'brand' ? 1000 : id === 'social' ? 2800 : 0);
      if (!atFloor) expect(1 / (marginalAfter ?? 0)).toBeLessThanOrEqual(40 * (1 + 1e-9));
    }
  });

  it('says that nothing bounds a plan which may spend without end', () => {
    const units = [{ ...display, max: undefined }].map(({ max: _, ...unit }): Unit => unit);
    expect(allocate({ ...november, units, groups: [], budget: {} }).status).toBe('UNBOUNDED');
  });
});

describe('choices', () => {
  it('a unit with a minimum-if-on is off or spends at least that', () => {
    const picky = { ...display, minIfOn: 900, max: 2000 };
    for (const equal of [7600, 8200, 8800, 9400]) {
      const { units, status } = allocate({
        ...november,
        budget: { equal },
        groups: [],
        units: [brand, social, video, picky],
      });
      const spend = units[3]?.spend ?? Number.NaN;
      expect(status).toBe('OPTIMAL');
      expect(spend === 0 || spend >= 900 - 1e-9).toBe(true);
    }
  });

  it('steps are kept, and the total with them', () => {
    const units = [brand, social, display].map(
      (unit): Unit => ({ ...unit, step: 50, current: unit.current }),
    );
    const result = allocate({ ...november, units, groups: [], budget: { equal: 7000 } });
    expect(result.status).toBe('OPTIMAL');
    for (const { spend } of result.units) expect((spend ?? 1) % 50).toBe(0);
    expect(result.totalSpend).toBe(7000);
  });

  it('a budget that no number of steps meets is refused with the distance', () => {
    const units = [brand, display].map((unit): Unit => ({ ...unit, step: 50 }));
    const result = allocate({ ...november, units, groups: [], budget: { equal: 4020 } });
    expect(result.status).toBe('INFEASIBLE');
    expect(result.infeasibility?.amount).toBeCloseTo(20, 6);
  });

  it('at most so many units move', () => {
    const units = [brand, social, { ...video, locked: false, max: 3000 }, display];
    const result = allocate({
      ...november,
      units,
      groups: [],
      budget: { equal: 7500 },
      limits: { unitsMoved: 2 },
    });
    expect(result.units.filter(({ current, spend }) => spend !== current).length).toBeLessThanOrEqual(2);
    expect(result.status).toBe('OPTIMAL');
  });

  it('an S-shaped unit is all in or out, and the bound knows it', () => {
    const steep = (id: string): Unit => ({
      id,
      current: 500,
      max: 3000,
      curve: { family: 'HILL', scale: 100, halfSaturation: 1000, slope: 3 },
    });
    const result = allocate({
      ...november,
      units: [steep('a'), steep('b')],
      groups: [],
      budget: { equal: 1600 },
    });
    expect(result.status).toBe('OPTIMAL');
    expect(result.solve.route).toBe('BRANCH_AND_BOUND');
    expect(Math.max(...result.units.map(({ spend }) => spend ?? 0))).toBeGreaterThan(1500);
  });
});
