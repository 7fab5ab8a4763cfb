import { describe, expect, it } from 'vitest';
import { allocate } from '../../optimizer/allocate/allocate.ts';
import type { AllocationProblem } from '../../optimizer/problem/problem.ts';
import { moneyFigure } from '../../optimizer/statement.ts';
import { clashStatement, limitStatement } from '../../planning/scenario/clash-statements.ts';
import { told } from '../../planning/statements.ts';

const unit = (id: string, limits: object = {}) => ({
  id,
  current: 100,
  curve: { family: 'LOG', scale: 10, halfSaturation: 50 } as const,
  ...limits,
});
const clashOf = (problem: Partial<AllocationProblem>) => {
  const { infeasibility } = allocate({
    currency: 'EUR',
    objective: { maximize: 'CONVERSIONS' },
    units: [unit('a'), unit('b')],
    ...problem,
  });
  if (!infeasibility) throw new Error('This has a plan.');
  const { message, amount, constraints } = infeasibility;
  return {
    whole: clashStatement(message, amount, constraints),
    limits: constraints.map((constraint) => limitStatement(constraint)),
  };
};

describe('what clashes', () => {
  it('is told by codes, with names and figures', () => {
    const { whole, limits } = clashOf({
      budget: { equal: 500 },
      units: [unit('a', { max: 150 }), unit('b', { max: 250 })],
    });
    expect(whole).toMatchObject({
      code: 'CLASH',
      figures: [{ name: 'amount', kind: 'MONEY', value: expect.closeTo(100, 6) }],
    });
    expect(limits.map((limit) => [limit?.code, ...(limit?.figures ?? []).map(({ value }) => value)])).toEqual(
      [
        ['BUDGET_EQUAL', 500],
        ['UNIT_MAX', 'a', 150],
        ['UNIT_MAX', 'b', 250],
      ],
    );
  });

  it('gives no amount where it is not one of money', () => {
    const { whole } = clashOf({
      objective: { minimize: 'SPEND', subjectTo: { conversionsAtLeast: 1000 } },
      budget: { atMost: 200 },
    });
    expect(whole).toMatchObject({ code: 'CLASH_OF_KINDS', figures: [] });
  });

  it('that is not one figure keeps its sentence alone', () => {
    expect(limitStatement({ kind: 'STEP', description: 'in steps' })).toBeNull();
    expect(clashStatement('No plan.', 3, [{ kind: 'UNIT_MAX', description: 'at most' }])).toBeNull();
  });

  it('of a budget that no number of steps reaches says by how much', () => {
    expect(clashStatement('No number of steps.', 3, [{ kind: 'STEP', description: 'in steps' }])).toEqual({
      code: 'MISSED_BY_STEPS',
      sentence: 'No number of steps.',
      figures: [moneyFigure('amount', 3)],
    });
  });
});

it('sentences that have no code, such as those of older answers, are told without one', () => {
  const known = [{ code: 'KNOWN', sentence: 'Known.', figures: [] }];
  expect(told(['Old.', 'Known.'], known)).toEqual([{ code: null, sentence: 'Old.', figures: [] }, known[0]]);
});
