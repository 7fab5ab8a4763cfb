import { InsufficientDataError, InvalidInputError, MixedCurrencyError } from '../planning/errors.ts';
import { createScenario } from '../planning/scenario/create-scenario.ts';
import { builder } from './builder.ts';
import { forgetLoaded } from './loaders.ts';
import { ScenarioNode } from './scenario.ts';
import { CreateScenarioInput } from './scenario-input.ts';
import { requestOf } from './scenario-request.ts';

builder.mutationField('createScenario', (t) =>
  t.field({
    type: ScenarioNode,
    description:
      'Solves for the best reallocation, stores the question with its answer, and returns it. A question that no plan can meet comes back as a scenario of status INFEASIBLE with its explanation.',
    args: { input: t.arg({ type: CreateScenarioInput, required: true, description: 'What to plan.' }) },
    complexity: { field: 50, multiplier: 1 },
    errors: {
      types: [InvalidInputError, MixedCurrencyError, InsufficientDataError],
      union: { description: 'A scenario, or why there is none.' },
      result: { description: 'The scenario was computed and stored.' },
      dataField: { name: 'scenario', description: 'The stored scenario.' },
    },
    resolve: async (_root, { input }, context) => {
      const scenario = await createScenario(context.deps, context.viewer, requestOf(input));
      forgetLoaded(context);
      return scenario;
    },
  }),
);
