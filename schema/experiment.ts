import type { Experiment } from '../store/model/evidence.ts';
import { experimentId } from '../store/model/ids.ts';
import { parseDecimalToMicros } from '../store/model/money.ts';
import { builder } from './builder.ts';
import { CampaignNode } from './campaign.ts';
import { connectionOf, pageArgs, pageComplexity, pageOf, pageRequest } from './connection.ts';
import { CurveOutcomeEnum } from './curve-parameters.ts';
import { withGraphQLErrors } from './errors.ts';
import {
  EVIDENCE_COMPLEXITY,
  EVIDENCE_ERRORS,
  recordedVersion,
  removal,
  removedVersionField,
  versionField,
} from './evidence-mutation.ts';
import { campaignIdIn, experimentIdIn, ifWellFormed } from './ids.ts';
import { forgetLoaded, loaded } from './loaders.ts';
import { MoneyType, money } from './money.ts';

const ExperimentKindEnum = builder.enumType('ExperimentKind', {
  description: 'How an experiment was made.',
  values: {
    AB_TEST: { description: 'People were divided by chance.' },
    GEO_TEST: { description: 'Regions were divided.' },
    ON_OFF_TEST: { description: 'Spend was switched on and off over time.' },
    PLATFORM_LIFT: { description: "A platform's own lift study." },
  } as const,
});

const LIFT = 'Incremental outcome a day at the spend of the test, beside that at the spend of the control.';

const ExperimentNode = builder.node(builder.objectRef<Experiment>('Experiment'), {
  id: { resolve: ({ id }) => id },
  loadMany: (ids, { deps, viewer }) =>
    Promise.all(
      ids.map((id) =>
        ifWellFormed(id, experimentId, (known) =>
          deps.store.experiments.get(viewer.workspaceId, { id: known }),
        ),
      ),
    ),
  description:
    "What an experiment measured of one campaign in its whole market. It calibrates the campaign's curve.",
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'spendTestMicros' in value,
  fields: (t) => ({
    name: t.exposeString('id', { description: 'What it was recorded under. Unique in the workspace.' }),
    campaign: t.field({
      type: CampaignNode,
      nullable: true,
      description: 'What was experimented with; null when it is no longer there.',
      resolve: ({ campaignId }, _args, context) => loaded(context).campaigns.load(campaignId),
    }),
    kind: t.field({ type: ExperimentKindEnum, description: 'How it was made.', resolve: ({ kind }) => kind }),
    outcome: t.field({
      type: CurveOutcomeEnum,
      description: 'What was counted.',
      resolve: ({ outcome }) => outcome,
    }),
    from: t.expose('from', { type: 'Date', description: 'Its first day.' }),
    to: t.expose('to', { type: 'Date', description: 'Its last day.' }),
    spendControl: t.field({
      type: MoneyType,
      description: 'A day, without the treatment.',
      resolve: ({ spendControlMicros, currencyCode }) => money(spendControlMicros, currencyCode),
    }),
    spendTest: t.field({
      type: MoneyType,
      description: 'A day, with it.',
      resolve: ({ spendTestMicros, currencyCode }) => money(spendTestMicros, currencyCode),
    }),
    lift: t.exposeFloat('lift', { description: LIFT }),
    standardError: t.exposeFloat('standardError', { description: 'Of the lift.' }),
    source: t.exposeString('source', { description: 'Who measured it and how.' }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When this version was recorded.' }),
    recordedBy: t.exposeString('recordedBy', { description: 'Who recorded it.' }),
    version: t.exposeInt('version', recordedVersion),
  }),
});

const ExperimentConnection = builder.connectionObject(
  { type: ExperimentNode, name: 'ExperimentConnection', description: 'A page of experiments.' },
  { description: 'An experiment with its cursor.' },
);

builder.queryField('experiments', (t) =>
  t.field({
    type: ExperimentConnection,
    description: 'The experiments of the workspace, ordered by name.',
    args: pageArgs,
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () => {
        const all = [...(await deps.store.experiments.all(viewer.workspaceId))];
        all.sort((a, b) => (a.id < b.id ? -1 : 1));
        return connectionOf(
          pageOf(all, ({ id }) => id, pageRequest(args)),
          args,
        );
      }),
  }),
);

const RecordExperimentInput = builder.inputType('RecordExperimentInput', {
  description:
    'What an experiment measured. The queries abTest, geoTest and onOffTest work it out of raw figures.',
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Unique in the workspace, such as `brand-holdout-2026-q3`. Its name is its id.',
    }),
    campaignId: t.id({ required: true, description: 'Global id of the campaign.' }),
    kind: t.field({ type: ExperimentKindEnum, required: true, description: 'How it was made.' }),
    outcome: t.field({
      type: CurveOutcomeEnum,
      defaultValue: 'CONVERSIONS',
      description: 'What was counted: it calibrates the curve of this outcome.',
    }),
    from: t.field({ type: 'Date', required: true, description: 'Its first day.' }),
    to: t.field({ type: 'Date', required: true, description: 'Its last day.' }),
    spendControl: t.field({
      type: 'Decimal',
      required: true,
      description: 'A day, in the whole market, without the treatment.',
    }),
    spendTest: t.field({
      type: 'Decimal',
      required: true,
      description: 'A day, in the whole market, with it.',
    }),
    lift: t.float({ required: true, description: `${LIFT} In the whole market.` }),
    standardError: t.float({ required: true, description: 'Of the lift.' }),
    source: t.string({ required: true, description: 'Who measured it and how, for people.' }),
    version: t.int(versionField),
  }),
});

const RemoveExperimentInput = builder.inputType('RemoveExperimentInput', {
  description: 'Which experiment to remove.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it was recorded under.' }),
    version: t.int(removedVersionField),
  }),
});

/** A `Decimal` is a plain decimal by the time it gets here. */
const micros = (decimal: string) => parseDecimalToMicros(decimal) ?? 0n;

builder.mutationField('recordExperiment', (t) =>
  t.field({
    type: ExperimentNode,
    description:
      "Keeps what an experiment measured, as evidence on the increments of its campaign's curve. Curves are fitted with it from the next reading on; ResponseCurve.calibration shows how it moved the curve.",
    args: {
      input: t.arg({ type: RecordExperimentInput, required: true, description: 'What was measured.' }),
    },
    complexity: EVIDENCE_COMPLEXITY,
    errors: {
      types: EVIDENCE_ERRORS,
      union: { description: 'The experiment as it is kept, or why it is not.' },
      result: { description: 'It is kept.' },
      dataField: { name: 'experiment', description: 'As it is kept.' },
    },
    resolve: async (_root, { input }, context) => {
      const { name, campaignId, spendControl, spendTest, outcome, version, ...same } = input;
      const { recordExperiment } = await import('../planning/evidence/experiments.ts');
      const recorded = await recordExperiment(context.deps, context.viewer, {
        ...same,
        id: experimentIdIn(name, ['name']),
        campaignId: campaignIdIn(campaignId, ['campaignId']),
        outcome: outcome ?? 'CONVERSIONS',
        spendControlMicros: micros(spendControl),
        spendTestMicros: micros(spendTest),
        version: version ?? null,
      });
      forgetLoaded(context);
      return recorded;
    },
  }),
);

builder.mutationField('removeExperiment', (t) =>
  t.field({
    type: ExperimentNode,
    description: 'Takes an experiment back. Curves are fitted without it from the next reading on.',
    args: { input: t.arg({ type: RemoveExperimentInput, required: true, description: 'Which one.' }) },
    complexity: EVIDENCE_COMPLEXITY,
    errors: removal('experiment'),
    resolve: async (_root, { input: { name, version } }, context) => {
      const key = { id: experimentIdIn(name, ['name']) };
      const { removeExperiment } = await import('../planning/evidence/experiments.ts');
      const removed = await removeExperiment(context.deps, context.viewer, key, version);
      forgetLoaded(context);
      return removed;
    },
  }),
);
