import { InsufficientDataError, InvalidInputError, MixedCurrencyError } from '../planning/errors.ts';
import { cancelScenario, labelScenario, scenarioById } from '../planning/scenario/keep-scenario.ts';
import { revisedRequest } from '../planning/scenario/revise-scenario.ts';
import { VersionConflictError } from '../store/errors.ts';
import { builder } from './builder.ts';
import { scenarioIdIn } from './ids.ts';
import { forgetLoaded } from './loaders.ts';
import { ScenarioNode } from './scenario.ts';
import { CreateScenarioInput, ReviseScenarioInput } from './scenario-input.ts';
import { changesOf, requestOf } from './scenario-request.ts';

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
      const { createScenario } = await import('../planning/scenario/create-scenario.ts');
      const scenario = await createScenario(context.deps, context.viewer, requestOf(input), {
        inBackground: input.inBackground ?? undefined,
        note: input.note ?? undefined,
      });
      forgetLoaded(context);
      return scenario;
    },
  }),
);

builder.mutationField('reviseScenario', (t) =>
  t.field({
    type: ScenarioNode,
    description: 'Asks the question of a scenario again, on the data of today, with some parts changed.',
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the scenario to start from.' }),
      input: t.arg({ type: ReviseScenarioInput, required: true, description: 'What to ask instead.' }),
    },
    complexity: { field: 50, multiplier: 1 },
    errors: {
      types: [InvalidInputError, MixedCurrencyError, InsufficientDataError],
      union: { description: 'The new scenario, or why there is none.' },
      result: { description: 'The scenario was computed and stored.' },
      dataField: { name: 'scenario', description: 'The stored scenario.' },
    },
    resolve: async (_root, { id, input }, context) => {
      const { deps, viewer } = context;
      const { createScenario } = await import('../planning/scenario/create-scenario.ts');
      const base = await scenarioById(deps, viewer, scenarioIdIn(id, ['id']));
      const scenario = await createScenario(deps, viewer, revisedRequest(base, changesOf(input)), {
        inBackground: input.inBackground ?? undefined,
        note: input.note ?? undefined,
        basedOn: base.id,
      });
      forgetLoaded(context);
      return scenario;
    },
  }),
);

const LabelScenarioInput = builder.inputType('LabelScenarioInput', {
  description: 'What people write on a scenario. What is left out stays.',
  fields: (t) => ({
    name: t.string({ description: '1 to 200 characters.' }),
    note: t.string({ description: 'At most 5,000 characters; null takes it away.' }),
    isArchived: t.boolean({ description: 'True takes it out of lists.' }),
    expectedVersion: t.int({ description: 'Refused if someone else wrote since.' }),
  }),
});

builder.mutationField('labelScenario', (t) =>
  t.field({
    type: ScenarioNode,
    description:
      'Names a scenario, writes a note on it, archives it or takes it back. Its answer never changes.',
    args: {
      id: t.arg.id({ required: true, description: 'Global id of the scenario.' }),
      input: t.arg({ type: LabelScenarioInput, required: true, description: 'What to write.' }),
    },
    complexity: { field: 5, multiplier: 1 },
    errors: {
      types: [InvalidInputError, VersionConflictError],
      union: { description: 'The scenario, or why nothing was written.' },
      result: { description: 'It was written.' },
      dataField: { name: 'scenario', description: 'As it is stored now.' },
    },
    resolve: (_root, { id, input: { name, note, isArchived, expectedVersion } }, { deps, viewer }) =>
      labelScenario(
        deps,
        viewer,
        scenarioIdIn(id, ['id']),
        { name: name ?? undefined, note, isArchived: isArchived ?? undefined },
        expectedVersion ?? undefined,
      ),
  }),
);

builder.mutationField('cancelScenario', (t) =>
  t.field({
    type: ScenarioNode,
    description: 'Stops a scenario that is queued or running. One that is answered stays as it is.',
    args: { id: t.arg.id({ required: true, description: 'Global id of the scenario.' }) },
    complexity: { field: 5, multiplier: 1 },
    errors: {
      types: [InvalidInputError, VersionConflictError],
      union: { description: 'The scenario, or why it was not stopped.' },
      result: { description: 'It is not running any more.' },
      dataField: { name: 'scenario', description: 'As it is stored now.' },
    },
    resolve: (_root, { id }, { deps, viewer }) => cancelScenario(deps, viewer, scenarioIdIn(id, ['id'])),
  }),
);
