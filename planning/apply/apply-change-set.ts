import { dayFigure, nameFigure, says } from '../../optimizer/statement.ts';
import { type ApplicationId, applicationId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { inputHash, plainJson } from '../scenario/input-hash.ts';
import {
  type ApplicationBody,
  type ExecutorKind,
  type OpenApplication,
  type Order,
  resultOf,
} from './application-body.ts';
import { refuseStale, restatedSince } from './approve.ts';
import { type Assessment, assess } from './assess.ts';
import { changed, type OpenChangeSet } from './change-set-body.ts';
import { dueAt } from './due.ts';
import { GuardRailError, IdempotencyConflictError, StaleChangeSetError } from './errors.ts';
import { readApplication } from './read-application.ts';
import { readChangeSet } from './read-change-set.ts';
import { resumeApplication } from './resume.ts';
import type { StageItem } from './stage-items.ts';
import { checkPlanHash, checkState } from './states.ts';
import { type Actor, type Decision, type LedgerView, transact } from './transact.ts';
import { broken, type Violation } from './violation.ts';

export interface Apply {
  readonly id: string;
  readonly planHash: string;
  /** 1 to 200 characters; a repetition with the same key has no further effect. */
  readonly idempotencyKey: string;
  readonly executor: ExecutorKind;
  readonly isAllOrNothing: boolean;
}

/**
 * Applies the next stage of an approved change set: compares every budget with what the plan saw, writes decreases
 * first, reads back. Exactly once a key, whoever repeats it and whenever; what a crash left half done is taken to its
 * end by the repetition, or by the next application of the workspace. Throws `StaleChangeSetError`, `GuardRailError`,
 * `IdempotencyConflictError`, `PlanHashMismatchError`, `WrongStateError`, `BusyError` and `InvalidInputError`.
 */
export async function applyChangeSet(
  deps: PlanningDeps,
  actor: Actor,
  asked: Apply,
): Promise<OpenApplication> {
  checkKey(asked.idempotencyKey);
  for (;;) {
    const restated = await restatedIfKnown(deps, actor, asked);
    const begun = await transact(deps, actor, (view) => begin(deps, actor, asked, view, restated));
    if ('refusal' in begun) throw begun.refusal;
    const application = await resumeApplication(deps, actor, begun.applicationId);
    if (begun.isOwn) return application;
    // Another application was under way, and now is at its end: ours comes next.
  }
}

/** A repetition is answered before anything is looked at. */
async function restatedIfKnown(deps: PlanningDeps, actor: Actor, asked: Apply): Promise<number> {
  const known = await deps.store.ledger.request(actor.workspaceId, asked.idempotencyKey);
  if (known !== null) return 0;
  return restatedSince(deps, actor, await readChangeSet(deps, actor.workspaceId, asked.id));
}

type Begun =
  | { readonly applicationId: ApplicationId; readonly isOwn: boolean }
  /** It was put down, and is to be thrown. */
  | { readonly refusal: StaleChangeSetError };

async function begin(
  deps: PlanningDeps,
  actor: Actor,
  asked: Apply,
  view: LedgerView,
  restated: number,
): Promise<Decision<Begun>> {
  const known = await deps.store.ledger.request(actor.workspaceId, asked.idempotencyKey);
  if (known !== null) {
    if (known.requestHash !== hashOf(asked)) throw new IdempotencyConflictError(asked.idempotencyKey);
    return { transition: null, answer: { applicationId: known.applicationId, isOwn: true } };
  }
  const { running } = view.state;
  if (running !== null) {
    const other = applicationId(running.applicationId);
    return { transition: null, answer: { applicationId: other, isOwn: false } };
  }

  const changeSet = await readChangeSet(deps, actor.workspaceId, asked.id);
  checkPlanHash(changeSet, asked.planHash);
  const found = await assess(deps, actor.workspaceId, view.state, changeSet.body);
  // A repetition of what found it stale is told the same.
  if (changeSet.state === 'STALE' && changeSet.body.note !== null) {
    throw new StaleChangeSetError(changeSet.body.note, found.drifted);
  }
  checkState(changeSet, 'applied', deps.now());
  const violations = violationsNow(deps, changeSet, found, view);
  if (violations.length > 0) throw new GuardRailError(violations);
  const refusal = staleness(changeSet, found, restated, asked.isAllOrNothing);
  if (refusal !== null) return gotStale(changeSet, refusal);
  return opening(deps, actor, asked, view, changeSet, found);
}

/** The change set is APPLYING, and its application is there under the key, in one transaction. */
function opening(
  deps: PlanningDeps,
  actor: Actor,
  asked: Apply,
  view: LedgerView,
  changeSet: OpenChangeSet,
  found: Assessment,
): Decision<Begun> {
  const id = applicationId(deps.newId());
  // Our own budgets are compared once more, in the transaction that writes them.
  const isOwn = asked.executor === 'STORE';
  const orders = ordersOf(found.items, isOwn ? [] : found.drifted);
  const body: ApplicationBody = {
    stage: changeSet.body.nextStage,
    planHash: asked.planHash,
    idempotencyKey: asked.idempotencyKey,
    executor: asked.executor,
    isAllOrNothing: asked.isAllOrNothing,
    startedBy: actor.subject,
    startedAt: deps.now().toISOString(),
    finishedAt: null,
    beganAt: (view.newest?.sequence ?? 0) + 1,
    currencyCode: changeSet.body.currencyCode,
    orders,
    results: orders.map(({ campaignId, isDrifted }) =>
      resultOf(campaignId, isDrifted ? 'DRIFTED' : 'PENDING'),
    ),
    delivery: null,
  };
  const { workspaceId } = actor;
  const record = { workspaceId, id, changeSetId: changeSet.id, state: 'RUNNING' as const, version: 1 };
  const campaignIds = orders.map(({ campaignId }) => campaignId);
  return {
    transition: {
      kind: 'APPLYING',
      changeSetId: changeSet.id,
      applicationId: id,
      details: {
        planHash: asked.planHash,
        stage: body.stage,
        executor: asked.executor,
        isAllOrNothing: asked.isAllOrNothing,
        orders,
      },
      changeSets: [
        changed(changeSet, {
          state: 'APPLYING',
          applicationIds: [...changeSet.body.applicationIds, id],
        }).replacement,
      ],
      application: { record: { ...record, body: plainJson(body) }, expectedVersion: null },
      request: { workspaceId, key: asked.idempotencyKey, requestHash: hashOf(asked), applicationId: id },
      state: isOwn
        ? { running: { applicationId: id, steps: 0 } }
        : { awaited: [...view.state.awaited, { applicationId: id, campaignIds }] },
    },
    answer: { applicationId: id, isOwn: true },
  };
}

/** What would happen now, and nothing happens. */
export interface DryRun {
  readonly changeSet: OpenChangeSet;
  readonly items: readonly StageItem[];
  readonly drifted: Assessment['drifted'];
  readonly violations: readonly Violation[];
  /** By how much the data that the plan was made from has been restated: a ratio. */
  readonly restated: number;
}

/** Throws `PlanHashMismatchError`, `WrongStateError` and `InvalidInputError`. */
export async function dryRun(
  deps: PlanningDeps,
  actor: Actor,
  asked: Pick<Apply, 'id' | 'planHash'>,
): Promise<DryRun> {
  const changeSet = await readChangeSet(deps, actor.workspaceId, asked.id);
  checkPlanHash(changeSet, asked.planHash);
  checkState(changeSet, 'applied', deps.now());
  const restated = await restatedSince(deps, actor, changeSet);
  return transact(deps, actor, async (view) => {
    const found = await assess(deps, actor.workspaceId, view.state, changeSet.body);
    const violations = violationsNow(deps, changeSet, found, view);
    const items = ordered(found.items);
    return { transition: null, answer: { changeSet, items, drifted: found.drifted, violations, restated } };
  });
}

function violationsNow(
  deps: PlanningDeps,
  { body }: OpenChangeSet,
  found: Assessment,
  { state }: LedgerView,
): readonly Violation[] {
  const due = dueAt(body);
  const isEarly = due !== null && deps.now().toISOString() < due;
  const awaited = new Set(state.awaited.flatMap(({ campaignIds }) => campaignIds));
  const elsewhere = found.items.filter(({ item }) => awaited.has(item.campaignId));
  return [
    ...found.momentViolations,
    ...found.planViolations,
    ...(isEarly
      ? [
          broken(
            'NOT_DUE',
            says('NOT_DUE', `Its next stage is due at ${due}.`, dayFigure('day', due.slice(0, 10))),
          ),
        ]
      : []),
    ...elsewhere.map(({ item }) =>
      broken(
        'SHARED_BUDGET',
        says(
          'CHANGED_ELSEWHERE',
          `The budget of ${item.campaignName} is being changed by an application that is not reported on yet.`,
          nameFigure('name', item.campaignName),
        ),
        item.campaignId,
      ),
    ),
  ];
}

function staleness(
  { body }: OpenChangeSet,
  { rails, drifted }: Assessment,
  restated: number,
  isAllOrNothing: boolean,
): StaleChangeSetError | null {
  try {
    if (body.rollbackOf === null && body.nextStage === 0) refuseStale(restated, rails);
  } catch (error) {
    if (error instanceof StaleChangeSetError) return error;
    throw error;
  }
  if (drifted.length === 0 || !isAllOrNothing) return null;
  return new StaleChangeSetError(
    `${drifted.length} budgets are no longer what the plan saw, so none was written. Edit the change set to look at them anew.`,
    drifted,
  );
}

function gotStale(changeSet: OpenChangeSet, refusal: StaleChangeSetError): Decision<Begun> {
  const { replacement } = changed(changeSet, { state: 'STALE', approval: null, note: refusal.message });
  return {
    transition: {
      kind: 'STALE',
      changeSetId: changeSet.id,
      details: { planHash: changeSet.body.planHash, drifted: refusal.drifted },
      changeSets: [replacement],
    },
    answer: { refusal },
  };
}

/** Decreases first, the largest first; then increases. Ties by campaign, so that the order is always the same. */
function ordered(items: readonly StageItem[]): readonly StageItem[] {
  const change = ({ beforeMicros, afterMicros, isBudgetKnown }: StageItem) =>
    afterMicros - (isBudgetKnown ? beforeMicros : 0n);
  return [...items].sort((a, b) => {
    const difference = change(a) - change(b);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return a.item.campaignId < b.item.campaignId ? -1 : 1;
  });
}

function ordersOf(items: readonly StageItem[], drifted: Assessment['drifted']): Order[] {
  const driftedIds = new Set(drifted.map(({ campaignId }) => campaignId));
  return ordered(items).map(({ item, isBudgetKnown, beforeMicros, afterMicros }) => ({
    campaignId: item.campaignId,
    isBudgetKnown,
    beforeMicros: beforeMicros.toString(),
    afterMicros: afterMicros.toString(),
    isDrifted: driftedIds.has(item.campaignId),
  }));
}

const hashOf = ({ idempotencyKey: _, ...request }: Apply): string => inputHash(request);

function checkKey(key: string): void {
  if (/^[^#\p{Cc}\p{Cs}]{1,200}$/u.test(key)) return;
  throw new InvalidInputError(
    ['idempotencyKey'],
    'Wanted 1 to 200 characters without "#" or control characters, such as a UUID.',
  );
}

/** The application of a change set that came last; null before the first. */
export async function latestApplication(
  deps: PlanningDeps,
  { workspaceId }: Pick<Actor, 'workspaceId'>,
  { body }: OpenChangeSet,
): Promise<OpenApplication | null> {
  const id = body.applicationIds.at(-1);
  return id === undefined ? null : readApplication(deps, workspaceId, id);
}
