import { graphql, parse, validate } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlanningDeps } from '../../planning/deps.ts';
import { schema } from '../../schema/schema.ts';
import { exampleQueries, exampleWorkspace } from './examples.ts';
import { contextOf } from './execute.ts';

describe('the ready-made queries', () => {
  let deps: PlanningDeps;
  beforeAll(async () => {
    deps = await exampleWorkspace();
  });

  it.each(exampleQueries)('$name starts with a comment and is valid', ({ document }) => {
    expect(document).toMatch(/^# \S/);
    expect(validate(schema, parse(document))).toEqual([]);
  });

  it.each(exampleQueries)('$name stays within the size that the server takes', ({ document }) => {
    expect(Buffer.byteLength(document)).toBeLessThan(10_000);
    expect(() => parse(document, { maxTokens: 1_000 })).not.toThrow();
  });

  it('answer from the example data, in their order', async () => {
    for (const { name, document } of exampleQueries) {
      const { data, errors } = await graphql({ schema, source: document, contextValue: contextOf(deps) });
      expect(errors, name).toBeUndefined();
      const answer = Object.values(data ?? {})[0] as {
        nodes?: unknown[];
        rows?: unknown[];
        __typename?: string;
      };
      const isFilled =
        (answer.nodes?.length ?? 0) > 0 ||
        (answer.rows?.length ?? 0) > 0 ||
        ['CreateScenarioSuccess', 'AllocationResult'].includes(answer.__typename ?? '') ||
        'liftPerDay' in answer ||
        'document' in answer;
      expect(isFilled, name).toBe(true);
    }
  });
});
