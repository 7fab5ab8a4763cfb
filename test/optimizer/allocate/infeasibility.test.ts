import { describe, expect, it } from 'vitest';
import { allocate } from '../../../optimizer/allocate/allocate.ts';
import type { AllocationProblem, Unit } from '../../../optimizer/problem/problem.ts';

const unit = (id: string, current: number, limits: Partial<Unit> = {}): Unit => ({
  id,
  current,
  curve: { family: 'LOG', scale: 10, halfSaturation: 100 },
  ...limits,
});
const base: AllocationProblem = {
  currency: 'EUR',
  objective: { maximize: 'CONVERSIONS' },
  budget: { equal: 1000 },
  units: [unit('a', 500), unit('b', 500)],
};

interface Clash {
  readonly what: string;
  readonly problem: Partial<AllocationProblem>;
  readonly kinds: readonly string[];
  readonly amount: number;
  readonly says: RegExp;
}

const clashes: readonly Clash[] = [
  {
    what: 'minimums beyond the budget',
    problem: { units: [unit('a', 500, { min: 600 }), unit('b', 500, { min: 500 })] },
    kinds: ['BUDGET', 'UNIT_MIN', 'UNIT_MIN'],
    amount: 100,
    says: /a must spend at least 600 EUR/,
  },
  {
    what: 'a minimum that is not needed for the clash is left out',
    problem: {
      units: [unit('a', 500, { min: 900 }), unit('b', 500, { min: 500 }), unit('c', 5, { min: 5 })],
    },
    kinds: ['BUDGET', 'UNIT_MIN', 'UNIT_MIN'],
    amount: 400,
    says: /need a relaxation of 405 EUR/,
  },
  {
    what: 'maximums below the budget',
    problem: { units: [unit('a', 300, { max: 300 }), unit('b', 500, { max: 600 })] },
    kinds: ['BUDGET', 'UNIT_MAX', 'UNIT_MAX'],
    amount: 100,
    says: /b may spend at most 600 EUR/,
  },
  {
    what: 'a group below its members',
    problem: {
      units: [unit('a', 500, { min: 400 }), unit('b', 500)],
      groups: [{ id: 'g', units: ['a'], max: 300 }],
    },
    kinds: ['GROUP_MAX', 'UNIT_MIN'],
    amount: 100,
    says: /group g may spend at most 300 EUR/,
  },
  {
    what: 'two groups that want more than there is',
    problem: {
      groups: [
        { id: 'g', units: ['a'], min: 700 },
        { id: 'h', units: ['b'], min: 400 },
      ],
    },
    kinds: ['BUDGET', 'GROUP_MIN', 'GROUP_MIN'],
    amount: 100,
    says: /group g must spend at least 700 EUR/,
  },
  {
    what: 'a locked unit above the budget',
    problem: { units: [unit('a', 1200, { locked: true }), unit('b', 0)] },
    kinds: ['BUDGET', 'LOCKED'],
    amount: 200,
    says: /a is locked at 1200 EUR/,
  },
  {
    what: 'a target CPA that no plan reaches',
    problem: { targets: { cpaAtMost: 2 } },
    kinds: ['BUDGET', 'CPA'],
    amount: 1000 - 2 * 2 * 10 * Math.log1p(5),
    says: /CPA is at most 2 EUR/,
  },
];

describe('limits that cannot hold together', () => {
  it.each(clashes)('$what', ({ problem, kinds, amount, says }) => {
    const { status, infeasibility, units } = allocate({ ...base, ...problem });
    expect(status).toBe('INFEASIBLE');
    expect(infeasibility?.constraints.map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
    expect(infeasibility?.amount).toBeCloseTo(amount, 3);
    expect(infeasibility?.message).toMatch(says);
    expect(units.every(({ spend }) => spend === null)).toBe(true);
  });

  it('of one unit are named before anything is solved', () => {
    const { status, infeasibility } = allocate({
      ...base,
      units: [unit('a', 500, { min: 600, maxChange: 0.1 })],
    });
    expect(status).toBe('INFEASIBLE');
    expect(infeasibility).toMatchObject({ amount: expect.closeTo(50, 6) });
    expect(infeasibility?.message).toContain('min 600 and maxChange 0.1');
  });
});
