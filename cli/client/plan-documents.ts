import { typedDocument } from './create-client.ts';
import type { Failure } from './documents.ts';

/** The operations of `equimarginal plan`, each with the part of the schema's types that it selects. */

interface Money {
  readonly amount: string;
}

interface Prediction {
  readonly conversions: number;
}

export interface PlanItem {
  readonly campaignId: string;
  readonly campaignName: string;
  readonly channel: string;
  readonly before: Money;
  readonly after: Money;
  readonly change: Money;
  readonly changeRatio: number | null;
  readonly isBudgetKnown: boolean;
  readonly expectedBefore: Prediction | null;
  readonly expectedAfter: Prediction | null;
  readonly reason: string;
}

export interface Violation {
  readonly rail: string;
  readonly sentence: string;
}

export interface Application {
  readonly id: string;
  readonly isDone: boolean;
  readonly executor: string;
  readonly stage: number;
  readonly idempotencyKey: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly counts: readonly { readonly status: string; readonly count: number }[];
  /** Where all was asked for. */
  readonly items?: readonly {
    readonly campaignId: string;
    readonly status: string;
    readonly after: Money;
    readonly observedAfter: Money | null;
    readonly message: string | null;
  }[];
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly note: string | null;
  readonly revision: number;
  readonly planHash: string;
  readonly currencyCode: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly dueAt: string | null;
  readonly nextStage: number;
  readonly stages: readonly { readonly share: number; readonly afterDays: number }[];
  readonly totalBefore: Money;
  readonly totalAfter: Money;
  readonly movedRatio: number;
  readonly expectedGain: number;
  readonly itemCount: number;
  readonly raisedCount: number;
  /** Where all was asked for, by campaign; else the largest changes are there. */
  readonly items?: readonly PlanItem[];
  readonly itemPage?: { readonly nodes: readonly PlanItem[] };
  readonly violations: readonly Violation[];
  readonly approval: { readonly by: string; readonly at: string } | null;
  readonly applications: readonly Application[];
}

const APPLICATION = `id isDone executor stage idempotencyKey startedAt finishedAt counts { status count }
    items @include(if: $all) { campaignId status after { amount } observedAfter { amount } message }`;

const ITEM = `campaignId campaignName channel before { amount } after { amount } change { amount } changeRatio
      isBudgetKnown expectedBefore { conversions } expectedAfter { conversions } reason`;

/** A table for people shows so many; `$all` is for programs, and for those who ask. */
const CHANGE_SET = `id name state note revision planHash currencyCode createdBy expiresAt dueAt nextStage
    stages { share afterDays }
    totalBefore { amount } totalAfter { amount } movedRatio expectedGain itemCount raisedCount
    items @include(if: $all) { ${ITEM} }
    itemPage(first: 30, order: LARGEST_CHANGE) @skip(if: $all) { nodes { ${ITEM} } }
    violations { rail sentence }
    approval { by at }
    applications { ${APPLICATION} }`;

/** What failures say beside code and message. */
export interface PlanFailure extends Failure {
  readonly violations?: readonly Violation[];
  readonly drifted?: readonly {
    readonly campaignId: string;
    readonly plannedFromMicros: string | null;
    readonly foundMicros: string | null;
  }[];
}

const FAILURE = `... on Error { code message }
    ... on GuardRailError { violations { rail sentence } }
    ... on StaleChangeSetError { drifted { campaignId plannedFromMicros foundMicros } }`;

export type ChangeSetAnswer = { readonly __typename: string; readonly changeSet: ChangeSet } | PlanFailure;

export const READ_CHANGE_SET = typedDocument<
  { readonly changeSet: ChangeSet | null },
  { readonly id: string; readonly all: boolean }
>(`query ChangeSet($id: ID!, $all: Boolean!) {
  changeSet(id: $id) { ${CHANGE_SET} }
}`);

export const PROPOSE_CHANGE_SET = typedDocument<
  { readonly answer: ChangeSetAnswer },
  {
    readonly all: boolean;
    readonly input: {
      readonly scenarioId: string;
      readonly name?: string;
      readonly ramp?: { readonly steps: number; readonly daysBetween: number };
    };
  }
>(`mutation Propose($input: ProposeChangeSetInput!, $all: Boolean!) {
  answer: proposeChangeSet(input: $input) {
    __typename
    ... on ProposeChangeSetSuccess { changeSet { ${CHANGE_SET} } }
    ${FAILURE}
  }
}`);

export const APPROVE_CHANGE_SET = typedDocument<
  { readonly answer: ChangeSetAnswer },
  { readonly id: string; readonly planHash: string; readonly all: boolean }
>(`mutation Approve($id: ID!, $planHash: String!, $all: Boolean!) {
  answer: approveChangeSet(id: $id, planHash: $planHash) {
    __typename
    ... on ApproveChangeSetSuccess { changeSet { ${CHANGE_SET} } }
    ${FAILURE}
  }
}`);

export const SCHEDULE_CHANGE_SET = typedDocument<
  { readonly answer: ChangeSetAnswer },
  {
    readonly id: string;
    readonly planHash: string;
    readonly startsAt: string;
    readonly executor?: string;
    readonly allOrNothing: boolean;
    readonly all: boolean;
  }
>(`mutation Schedule(
  $id: ID!, $planHash: String!, $startsAt: DateTime!, $executor: Executor, $allOrNothing: Boolean!, $all: Boolean!
) {
  answer: scheduleChangeSet(
    id: $id, planHash: $planHash, startsAt: $startsAt, executor: $executor, allOrNothing: $allOrNothing
  ) {
    __typename
    ... on ScheduleChangeSetSuccess { changeSet { ${CHANGE_SET} } }
    ${FAILURE}
  }
}`);

export const ROLL_BACK_CHANGE_SET = typedDocument<
  { readonly answer: ChangeSetAnswer },
  { readonly id: string; readonly reason: string; readonly all: boolean }
>(`mutation RollBack($id: ID!, $reason: String!, $all: Boolean!) {
  answer: rollBackChangeSet(id: $id, reason: $reason) {
    __typename
    ... on RollBackChangeSetSuccess { changeSet { ${CHANGE_SET} } }
    ${FAILURE}
  }
}`);

export interface DryRun {
  readonly wouldApply: boolean;
  readonly budgetsToChange: number;
  readonly drifted: NonNullable<PlanFailure['drifted']>;
  readonly violations: readonly Violation[];
  readonly restatedRatio: number;
}

export interface ApplyOutcome {
  readonly changeSet: ChangeSet;
  readonly application: Application | null;
  readonly dryRun: DryRun | null;
}

export const APPLY_CHANGE_SET = typedDocument<
  { readonly answer: { readonly __typename: string; readonly outcome: ApplyOutcome } | PlanFailure },
  {
    readonly all: boolean;
    readonly input: {
      readonly id: string;
      readonly planHash: string;
      readonly idempotencyKey: string;
      readonly dryRun: boolean;
      readonly executor?: string;
      readonly allOrNothing: boolean;
    };
  }
>(`mutation Apply($input: ApplyChangeSetInput!, $all: Boolean!) {
  answer: applyChangeSet(input: $input) {
    __typename
    ... on ApplyChangeSetSuccess {
      outcome {
        changeSet { ${CHANGE_SET} }
        application { ${APPLICATION} }
        dryRun {
          wouldApply budgetsToChange restatedRatio
          drifted { campaignId plannedFromMicros foundMicros }
          violations { rail sentence }
        }
      }
    }
    ${FAILURE}
  }
}`);
