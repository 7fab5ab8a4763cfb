import { describe, expect, it } from 'vitest';
import { javascriptLpSolver } from '../../../optimizer/linear-program/javascript-lp-solver.ts';
import { type LinearProgram, largestBreach } from '../../../optimizer/linear-program/linear-program.ts';

interface Written {
  readonly maximize: readonly number[];
  readonly upper?: readonly number[];
  readonly rows: readonly {
    readonly of: readonly number[];
    readonly atMost?: number;
    readonly equals?: number;
  }[];
}

function written({ maximize, upper, rows }: Written): LinearProgram {
  return {
    objective: Float64Array.from(maximize),
    upper: Float64Array.from(upper ?? maximize.map(() => Number.POSITIVE_INFINITY)),
    rows: rows.map(({ of, atMost, equals }) => ({
      variables: Int32Array.from(of, (_, j) => j),
      coefficients: Float64Array.from(of),
      bound: equals ?? atMost ?? 0,
      equality: equals !== undefined,
    })),
  };
}

describe('the default library', () => {
  it('answers with values and prices', () => {
    const program = written({
      maximize: [3, 2, 1],
      upper: [9, 3, 9],
      rows: [
        { of: [1, 0, 0.5], atMost: 4 },
        { of: [1, 1, 1], equals: 5 },
      ],
    });
    const solution = javascriptLpSolver.maximize(program);
    expect(solution).toMatchObject({ status: 'OPTIMAL' });
    if (solution.status !== 'OPTIMAL') return;
    expect([...solution.values]).toEqual([4, 1, 0]);
    expect([...solution.prices]).toEqual([1, 2]);
  });

  it('prices a forced spend below zero', () => {
    const solution = javascriptLpSolver.maximize(
      written({ maximize: [-3, -2], upper: [1, 1], rows: [{ of: [1, 1], equals: 1 }] }),
    );
    expect(solution).toMatchObject({ status: 'OPTIMAL', prices: Float64Array.of(-2) });
  });

  it.each([
    ['infeasible', { maximize: [1], upper: [1], rows: [{ of: [-1], atMost: -2 }] }, 'INFEASIBLE'],
    ['unbounded', { maximize: [1], rows: [{ of: [-1], atMost: 0 }] }, 'UNBOUNDED'],
    ['not a number', { maximize: [Number.NaN], upper: [1], rows: [{ of: [1], atMost: 1 }] }, 'FAILED'],
  ] satisfies [string, Written, string][])('says when a program is %s', (_, program, status) => {
    expect(javascriptLpSolver.maximize(written(program)).status).toBe(status);
  });

  it.each([
    [
      'Beale',
      {
        maximize: [0.75, -20, 0.5, -6],
        rows: [
          { of: [0.25, -8, -1, 9], atMost: 0 },
          { of: [0.5, -12, -0.5, 3], atMost: 0 },
          { of: [0, 0, 1, 0], atMost: 1 },
        ],
      },
      1.25,
    ],
    [
      'Chvátal',
      {
        maximize: [10, -57, -9, -24],
        rows: [
          { of: [0.5, -5.5, -2.5, 9], atMost: 0 },
          { of: [0.5, -1.5, -0.5, 1], atMost: 0 },
          { of: [1, 0, 0, 0], atMost: 1 },
        ],
      },
      1,
    ],
  ] satisfies [string, Written, number][])(
    'neither runs for ever nor breaks a row on the cycling example of %s',
    (_, example, optimum) => {
      const program = written(example);
      const solution = javascriptLpSolver.maximize(program);
      if (solution.status !== 'OPTIMAL') return;
      const value = solution.values.reduce((sum, z, j) => sum + z * (program.objective[j] ?? 0), 0);
      expect(largestBreach(program, solution.values)).toBeLessThan(1e-6);
      expect(value).toBeLessThanOrEqual(optimum + 1e-6);
    },
  );
});
