import { describe, expect, it } from 'vitest';
import { ProblemFormatError } from '../../../optimizer/problem/format-error.ts';
import { parseProblem } from '../../../optimizer/problem/parse.ts';

const unit = { id: 'a', current: 10, curve: { family: 'LOG', scale: 1, halfSaturation: 5 } };
const problem = { objective: { maximize: 'CONVERSIONS' }, budget: { equal: 10 }, units: [unit] };

describe('a problem of the public format', () => {
  it('may write its amounts as strings', () => {
    const parsed = parseProblem({
      ...problem,
      budget: { equal: '1250.50' },
      units: [{ ...unit, current: '1e3' }],
    });
    expect(parsed.budget).toEqual({ equal: 1250.5 });
    expect(parsed.units[0]?.current).toBe(1000);
  });

  it.each([
    ['a null', null, '', 'wanted object'],
    ['an unknown key', { ...problem, bugdet: {} }, 'bugdet', 'Unknown key bugdet'],
    [
      'an unknown key inside',
      { ...problem, units: [{ ...unit, maxx: 1 }] },
      'units[0].maxx',
      'Unknown key units[0].maxx',
    ],
    ['no units', { ...problem, units: [] }, 'units', 'at least one unit'],
    [
      'a negative amount',
      { ...problem, units: [{ ...unit, current: -1 }] },
      'units[0].current',
      'saw -1; wanted an amount of 0 or more',
    ],
    ['text for an amount', { ...problem, budget: { equal: 'much' } }, 'budget.equal', 'decimal number'],
    [
      'an infinite amount',
      { ...problem, budget: { equal: Number.POSITIVE_INFINITY } },
      'budget.equal',
      'wanted number',
    ],
    ['a number too large to hold', { ...problem, budget: { equal: '1e999' } }, 'budget.equal', 'finite'],
    [
      'an unknown family',
      { ...problem, units: [{ ...unit, curve: { family: 'TANH' } }] },
      'units[0].curve.family',
      'TANH',
    ],
    [
      'an exponent above 1',
      { ...problem, units: [{ ...unit, curve: { family: 'POWER', scale: 1, exponent: 2 } }] },
      'units[0].curve.exponent',
      'at most 1',
    ],
    ['a repeated id', { ...problem, units: [unit, unit] }, 'units[1].id', 'used twice'],
    [
      'a group of strangers',
      { ...problem, groups: [{ id: 'g', units: ['z'] }] },
      'groups[0].units[0]',
      'no unit "z"',
    ],
    [
      'revenue without a value',
      { ...problem, objective: { maximize: 'REVENUE' } },
      'units[0].valuePerConversion',
      'valuePerConversion',
    ],
    [
      'conversions of a revenue curve',
      { ...problem, units: [{ ...unit, curve: { ...unit.curve, outcome: 'REVENUE' } }] },
      'units[0].curve.outcome',
      'revenue curve',
    ],
    [
      'an empty target outcome',
      { ...problem, objective: { minimize: 'SPEND', subjectTo: {} } },
      'objective.subjectTo',
      'conversionsAtLeast',
    ],
    [
      'points out of order',
      {
        ...problem,
        units: [
          {
            ...unit,
            curve: {
              family: 'PIECEWISE_LINEAR',
              points: [
                [5, 1],
                [2, 3],
              ],
            },
          },
        ],
      },
      'units[0].curve.points[1]',
      'ascend',
    ],
  ])('with %s is refused with its path', (_, json, path, says) => {
    expect(() => parseProblem(json)).toThrow(ProblemFormatError);
    try {
      parseProblem(json);
    } catch (error) {
      expect(error).toMatchObject({ path, code: 'PROBLEM_FORMAT', message: expect.stringContaining(says) });
    }
  });
});
