import { InvalidInputError } from '../planning/errors.ts';
import { AllocationProblemInput, problemJson } from './allocation-problem.ts';
import { AllocationResultType } from './allocation-result.ts';
import { builder } from './builder.ts';

/** A solve may take seconds: three of them fill the complexity that one request may have. */
const COMPLEXITY = 3_000;

builder.queryField('allocate', (t) =>
  t.field({
    type: AllocationResultType,
    description:
      'Solves an allocation problem and proves how good the answer is. Reads and stores nothing of the workspace. Needs the scope `plan`.',
    args: {
      problem: t.arg({ type: AllocationProblemInput, required: true, description: 'What to solve.' }),
    },
    skipTypeScopes: true,
    authScopes: { plan: true },
    complexity: { field: COMPLEXITY, multiplier: 1 },
    errors: {
      types: [InvalidInputError],
      directResult: true,
      union: { description: 'A result, or what of the problem cannot be used.' },
    },
    resolve: async (_root, { problem }) => {
      const { solveProblem } = await import('../planning/allocation/solve-problem.ts');
      return solveProblem(problemJson(problem));
    },
  }),
);
