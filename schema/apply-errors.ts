import {
  BusyError,
  type Drift,
  GuardRailError,
  IdempotencyConflictError,
  PlanHashMismatchError,
  StaleChangeSetError,
  WrongStateError,
} from '../planning/apply/errors.ts';
import { RAILS, type Violation } from '../planning/apply/violation.ts';
import { InvalidInputError } from '../planning/errors.ts';
import { toldBy } from '../planning/statements.ts';
import { builder } from './builder.ts';
import { ErrorInterface } from './errors.ts';
import { encodedId } from './ids.ts';
import { StatementType } from './statement.ts';

/** What can be expected of every mutation of a change set. */
export const CHANGE_SET_ERRORS = [
  InvalidInputError,
  WrongStateError,
  PlanHashMismatchError,
  GuardRailError,
  StaleChangeSetError,
  BusyError,
];

export const APPLY_ERRORS = [...CHANGE_SET_ERRORS, IdempotencyConflictError];

export const ChangeSetStateEnum = builder.enumType('ChangeSetState', {
  description: 'Where a change set is in its life.',
  values: {
    DRAFT: { description: 'It breaks a guard rail, and is to be edited.' },
    PROPOSED: { description: 'It waits for approval.' },
    APPROVED: { description: 'It may be applied.' },
    REJECTED: { description: 'It was turned down.' },
    SCHEDULED: { description: 'It may be applied once its next stage is due.' },
    APPLYING: { description: 'It is being applied, or waits for reports.' },
    APPLIED: { description: 'Every budget is where it should be.' },
    PARTIALLY_APPLIED: { description: 'Some budgets are where they should be.' },
    FAILED: { description: 'No budget was changed.' },
    MEASURING: { description: 'It is applied, and outcomes are coming in.' },
    EVALUATED: { description: 'What came was held against what was predicted.' },
    STALE: { description: 'Budgets or data are no longer what it was made from.' },
    EXPIRED: { description: 'It was not applied in time.' },
    SUPERSEDED: { description: 'Another one took its place.' },
    CANCELLED: { description: 'It was called off.' },
    ROLLED_BACK: { description: 'Its budgets are back to what they were before.' },
  } as const,
});

const GuardRailEnum = builder.enumType('GuardRail', {
  description: 'What holds plans back.',
  values: Object.fromEntries(RAILS.map((rail) => [rail, { description: railText(rail) }])) as Record<
    (typeof RAILS)[number],
    { description: string }
  >,
});

function railText(rail: (typeof RAILS)[number]): string {
  const texts = {
    KILL_SWITCH: 'Nothing is applied.',
    FREEZE: 'No budget changes on these days.',
    MAX_STEP: "How far one change may move a campaign's budget.",
    MAX_WEEK: "How far all changes of seven days may move a campaign's budget.",
    MAX_MOVED: 'How much of all budgets one application may move.',
    MIN_DAYS_BETWEEN_CHANGES: 'How long a budget is left alone after a change.',
    PLATFORM_QUOTA: 'How many changes the platform takes.',
    FLOOR: 'The least a campaign may have. Never nothing: pausing is something else.',
    DAILY_CAP: 'The most that all daily budgets together may be.',
    MONTHLY_CAP: 'The most that a month may spend.',
    SHARED_BUDGET: 'A budget is changed once at a time.',
    SECOND_PERSON: 'Who proposed may not approve so large a move.',
    NOT_DUE: 'The next stage is not due yet.',
  } as const;
  return texts[rail];
}

export const ViolationType = builder.objectRef<Violation>('GuardRailViolation').implement({
  description: 'A guard rail that a plan breaks.',
  fields: (t) => ({
    rail: t.field({ type: GuardRailEnum, description: 'Which one.', resolve: ({ rail }) => rail }),
    campaignId: t.id({
      nullable: true,
      description: 'Global id of the campaign; null where it is about the whole.',
      resolve: ({ campaignId }) => campaignId && encodedId('Campaign', campaignId),
    }),
    sentence: t.exposeString('sentence', { description: 'For people, with the figures.' }),
    statement: t.field({
      type: StatementType,
      description: 'The sentence with its code and figures.',
      resolve: ({ sentence, ...coded }) => toldBy(sentence, coded),
    }),
  }),
});

export const DriftType = builder.objectRef<Drift>('BudgetDrift').implement({
  description: 'A budget that is not what the plan saw.',
  fields: (t) => ({
    campaignId: t.id({
      description: 'Global id of the campaign.',
      resolve: ({ campaignId }) => encodedId('Campaign', campaignId),
    }),
    plannedFromMicros: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'What the plan saw; null: no budget on record.',
      resolve: ({ plannedFromMicros }) => (plannedFromMicros === null ? null : BigInt(plannedFromMicros)),
    }),
    foundMicros: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'What there is; null: no budget on record.',
      resolve: ({ foundMicros }) => (foundMicros === null ? null : BigInt(foundMicros)),
    }),
  }),
});

builder.objectType(GuardRailError, {
  name: 'GuardRailError',
  description: 'Guard rails forbid it. Nothing was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    violations: t.field({
      type: [ViolationType],
      description: 'Every guard rail that it breaks.',
      resolve: ({ violations }) => violations,
    }),
  }),
});

builder.objectType(StaleChangeSetError, {
  name: 'StaleChangeSetError',
  description: 'Budgets or data are no longer what the plan was made from. No budget was changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    drifted: t.field({
      type: [DriftType],
      description: 'The budgets that are not what the plan saw; empty where the data was restated.',
      resolve: ({ drifted }) => drifted,
    }),
  }),
});

builder.objectType(WrongStateError, {
  name: 'WrongStateError',
  description: 'The change set is in a state from which this cannot be done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    state: t.field({
      type: ChangeSetStateEnum,
      description: 'The state it is in.',
      resolve: ({ state }) => state,
    }),
  }),
});

builder.objectType(PlanHashMismatchError, {
  name: 'PlanHashMismatchError',
  description: 'The plan was edited since the caller looked at it.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    currentHash: t.exposeString('currentHash', { description: 'Of the present revision.' }),
  }),
});

builder.objectType(IdempotencyConflictError, {
  name: 'IdempotencyConflictError',
  description: 'The idempotency key was used for another request.',
  interfaces: [ErrorInterface],
});

builder.objectType(BusyError, {
  name: 'BusyError',
  description: 'Too many wrote at once. Nothing was changed: try again.',
  interfaces: [ErrorInterface],
});
