import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../optimizer/problem/parse.ts';
import { schema } from '../../schema/schema.ts';
import { execute, testDeps } from './execute.ts';

const FOLDER = new URL('../../examples/problems/', import.meta.url);
const examples = readdirSync(FOLDER)
  .sort()
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, problem: JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as object }));

/** Every field of a type, all the way down. */
function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).map(({ name, type: inner }) => name + selection(inner));
  return ` { ${fields.join(' ')} }`;
}

const resultType = schema.getType('AllocationResult');
if (!isObjectType(resultType)) throw new Error('AllocationResult is an object type.');
const ALLOCATE = `query($problem: AllocationProblemInput!) {
  allocate(problem: $problem) {
    __typename
    ... on AllocationResult ${selection(resultType)}
    ... on InvalidInputError { code message path }
  }
}`;

/** GraphQL takes numbers alone, and gives null where the format leaves a key out, and intervals by name. */
const DECIMAL = /^-?\d+(\.\d+)?$/;
const numbers = (_key: string, value: unknown) =>
  typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
const named = (key: string, value: unknown) =>
  key === 'interval' && Array.isArray(value) ? { low: value[0], high: value[1] } : value;
const withoutNulls = (_key: string, value: unknown) => (value === null ? undefined : value);
const through = (value: unknown, ...changes: ((key: string, value: unknown) => unknown)[]): unknown =>
  changes.reduce((json, change) => JSON.parse(JSON.stringify(json, change)) as unknown, value);

const solve = async (problem: unknown, who: Parameters<typeof execute>[3] = { scopes: ['plan'] }) => {
  const { data, errors } = await execute(testDeps(), ALLOCATE, { problem: through(problem, numbers) }, who);
  return { answer: data?.allocate, errors };
};

const UNIT = { id: 'a', current: 100, curve: { family: 'LOG', scale: 10, halfSaturation: 50 } };
const PROBLEM = { objective: { maximize: 'CONVERSIONS' }, budget: { equal: 100 }, units: [UNIT] };

describe('allocate', () => {
  it.each(examples)('answers $name as the command does, key for key', async ({ problem }) => {
    const { answer, errors } = await solve(problem);
    expect(errors).toBeUndefined();
    const { __typename, ...result } = answer;
    expect(__typename).toBe('AllocationResult');
    const expected = through(allocate(parseProblem(problem)), named, withoutNulls) as { solve: object };
    const { solve: _expected, ...wanted } = expected;
    const { solve: report, ...seen } = through(result, withoutNulls) as { solve: object };
    expect(seen).toEqual(wanted);
    expect(Object.keys(report).sort()).toEqual(['library', 'linearPrograms', 'nodes', 'route', 'wallMs']);
  });

  it('takes every key of the format', async () => {
    const curves = [
      { family: 'POWER', scale: 2, exponent: 0.5, baseline: 1, outcome: 'CONVERSIONS' },
      { family: 'HILL', scale: 9, halfSaturation: 80, slope: 1 },
      {
        family: 'PIECEWISE_LINEAR',
        points: [
          [0, 0],
          [100, 9],
        ],
      },
    ];
    const complete = {
      name: 'all',
      currency: 'EUR',
      period: 'WEEK',
      objective: { maximize: 'PROFIT' },
      budget: { equal: 200, atMost: 300, atLeast: 100 },
      units: [
        {
          ...UNIT,
          min: 1,
          max: 500,
          minChange: -0.9,
          maxChange: 3,
          locked: false,
          minIfOn: 10,
          step: 1,
          valuePerConversion: 40,
          margin: 0.5,
          draws: [curves[0], curves[0]],
          carryOver: 0.1,
          carryIn: 90,
          maxPeriodChange: 0.5,
          byPeriod: [{ period: 'one', response: 1, cost: 1, min: 0, max: 400 }],
        },
        { id: 'b', current: 100, curve: curves[1], valuePerConversion: 40 },
        { id: 'c', current: 0, curve: curves[2], valuePerConversion: 40 },
      ],
      groups: [{ id: 'g', units: ['a', 'b'], min: 0, max: 500, minShare: 0, maxShare: 1 }],
      limits: { totalMoved: 100, unitsMoved: 2 },
      targets: { cpaAtMost: 90, roasAtLeast: 0.1, marginalCpaAtMost: 900, marginalRoasAtLeast: 0.01 },
      periods: [{ id: 'one', budget: { atMost: 500 }, response: 1, cost: 1 }],
      periodBudgets: [{ id: 'q', periods: ['one'], equal: 200, atMost: 300, atLeast: 100 }],
      risk: { aversion: 0, tail: 0.2 },
      questions: {
        frontier: { from: 100, to: 300, points: 3 },
        constraintCosts: true,
        widerRoom: 2,
        fewestMoves: 0.9,
      },
      solve: { relativeGap: 1e-4, timeLimitMs: 1000, route: 'INTERIOR_POINT' },
    };
    const leastSpend = {
      minimize: 'SPEND',
      subjectTo: { conversionsAtLeast: 1, revenueAtLeast: 1, profitAtLeast: 1 },
    };
    expect(() => parseProblem(complete)).not.toThrow();
    expect(() => parseProblem({ ...complete, objective: leastSpend })).not.toThrow();

    const input = schema.getType('AllocationProblemInput');
    if (!isInputObjectType(input)) throw new Error('AllocationProblemInput is an input type.');
    const given = new Set([...keysOf(input, complete), ...keysOf(input, { objective: leastSpend })]);
    expect([...given].sort()).toEqual([...fieldsOf(input)].sort());
  });

  it.each<[string, object, string[]]>([
    [
      'a bad value',
      { units: [{ ...UNIT, curve: { ...UNIT.curve, scale: -1 } }] },
      ['units', '0', 'curve', 'scale'],
    ],
    [
      'a missing parameter',
      { units: [{ ...UNIT, curve: { family: 'HILL', scale: 1 } }] },
      ['units', '0', 'curve', 'halfSaturation'],
    ],
    [
      'a parameter of another family',
      { units: [{ ...UNIT, curve: { ...UNIT.curve, slope: 2 } }] },
      ['units', '0', 'curve', 'slope'],
    ],
    ['two units of one name', { units: [UNIT, UNIT] }, ['units', '1', 'id']],
    [
      'an objective of both kinds',
      { objective: { maximize: 'ROI', minimize: 'SPEND' } },
      ['objective', 'minimize'],
    ],
    ['an unknown unit in a group', { groups: [{ id: 'g', units: ['x'] }] }, ['groups', '0', 'units', '0']],
    ['more time than a request has', { solve: { timeLimitMs: 60_000 } }, ['solve', 'timeLimitMs']],
    [
      'more units than a request may bring',
      { units: Array.from({ length: 5_001 }, (_, i) => ({ ...UNIT, id: `u${i}` })) },
      ['units'],
    ],
  ])('answers %s with a typed error and its place', async (_what, changed, path) => {
    const { answer, errors } = await solve({ ...PROBLEM, ...changed });
    expect(errors).toBeUndefined();
    expect(answer).toMatchObject({ __typename: 'InvalidInputError', code: 'INVALID_INPUT', path });
  });

  it('takes null for what is left out', async () => {
    const { answer } = await solve({
      ...PROBLEM,
      groups: null,
      units: [{ ...UNIT, max: null, draws: null }],
    });
    expect(answer).toMatchObject({ status: 'OPTIMAL', totalSpend: 100 });
  });

  it('needs the scope to plan, and that alone', async () => {
    const { errors } = await solve(PROBLEM, { scopes: ['read'] });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('counts as heavy work: a request holds few of them', async () => {
    const one = 'allocate(problem: $problem) { ... on AllocationResult { status } }';
    const source = `query($problem: AllocationProblemInput!) { a: ${one} b: ${one} c: ${one} d: ${one} }`;
    const { errors } = await execute(testDeps(), source, { problem: PROBLEM });
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});

/** `Type.field` of every input field below a type. */
function fieldsOf(type: GraphQLInputType, seen = new Set<string>()): Set<string> {
  const input = getNamedType(type);
  if (!isInputObjectType(input)) return seen;
  for (const { name, type: inner } of Object.values(input.getFields())) {
    const key = `${input.name}.${name}`;
    if (seen.has(key)) continue;
    seen.add(key);
    fieldsOf(inner, seen);
  }
  return seen;
}

/** Those that a value uses. */
function keysOf(type: GraphQLInputType, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => keysOf(type, part));
  const input = getNamedType(type);
  if (!isInputObjectType(input) || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const field = input.getFields()[key];
    if (!field) throw new Error(`${input.name} has no ${key}.`);
    return [`${input.name}.${key}`, ...keysOf(field.type, part)];
  });
}
