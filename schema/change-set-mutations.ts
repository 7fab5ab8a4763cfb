import { parseDecimalToMicros } from '../store/model/money.ts';
import { ExecutorEnum } from './application.ts';
import { CHANGE_SET_ERRORS } from './apply-errors.ts';
import { builder } from './builder.ts';
import { ChangeSetNode } from './change-set.ts';
import { campaignIdIn, localIdIn } from './ids.ts';

/** A read of the workspace's budgets and a transaction. */
const COMPLEXITY = { field: 30, multiplier: 1 };

const answer = (what: string) => ({
  types: CHANGE_SET_ERRORS,
  union: { description: `The change set as it is now, or why it is not ${what}.` },
  result: { description: `It is ${what}.` },
  dataField: { name: 'changeSet', description: 'As it is now.' },
});

const ID = { required: true, description: 'Global id of the change set.' } as const;
const HASH = { required: true, description: 'The planHash of the revision that you looked at.' } as const;
const changeSetIdIn = (id: string) => localIdIn('ChangeSet', id, ['id']);

const RampInput = builder.inputType('RampInput', {
  description: 'A large move in equal steps. The first is due at once, or as scheduled.',
  fields: (t) => ({
    steps: t.int({ required: true, description: '2 to 10.' }),
    daysBetween: t.int({ required: true, description: '1 to 60.' }),
  }),
});

const ProposeInput = builder.inputType('ProposeChangeSetInput', {
  description: 'What to propose.',
  fields: (t) => ({
    scenarioId: t.id({ required: true, description: 'Global id of the scenario whose plan is proposed.' }),
    name: t.string({ description: "Left out: the scenario's." }),
    ramp: t.field({ type: RampInput, description: 'Left out: all at once.' }),
    supersedesId: t.id({ description: 'Global id of a change set that this one takes the place of.' }),
  }),
});

builder.mutationField('proposeChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      "Makes a change set of a scenario's plan. It is PROPOSED, or a DRAFT where it breaks guard rails: see violations.",
    args: { input: t.arg({ type: ProposeInput, required: true, description: 'What to propose.' }) },
    complexity: COMPLEXITY,
    errors: answer('proposed'),
    resolve: async (_root, { input }, { deps, viewer }) =>
      (await import('../planning/apply/propose.ts')).proposeChangeSet(deps, viewer, {
        scenarioId: localIdIn('Scenario', input.scenarioId, ['scenarioId']),
        name: input.name ?? undefined,
        ramp: input.ramp ?? undefined,
        supersedes: input.supersedesId
          ? localIdIn('ChangeSet', input.supersedesId, ['supersedesId'])
          : undefined,
      }),
  }),
);

const BudgetEditInput = builder.inputType('BudgetEditInput', {
  description: 'Another amount than the one proposed.',
  fields: (t) => ({
    campaignId: t.id({ required: true, description: 'Global id of the campaign.' }),
    after: t.field({ type: 'Decimal', required: true, description: 'A day, in whole coins.' }),
  }),
});

const EditInput = builder.inputType('EditChangeSetInput', {
  description: 'What the next revision has otherwise. Budgets are looked at anew in any case.',
  fields: (t) => ({
    id: t.id(ID),
    planHash: t.string(HASH),
    name: t.string({ description: 'Left out: as it is.' }),
    set: t.field({ type: [BudgetEditInput], description: 'Budgets to be set to another amount.' }),
    removeCampaignIds: t.idList({ description: 'Global ids of campaigns to be left as they are.' }),
    ramp: t.field({ type: RampInput, description: 'Left out: as it is. Null: all at once.' }),
  }),
});

builder.mutationField('editChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      'Makes the next revision, with another hash, which voids an approval. Takes a stale or expired one back to life.',
    args: { input: t.arg({ type: EditInput, required: true, description: 'What to change.' }) },
    complexity: COMPLEXITY,
    errors: answer('edited'),
    resolve: async (_root, { input }, { deps, viewer }) =>
      (await import('../planning/apply/edit.ts')).editChangeSet(deps, viewer, {
        id: changeSetIdIn(input.id),
        planHash: input.planHash,
        name: input.name ?? undefined,
        set: (input.set ?? []).map(({ campaignId, after }, i) => ({
          campaignId: campaignIdIn(campaignId, ['set', String(i), 'campaignId']),
          // A `Decimal` is a plain decimal by the time it gets here.
          afterMicros: parseDecimalToMicros(after) ?? 0n,
        })),
        remove: (input.removeCampaignIds ?? []).map((id, i) =>
          campaignIdIn(id, ['removeCampaignIds', String(i)]),
        ),
        ramp: input.ramp,
      }),
  }),
);

builder.mutationField('approveChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      'Approves one revision. Above a share of all budgets moved, someone else than its authors must. Needs the scope `approve`.',
    skipTypeScopes: true,
    authScopes: { approve: true },
    args: { id: t.arg.id(ID), planHash: t.arg.string(HASH) },
    complexity: COMPLEXITY,
    errors: answer('approved'),
    resolve: async (_root, { id, planHash }, { deps, viewer }) =>
      (await import('../planning/apply/approve.ts')).approveChangeSet(deps, viewer, {
        id: changeSetIdIn(id),
        planHash,
      }),
  }),
);

const REASON = { required: true, description: 'For people, and for the log.' } as const;

builder.mutationField('rejectChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description: 'Turns a change set down, for good. Needs the scope `approve`.',
    skipTypeScopes: true,
    authScopes: { approve: true },
    args: { id: t.arg.id(ID), planHash: t.arg.string(HASH), reason: t.arg.string(REASON) },
    complexity: COMPLEXITY,
    errors: answer('rejected'),
    resolve: async (_root, { id, planHash, reason }, { deps, viewer }) =>
      (await import('../planning/apply/approve.ts')).rejectChangeSet(deps, viewer, {
        id: changeSetIdIn(id),
        planHash,
        reason,
      }),
  }),
);

builder.mutationField('scheduleChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      'Says when the first stage of an approved change set is due. With an executor each stage is applied by itself when it is due, under the same guard rails; without one, apply it from then on. Needs the scope `apply`.',
    skipTypeScopes: true,
    authScopes: { apply: true },
    args: {
      id: t.arg.id(ID),
      planHash: t.arg.string(HASH),
      startsAt: t.arg({ type: 'DateTime', required: true, description: 'In the future.' }),
      executor: t.arg({
        type: ExecutorEnum,
        description:
          'STORE or WEBHOOK: who applies each stage when it is due. Left out: nothing runs by itself. What keeps a due stage back is put down in the log and in `note`.',
      }),
      allOrNothing: t.arg.boolean({
        defaultValue: true,
        description: 'With an executor. False: budgets that have drifted are left alone.',
      }),
    },
    complexity: COMPLEXITY,
    errors: answer('scheduled'),
    resolve: async (_root, { id, planHash, startsAt, executor, allOrNothing }, { deps, viewer }) =>
      (await import('../planning/apply/approve.ts')).scheduleChangeSet(deps, viewer, {
        id: changeSetIdIn(id),
        planHash,
        startsAt,
        runs: executor ? { executor, isAllOrNothing: allOrNothing ?? true } : undefined,
      }),
  }),
);

builder.mutationField('cancelChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      'Calls a change set off. What is applied stays so, and what is not reported yet counts as not written.',
    args: { id: t.arg.id(ID), reason: t.arg.string(REASON) },
    complexity: COMPLEXITY,
    errors: answer('cancelled'),
    resolve: async (_root, { id, reason }, { deps, viewer }) =>
      (await import('../planning/apply/cancel.ts')).cancelChangeSet(deps, viewer, {
        id: changeSetIdIn(id),
        reason,
      }),
  }),
);

builder.mutationField('rollBackChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      'Proposes the way back: a new change set to the budgets of before. It is approved and applied as any other.',
    args: { id: t.arg.id(ID), reason: t.arg.string(REASON) },
    complexity: COMPLEXITY,
    errors: answer('proposed to be rolled back'),
    resolve: async (_root, { id, reason }, { deps, viewer }) =>
      (await import('../planning/apply/roll-back.ts')).rollBackChangeSet(deps, viewer, {
        id: changeSetIdIn(id),
        reason,
      }),
  }),
);

builder.mutationField('evaluateChangeSet', (t) =>
  t.field({
    type: ChangeSetNode,
    description:
      'Holds what came against what was predicted. Once the days are complete the review is kept for good: EVALUATED.',
    args: { id: t.arg.id(ID) },
    complexity: COMPLEXITY,
    errors: answer('evaluated'),
    resolve: async (_root, { id }, { deps, viewer }) =>
      (await import('../planning/review/review-change-set.ts')).evaluateChangeSet(
        deps,
        viewer,
        changeSetIdIn(id),
      ),
  }),
);
