import { readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../optimizer/allocate/allocate.ts';
import { parseProblem } from '../../optimizer/problem/parse.ts';
import { schema } from '../../schema/schema.ts';

const text = readFileSync(new URL('../../docs/problem-format.md', import.meta.url), 'utf8');
const problems = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, json = '']) => JSON.parse(json) as unknown,
);

/** Names of fields and values of a type and of all types below it. */
function words(type: GraphQLNamedType, seen = new Set<GraphQLNamedType>()): string[] {
  if (seen.has(type)) return [];
  seen.add(type);
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (!isObjectType(type) && !isInputObjectType(type)) return [];
  // Wrappers come off an input type as off an output type.
  return Object.values(type.getFields()).flatMap((field) => [
    field.name,
    ...words(getNamedType(field.type as GraphQLOutputType), seen),
  ]);
}

/** Kinds of constraints and limits read as what they are; the page does not list them. */
const UNLISTED = new Set(['ConstraintKind', 'AllocationUnitLimit', 'Interval']);

describe('docs/problem-format.md', () => {
  it.each(problems.map((problem, index) => ({ number: index + 1, problem })))(
    'problem $number of the page is solved to a proven optimum',
    ({ problem }) => {
      expect(allocate(parseProblem(problem)).status).toBe('OPTIMAL');
    },
  );

  it.each(['AllocationProblemInput', 'AllocationResult'])('names every key and word of %s', (name) => {
    const type = schema.getType(name);
    if (!type) throw new Error(`There is no ${name}.`);
    const skipped = new Set([...UNLISTED].flatMap((unlisted) => schema.getType(unlisted) ?? []));
    const missing = words(type, skipped).filter((word) => !new RegExp(`\\b${word}\\b`).test(text));
    expect([...new Set(missing)]).toEqual([]);
  });
});
