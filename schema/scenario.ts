import type { ScenarioOutcome } from '../planning/scenario/outcome.ts';
import { outcomeOf } from '../planning/scenario/read-scenario.ts';
import type { Scenario } from '../store/model/entities.ts';
import { scenarioId } from '../store/model/ids.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { ifWellFormed } from './ids.ts';
import { ScenarioAnswersType, ScenarioUncertaintyType } from './scenario-answers.ts';
import {
  BindingConstraintType,
  InfeasibilityType,
  NotPlannedType,
  TimingsType,
  ViolationsType,
} from './scenario-proof.ts';
import { ScenarioRowType, type WithCurrency } from './scenario-row.ts';
import { BudgetType, GainType, ObjectiveEnum, StatusEnum, TotalsType } from './scenario-totals.ts';

/** Parsing the stored answer once serves all fields of a scenario. */
const outcomes = new WeakMap<Scenario, ScenarioOutcome>();

function outcome(scenario: Scenario): ScenarioOutcome {
  const parsed = outcomes.get(scenario) ?? outcomeOf(scenario);
  outcomes.set(scenario, parsed);
  return parsed;
}

const withCurrency = <T extends object>(value: T, scenario: Scenario): WithCurrency<T> => ({
  ...value,
  currencyCode: outcome(scenario).currencyCode,
});

export const ScenarioNode = builder.node(builder.objectRef<Scenario>('Scenario'), {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { deps, viewer }) =>
    ifWellFormed(id, scenarioId, (known) => deps.store.scenarios.get(viewer.workspaceId, known)),
  description: 'A question that was asked once and answered once. It never changes. Amounts are per day.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'inputHash' in value,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the planner named it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was computed.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who asked.' }),
    inputHash: t.exposeString('inputHash', {
      description: 'Of the request, the curves and the data. Equal hashes have equal answers.',
    }),
    dataCompleteThrough: t.expose('dataCompleteThrough', {
      type: 'Date',
      description: 'The last day whose conversions had come in on every platform.',
    }),
    objective: t.field({
      type: ObjectiveEnum,
      description: 'What the plan was for.',
      resolve: (scenario) => outcome(scenario).objective,
    }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'Of every amount.',
      resolve: (scenario) => outcome(scenario).currencyCode,
    }),
    budget: t.field({
      type: BudgetType,
      description: 'What the total had to meet.',
      resolve: (scenario) => withCurrency(outcome(scenario).budget, scenario),
    }),
    status: t.field({
      type: StatusEnum,
      description: 'How solving ended.',
      resolve: (scenario) => outcome(scenario).status,
    }),
    rows: t.field({
      type: [ScenarioRowType],
      description: 'The reallocation, one row for each planned campaign, in a fixed order.',
      complexity: { field: 1, multiplier: 20 },
      resolve: (scenario) => outcome(scenario).rows.map((row) => withCurrency(row, scenario)),
    }),
    before: t.field({
      type: TotalsType,
      description: 'All planned campaigns at their current spends.',
      resolve: (scenario) => withCurrency(outcome(scenario).before, scenario),
    }),
    after: t.field({
      type: TotalsType,
      nullable: true,
      description: 'All planned campaigns at their proposed spends; null when there is no plan.',
      resolve: (scenario) => {
        const { after } = outcome(scenario);
        return after && withCurrency(after, scenario);
      },
    }),
    gain: t.field({
      type: GainType,
      nullable: true,
      description: 'After minus before; null when there is no plan.',
      resolve: (scenario) => outcome(scenario).gain,
    }),
    currentValue: t.float({
      description: 'The objective at the current spends, in its own unit; baselines left out.',
      resolve: (scenario) => outcome(scenario).currentValue,
    }),
    objectiveValue: t.float({
      nullable: true,
      description: 'The objective at the proposed spends, evaluated on the curves themselves.',
      resolve: (scenario) => outcome(scenario).objectiveValue,
    }),
    upperBound: t.float({
      nullable: true,
      description: 'Proven: no plan within the limits has a larger objective. Null for MIN_SPEND.',
      resolve: (scenario) => outcome(scenario).upperBound,
    }),
    lowerBound: t.float({
      nullable: true,
      description: 'Proven, for MIN_SPEND: no plan within the limits spends less.',
      resolve: (scenario) => outcome(scenario).lowerBound ?? null,
    }),
    relativeGap: t.float({
      nullable: true,
      description: 'Between the objective and its bound, relative to the larger of the two, never negative.',
      resolve: (scenario) => outcome(scenario).relativeGap,
    }),
    bindingConstraints: t.field({
      type: [BindingConstraintType],
      description: 'The limits that hold the plan back, with what more room would be worth.',
      resolve: (scenario) => outcome(scenario).bindingConstraints,
    }),
    violations: t.field({
      type: ViolationsType,
      nullable: true,
      description: 'Measured on the proposed spends; null when there is no plan.',
      resolve: (scenario) => outcome(scenario).violations,
    }),
    infeasibility: t.field({
      type: InfeasibilityType,
      nullable: true,
      description: 'Why there is no plan; null when there is one.',
      resolve: (scenario) => outcome(scenario).infeasibility,
    }),
    uncertainty: t.field({
      type: ScenarioUncertaintyType,
      nullable: true,
      description: 'The plan judged by the draws of the curves; null where that was not asked for.',
      resolve: (scenario) => outcome(scenario).uncertainty ?? null,
    }),
    answers: t.field({
      type: ScenarioAnswersType,
      nullable: true,
      description: 'To the questions asked; null where none was.',
      resolve: (scenario) => {
        const { answers } = outcome(scenario);
        return answers ? withCurrency(answers, scenario) : null;
      },
    }),
    notPlanned: t.field({
      type: [NotPlannedType],
      description: 'Campaigns that were left out, with why.',
      resolve: (scenario) => outcome(scenario).notPlanned,
    }),
    notes: t.stringList({
      description: 'What to know before trusting the answer.',
      resolve: (scenario) => outcome(scenario).notes,
    }),
    timings: t.field({
      type: TimingsType,
      description: 'How the answer was found, and how long it took.',
      resolve: (scenario) => outcome(scenario).timings,
    }),
  }),
});

const ScenarioConnection = builder.connectionObject(
  { type: ScenarioNode, name: 'ScenarioConnection', description: 'A page of scenarios.' },
  { description: 'A scenario with its cursor.' },
);

builder.queryField('scenario', (t) =>
  t.field({
    type: ScenarioNode,
    nullable: true,
    description: 'A scenario by its global id; null when this workspace has none by that id.',
    args: { id: t.arg.globalID({ required: true, for: ScenarioNode, description: 'Of a scenario.' }) },
    resolve: (_root, { id }, { deps, viewer }) =>
      ifWellFormed(id.id, scenarioId, (known) => deps.store.scenarios.get(viewer.workspaceId, known)),
  }),
);

builder.queryField('scenarios', (t) =>
  t.field({
    type: ScenarioConnection,
    description: 'The scenarios of the workspace, newest first.',
    args: { ...pageArgs },
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        connectionOf(await deps.store.scenarios.list(viewer.workspaceId, pageRequest(args)), args),
      ),
  }),
);
