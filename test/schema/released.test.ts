import { buildSchema, findBreakingChanges } from 'graphql';
import { describe, expect, it } from 'vitest';
import { printedSchema, releasedSchema } from '../../schema/sdl.ts';

const broken = (before: string, after: string) =>
  findBreakingChanges(buildSchema(before), buildSchema(after)).map(({ description }) => description);

describe('the schema since the last release', () => {
  it('breaks no client of it: deprecate what shall go, and release before it goes', () => {
    expect(broken(releasedSchema(), printedSchema())).toEqual([]);
  });

  const before = 'type Query { a(first: Int): String! b: Kind } enum Kind { ONE }';
  it.each([
    ['a field taken away', 'type Query { a(first: Int): String! } enum Kind { ONE }'],
    ['a field that may now be null', 'type Query { a(first: Int): String b: Kind } enum Kind { ONE }'],
    ['an argument that is now needed', 'type Query { a(first: Int!): String! b: Kind } enum Kind { ONE }'],
    ['a value taken away', 'type Query { a(first: Int): String! b: Kind } enum Kind { TWO }'],
  ])('would be told of %s', (_what, after) => {
    expect(broken(before, after)).not.toEqual([]);
  });

  it('may gain fields, arguments, values and types', () => {
    const after =
      'type Query { a(first: Int, after: String): String! b: Kind! c: More } enum Kind { ONE TWO } type More { d: Int }';
    expect(broken(before, after)).toEqual([]);
  });
});
