import type { OpenApplication } from '../planning/apply/application-body.ts';
import type { DryRun } from '../planning/apply/apply-change-set.ts';
import type { OpenChangeSet } from '../planning/apply/change-set-body.ts';
import { InvalidInputError } from '../planning/errors.ts';
import { parseDecimalToMicros } from '../store/model/money.ts';
import { ApplicationType, ExecutorEnum } from './application.ts';
import { APPLY_ERRORS, DriftType, ViolationType } from './apply-errors.ts';
import { builder } from './builder.ts';
import { ChangeSetNode } from './change-set.ts';
import { campaignIdIn, localIdIn } from './ids.ts';

interface Outcome {
  readonly changeSet: OpenChangeSet;
  readonly application: OpenApplication | null;
  readonly dryRun: DryRun | null;
}

const DryRunType = builder.objectRef<DryRun>('ApplyDryRun').implement({
  description: 'What would happen. Nothing did.',
  fields: (t) => ({
    wouldApply: t.boolean({
      description: 'Nothing is in the way, and no budget has drifted.',
      resolve: ({ drifted, violations }) => drifted.length === 0 && violations.length === 0,
    }),
    budgetsToChange: t.int({ description: 'Of this stage.', resolve: ({ items }) => items.length }),
    drifted: t.field({
      type: [DriftType],
      description: 'Budgets that are not what the plan saw.',
      resolve: ({ drifted }) => drifted,
    }),
    violations: t.field({
      type: [ViolationType],
      description: 'Guard rails that are in the way now.',
      resolve: ({ violations }) => violations,
    }),
    restatedRatio: t.float({
      description: 'By how much the data that the plan was made from has been restated.',
      resolve: ({ restated }) => restated,
    }),
  }),
});

const OutcomeType = builder.objectRef<Outcome>('ApplyOutcome').implement({
  description: 'What became of a request to apply.',
  fields: (t) => ({
    changeSet: t.field({
      type: ChangeSetNode,
      description: 'As it is now.',
      resolve: ({ changeSet }) => changeSet,
    }),
    application: t.field({
      type: ApplicationType,
      nullable: true,
      description: 'Null for a dry run.',
      resolve: ({ application }) => application,
    }),
    dryRun: t.field({
      type: DryRunType,
      nullable: true,
      description: 'Null where it was not one.',
      resolve: (outcome) => outcome.dryRun,
    }),
  }),
});

const ApplyInput = builder.inputType('ApplyChangeSetInput', {
  description: 'What to apply, and how.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Global id of the change set.' }),
    planHash: t.string({ required: true, description: 'Of the revision that was approved.' }),
    idempotencyKey: t.string({
      description:
        'Such as a UUID; needed unless it is a dry run. A repetition under the same key has no further effect and gets the same answer, also after a crash, which it takes to its end.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: 'Only say what would happen.' }),
    executor: t.field({
      type: ExecutorEnum,
      defaultValue: 'STORE',
      description: 'Who puts the budgets where they belong.',
    }),
    allOrNothing: t.boolean({
      defaultValue: true,
      description: 'False: budgets that have drifted are left alone, and the others are changed.',
    }),
  }),
});

builder.mutationField('applyChangeSet', (t) =>
  t.field({
    type: OutcomeType,
    description:
      'Applies the next stage of an approved change set: compares every budget with what the plan saw, lowers before it raises, reads back. Needs the scope `apply`.',
    skipTypeScopes: true,
    authScopes: { apply: true },
    args: { input: t.arg({ type: ApplyInput, required: true, description: 'What to apply, and how.' }) },
    complexity: { field: 100, multiplier: 1 },
    errors: {
      types: APPLY_ERRORS,
      union: { description: 'What was done, or why nothing was.' },
      result: { description: 'It was applied, or tried.' },
      dataField: { name: 'outcome', description: 'What was done.' },
    },
    resolve: async (_root, { input }, { deps, viewer }): Promise<Outcome> => {
      const { applyChangeSet, dryRun } = await import('../planning/apply/apply-change-set.ts');
      const { planHash, idempotencyKey } = input;
      const id = localIdIn('ChangeSet', input.id, ['id']);
      if (input.dryRun) {
        const dry = await dryRun(deps, viewer, { id, planHash });
        return { changeSet: dry.changeSet, application: null, dryRun: dry };
      }
      if (!idempotencyKey) {
        throw new InvalidInputError(
          ['idempotencyKey'],
          'Give a key, such as a UUID, and repeat it on a retry.',
        );
      }
      const application = await applyChangeSet(deps, viewer, {
        id,
        planHash,
        idempotencyKey,
        executor: input.executor ?? 'STORE',
        isAllOrNothing: input.allOrNothing ?? true,
      });
      const { readChangeSet } = await import('../planning/apply/read-change-set.ts');
      return { changeSet: await readChangeSet(deps, viewer.workspaceId, id), application, dryRun: null };
    },
  }),
);

const ReportInput = builder.inputType('ApplicationReportInput', {
  description: 'What became of one budget. It counts as applied when it was seen to be what the plan wants.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id of the campaign.' }),
    observedBefore: t.field({ type: 'Decimal', description: 'What was there just before, a day.' }),
    observedAfter: t.field({ type: 'Decimal', description: 'What is there now, read back, a day.' }),
    requestId: t.string({ description: "The platform's id of the request." }),
    error: t.string({ description: 'Why it could not be done.' }),
  }),
});

builder.mutationField('reportApplied', (t) =>
  t.field({
    type: ApplicationType,
    description:
      'Reports what a script, an upload or a webhook did, in one or several calls. What was observed becomes the budget on record. Needs the scope `apply`.',
    skipTypeScopes: true,
    authScopes: { apply: true },
    args: {
      applicationId: t.arg.id({ required: true, description: 'Global id of the application.' }),
      items: t.arg({ type: [ReportInput], required: true, description: 'What became of budgets.' }),
    },
    complexity: { field: 100, multiplier: 1 },
    errors: {
      types: APPLY_ERRORS,
      union: { description: 'The application as it is now, or why nothing was put down.' },
      result: { description: 'It is put down.' },
      dataField: { name: 'application', description: 'As it is now.' },
    },
    resolve: async (_root, { applicationId, items }, { deps, viewer }) =>
      (await import('../planning/apply/report-applied.ts')).reportApplied(deps, viewer, {
        applicationId: localIdIn('Application', applicationId, ['applicationId']),
        items: items.map((item, i) => ({
          campaignId: campaignIdIn(item.campaignId, ['items', String(i), 'campaignId']),
          observedBeforeMicros: micros(item.observedBefore),
          observedAfterMicros: micros(item.observedAfter),
          requestId: item.requestId ?? undefined,
          error: item.error ?? undefined,
        })),
      }),
  }),
);

/** A `Decimal` is a plain decimal by the time it gets here. */
const micros = (decimal: string | null | undefined) =>
  decimal == null ? undefined : (parseDecimalToMicros(decimal) ?? undefined);
