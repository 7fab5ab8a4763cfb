import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';
import { randomProblem } from '../allocate/random-problems.ts';

const unit = (id: string, current: number, scale: number, limits: Partial<Unit> = {}): Unit => ({
  id,
  current,
  valuePerConversion: 50,
  margin: 0.6,
  curve: { family: 'LOG', scale, halfSaturation: 400 },
  minChange: -0.5,
  maxChange: 1,
  ...limits,
});
const problem: AllocationProblem = {
  currency: 'EUR',
  objective: { maximize: 'CONVERSIONS' },
  budget: { equal: 5000 },
  units: [
    unit('search', 1500, 90),
    unit('social', 2000, 30),
    unit('video', 1000, 12),
    unit('display', 500, 25, { locked: true }),
  ],
  groups: [{ id: 'paid', units: ['search', 'social'], max: 3600 }],
};

describe('the frontier', () => {
  const asked = { frontier: { from: 3000, to: 6000, points: 61 } };
  const { frontier } = allocate({ ...problem, questions: asked }).answers ?? {};
  const points = frontier?.points ?? [];

  it('has the proven best outcome for every budget', () => {
    expect(points).toHaveLength(61);
    for (const { budget, status, objectiveValue, upperBound } of points) {
      expect(status).toBe('OPTIMAL');
      expect((upperBound ?? 0) - (objectiveValue ?? 0)).toBeLessThanOrEqual(1e-6 * (upperBound ?? 0));
      if (budget % 500 !== 0) continue;
      const alone = allocate({ ...problem, budget: { equal: budget } });
      expect(objectiveValue).toBeCloseTo(alone.objectiveValue ?? 0, 3);
    }
  });

  it('rises, and rises ever less', () => {
    for (let k = 2; k < points.length; k++) {
      const [a, b, c] = [points[k - 2], points[k - 1], points[k]].map((point) => point?.objectiveValue ?? 0);
      expect(b).toBeGreaterThan(a ?? 0);
      expect((c ?? 0) - (b ?? 0)).toBeLessThanOrEqual((b ?? 0) - (a ?? 0) + 1e-6 * (b ?? 0));
    }
  });

  it('says where profit is highest', () => {
    const best = frontier?.mostProfitable;
    const highest = Math.max(...points.map(({ profit }) => profit ?? Number.NEGATIVE_INFINITY));
    expect(best?.profit).toBeGreaterThanOrEqual(highest - 1e-6 * Math.abs(highest));
  });

  it('marks the largest budget that meets a target CPA', () => {
    const withTarget = allocate({
      ...problem,
      budget: { atMost: 5000 },
      targets: { cpaAtMost: 18 },
      questions: asked,
    });
    const [mark] = withTarget.answers?.frontier?.targets ?? [];
    expect(mark?.target).toBe('CPA at most 18');
    expect(mark?.point?.cpa).toBeCloseTo(18, 3);
  });

  it('says which budgets no plan can spend', () => {
    const { answers } = allocate({
      ...problem,
      questions: { frontier: { from: 1000, to: 20000, points: 3 } },
    });
    expect(answers?.frontier?.points.map(({ status }) => status)).toEqual([
      'INFEASIBLE',
      'INFEASIBLE',
      'INFEASIBLE',
    ]);
  });

  it('goes through S-shaped curves as well', () => {
    const steep: Unit = {
      ...unit('steep', 500, 1),
      curve: { family: 'HILL', scale: 90, halfSaturation: 900, slope: 3 },
    };
    const { answers } = allocate({
      ...problem,
      units: [...problem.units.slice(0, 2), steep],
      groups: [],
      budget: { equal: 4000 },
      questions: { frontier: { from: 3000, to: 5000, points: 5 } },
    });
    expect(answers?.frontier?.points.every(({ status }) => status === 'OPTIMAL')).toBe(true);
  });
});

describe('what a limit costs', () => {
  it('is the gain of the best plan without it', () => {
    const result = allocate({ ...problem, questions: { constraintCosts: true } });
    const costs = result.answers?.constraintCosts ?? [];
    const group = costs.find(({ kind }) => kind === 'GROUP_MAX');
    const free = allocate({ ...problem, groups: [] });
    expect(group?.cost).toBeCloseTo((free.objectiveValue ?? 0) - (result.objectiveValue ?? 0), 4);
    const lock = costs.find(({ kind }) => kind === 'LOCKED');
    expect(lock).toMatchObject({ unit: 'display' });
    expect(lock?.cost).toBeGreaterThan(0);
  });
});

describe('wider room', () => {
  it('never brings less', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomProblem(seed, { units: 5, curves: 'CONCAVE', choices: false, limits: true });
      const result = allocate({ ...random, questions: { widerRoom: 2 } });
      const gain = result.answers?.widerRoom?.gain;
      if (typeof gain === 'number')
        expect(gain).toBeGreaterThanOrEqual(-1e-6 * Math.abs(result.objectiveValue ?? 1));
    }
  });
});

describe('wider room, where time is short', () => {
  it('is not told rather than told too small', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const random = randomProblem(seed, { units: 40, curves: 'ANY', choices: false, limits: true });
      const result = allocate({ ...random, questions: { widerRoom: 2 }, solve: { timeLimitMs: 3 } });
      const { objectiveValue, gain } = result.answers?.widerRoom ?? {};
      if (gain === null) expect(objectiveValue).toBeNull();
      else if (gain !== undefined)
        expect(gain).toBeGreaterThanOrEqual(-1e-6 * Math.abs(result.objectiveValue ?? 1));
    }
  });
});

describe('the fewest moves', () => {
  const asked = allocate({ ...problem, groups: [], questions: { fewestMoves: 0.8 } });
  const few = asked.answers?.fewestMoves;

  it('keep the wanted share of the gain', () => {
    expect(few?.shareOfGain).toBeGreaterThanOrEqual(0.8);
    expect(few?.moved.length).toBe(few?.unitsMoved);
    const moved = few?.spends.filter(
      ({ id, spend }) => spend !== problem.units.find((u) => u.id === id)?.current,
    );
    expect(moved?.map(({ id }) => id).sort()).toEqual([...(few?.moved ?? [])].sort());
  });

  it('are the fewest: one unit less keeps less', () => {
    const fewer = allocate({ ...problem, groups: [], limits: { unitsMoved: (few?.unitsMoved ?? 1) - 1 } });
    const today = asked.currentValue;
    const share = ((fewer.objectiveValue ?? 0) - today) / ((asked.objectiveValue ?? 0) - today);
    expect(share).toBeLessThan(0.8);
  });

  it('are not asked of a plan that today breaks', () => {
    const broken = allocate({ ...problem, budget: { equal: 4000 }, questions: { fewestMoves: 0.9 } });
    expect(broken.answers?.fewestMoves).toBeNull();
  });
});
