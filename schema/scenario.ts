import type { ScenarioOutcome } from '../planning/scenario/outcome.ts';
import { outcomeOf, requestIn } from '../planning/scenario/read-scenario.ts';
import { told } from '../planning/statements.ts';
import type { Scenario } from '../store/model/entities.ts';
import { scenarioId } from '../store/model/ids.ts';
import type { CurrencyCode, Micros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { NO_CURRENCY } from './figures.ts';
import { encodedId, ifWellFormed } from './ids.ts';
import { ScenarioAnswersType, ScenarioUncertaintyType } from './scenario-answers.ts';
import { FailureType, HorizonType, StalenessType } from './scenario-life.ts';
import {
  BindingConstraintType,
  InfeasibilityType,
  NotPlannedType,
  TimingsType,
  ViolationsType,
} from './scenario-proof.ts';
import { ScenarioRowType, type WithCurrency } from './scenario-row.ts';
import {
  BudgetType,
  CountedOutcomeEnum,
  GainType,
  ObjectiveEnum,
  StatusEnum,
  TotalsType,
} from './scenario-totals.ts';
import { StatementType } from './statement.ts';

/** Parsing the stored answer once serves all fields of a scenario. */
const outcomes = new WeakMap<Scenario, ScenarioOutcome>();

/** Null until there is one. */
function answerOf(scenario: Scenario): ScenarioOutcome | null {
  if (scenario.state !== 'DONE') return null;
  const parsed = outcomes.get(scenario) ?? outcomeOf(scenario);
  outcomes.set(scenario, parsed);
  return parsed;
}

const currencyOf = (scenario: Scenario): CurrencyCode =>
  // A scenario is queued with its currency.
  answerOf(scenario)?.currencyCode ?? requestIn(scenario).currencyCode ?? NO_CURRENCY;

const withCurrency = <T extends object>(value: T, scenario: Scenario): WithCurrency<T> => ({
  ...value,
  currencyCode: currencyOf(scenario),
});

function budgetOf(scenario: Scenario): ScenarioOutcome['budget'] {
  const answer = answerOf(scenario);
  if (answer) return answer.budget;
  const { equalMicros, atMostMicros, atLeastMicros } = requestIn(scenario).budget ?? {};
  const text = (micros: Micros | undefined) => micros?.toString() ?? null;
  return {
    equalMicros: text(equalMicros),
    atMostMicros: text(atMostMicros),
    atLeastMicros: text(atLeastMicros),
  };
}

export const ScenarioNode = builder.node(builder.objectRef<Scenario>('Scenario'), {
  id: { resolve: ({ id }) => id },
  loadOne: (id, { deps, viewer }) =>
    ifWellFormed(id, scenarioId, (known) => deps.store.scenarios.get(viewer.workspaceId, known)),
  description: 'A question that was asked once and answered once. It never changes. Amounts are per day.',
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'inputHash' in value,
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As the planner named it.' }),
    note: t.exposeString('note', { nullable: true, description: 'What people wrote on it.' }),
    isArchived: t.exposeBoolean('isArchived', { description: 'Left out of lists unless asked for.' }),
    version: t.exposeInt('version', { description: 'Grows with every change of name, note and archive.' }),
    basedOn: t.id({
      nullable: true,
      description: 'Global id of the scenario that it was made from by changing something.',
      resolve: ({ basedOn }) => basedOn && encodedId('Scenario', basedOn),
    }),
    progress: t.exposeFloat('progress', { description: 'Of a queued or running scenario, 0 to 1.' }),
    failure: t.expose('failure', { type: FailureType, nullable: true, description: 'Why it FAILED.' }),
    staleness: t.field({
      type: StalenessType,
      description: 'Whether its data was restated since. Reads the days of all its campaigns.',
      complexity: 50,
      resolve: async (scenario, _args, { deps }) => {
        const { stalenessOf } = await import('../planning/scenario/staleness.ts');
        return stalenessOf(deps, scenario);
      },
    }),
    horizon: t.field({
      type: HorizonType,
      nullable: true,
      description: 'The days planned for; null where none were named.',
      resolve: (scenario) => {
        const answer = answerOf(scenario);
        if (!answer?.horizon) return null;
        return withCurrency({ ...answer.horizon, before: answer.before, after: answer.after }, scenario);
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was computed.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who asked.' }),
    inputHash: t.exposeString('inputHash', {
      description: 'Of the request, the curves and the data. Equal hashes have equal answers.',
    }),
    dataCompleteThrough: t.expose('dataCompleteThrough', {
      type: 'Date',
      nullable: true,
      description: 'The last day whose conversions had come in on every platform.',
    }),
    objective: t.field({
      type: ObjectiveEnum,
      description: 'What the plan was for.',
      resolve: (scenario) => requestIn(scenario).objective,
    }),
    outcome: t.field({
      type: CountedOutcomeEnum,
      description: 'What counts as a conversion throughout.',
      resolve: (scenario) => requestIn(scenario).outcome ?? 'CONVERSIONS',
    }),
    currencyCode: t.field({
      type: 'CurrencyCode',
      description: 'Of every amount.',
      resolve: currencyOf,
    }),
    budget: t.field({
      type: BudgetType,
      description: 'What the total had to meet.',
      resolve: (scenario) => withCurrency(budgetOf(scenario), scenario),
    }),
    status: t.field({
      type: StatusEnum,
      description: 'How solving ended.',
      resolve: (scenario) => answerOf(scenario)?.status ?? pendingStatus(scenario),
    }),
    rows: t.field({
      type: [ScenarioRowType],
      description: 'The reallocation, one row for each planned campaign, in a fixed order.',
      complexity: { field: 1, multiplier: 20 },
      resolve: (scenario) => (answerOf(scenario)?.rows ?? []).map((row) => withCurrency(row, scenario)),
    }),
    before: t.field({
      type: TotalsType,
      nullable: true,
      description: 'All planned campaigns at their current spends; null until it is answered.',
      resolve: (scenario) => {
        const answer = answerOf(scenario);
        return answer && withCurrency(answer.before, scenario);
      },
    }),
    after: t.field({
      type: TotalsType,
      nullable: true,
      description: 'All planned campaigns at their proposed spends; null when there is no plan.',
      resolve: (scenario) => {
        const after = answerOf(scenario)?.after;
        return after ? withCurrency(after, scenario) : null;
      },
    }),
    gain: t.field({
      type: GainType,
      nullable: true,
      description: 'After minus before; null when there is no plan.',
      resolve: (scenario) => answerOf(scenario)?.gain ?? null,
    }),
    currentValue: t.float({
      nullable: true,
      description: 'The objective at the current spends, in its own unit; baselines left out.',
      resolve: (scenario) => answerOf(scenario)?.currentValue ?? null,
    }),
    objectiveValue: t.float({
      nullable: true,
      description: 'The objective at the proposed spends, evaluated on the curves themselves.',
      resolve: (scenario) => answerOf(scenario)?.objectiveValue ?? null,
    }),
    upperBound: t.float({
      nullable: true,
      description: 'Proven: no plan within the limits has a larger objective. Null for MIN_SPEND.',
      resolve: (scenario) => answerOf(scenario)?.upperBound ?? null,
    }),
    lowerBound: t.float({
      nullable: true,
      description: 'Proven, for MIN_SPEND: no plan within the limits spends less.',
      resolve: (scenario) => answerOf(scenario)?.lowerBound ?? null,
    }),
    relativeGap: t.float({
      nullable: true,
      description: 'Between the objective and its bound, relative to the larger of the two, never negative.',
      resolve: (scenario) => answerOf(scenario)?.relativeGap ?? null,
    }),
    bindingConstraints: t.field({
      type: [BindingConstraintType],
      description: 'The limits that hold the plan back, with what more room would be worth.',
      resolve: (scenario) => answerOf(scenario)?.bindingConstraints ?? [],
    }),
    violations: t.field({
      type: ViolationsType,
      nullable: true,
      description: 'Measured on the proposed spends; null when there is no plan.',
      resolve: (scenario) => answerOf(scenario)?.violations ?? null,
    }),
    infeasibility: t.field({
      type: InfeasibilityType,
      nullable: true,
      description: 'Why there is no plan; null when there is one.',
      resolve: (scenario) => answerOf(scenario)?.infeasibility ?? null,
    }),
    uncertainty: t.field({
      type: ScenarioUncertaintyType,
      nullable: true,
      description: 'The plan judged by the draws of the curves; null where that was not asked for.',
      resolve: (scenario) => answerOf(scenario)?.uncertainty ?? null,
    }),
    answers: t.field({
      type: ScenarioAnswersType,
      nullable: true,
      description: 'To the questions asked; null where none was.',
      resolve: (scenario) => {
        const answers = answerOf(scenario)?.answers;
        return answers ? withCurrency(answers, scenario) : null;
      },
    }),
    notPlanned: t.field({
      type: [NotPlannedType],
      description: 'Campaigns that were left out, with why.',
      resolve: (scenario) => answerOf(scenario)?.notPlanned ?? [],
    }),
    notes: t.stringList({
      description: 'What to know before trusting the answer.',
      resolve: (scenario) => answerOf(scenario)?.notes ?? [],
    }),
    noteStatements: t.field({
      type: [StatementType],
      description: 'The notes with their codes and figures.',
      complexity: { field: 1, multiplier: 2 },
      resolve: (scenario) => {
        const answer = answerOf(scenario);
        return told(answer?.notes ?? [], answer?.noteStatements);
      },
    }),
    timings: t.field({
      type: TimingsType,
      nullable: true,
      description: 'How the answer was found, and how long it took.',
      resolve: (scenario) => answerOf(scenario)?.timings ?? null,
    }),
  }),
});

/** Only a scenario that is DONE has a status of its own. */
const pendingStatus = ({ state }: Scenario) => (state === 'DONE' ? 'FAILED' : state);

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

const ScenarioFilterInput = builder.inputType('ScenarioFilterInput', {
  description: 'Every part that is given must hold.',
  fields: (t) => ({
    nameContains: t.string({ description: 'Part of the name, in any case.' }),
    createdBy: t.string({ description: 'Who asked.' }),
    isAnswered: t.boolean({ description: 'True leaves out what is queued, running, failed or cancelled.' }),
    withArchived: t.boolean({ description: 'Default false.' }),
  }),
});

builder.queryField('scenarios', (t) =>
  t.field({
    type: ScenarioConnection,
    description: 'The scenarios of the workspace, newest first.',
    args: {
      ...pageArgs,
      filter: t.arg({ type: ScenarioFilterInput, description: 'Default: all that are not archived.' }),
    },
    complexity: pageComplexity,
    resolve: (_root, { filter, ...args }, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        connectionOf(
          await deps.store.scenarios.list(viewer.workspaceId, pageRequest(args), {
            states: filter?.isAnswered === true ? ['DONE'] : undefined,
            nameContains: filter?.nameContains ?? undefined,
            createdBy: filter?.createdBy ?? undefined,
            withArchived: filter?.withArchived ?? undefined,
          }),
          args,
        ),
      ),
  }),
);
