import type { PlanningDeps } from '../deps.ts';
import { isPlanningError } from '../errors.ts';
import { inputHash } from '../scenario/input-hash.ts';
import { applyChangeSet } from './apply-change-set.ts';
import { changed, type OpenChangeSet, type RunsBy } from './change-set-body.ts';
import { dueAt } from './due.ts';
import { GuardRailError, PlanHashMismatchError, StaleChangeSetError, WrongStateError } from './errors.ts';
import { expireChangeSet } from './expire.ts';
import { findChangeSet } from './read-change-set.ts';
import { stateAt } from './states.ts';
import { type Actor, transact } from './transact.ts';

/** A stage was handed to a webhook that does not take it. Worth another try later. */
export class WebhookUndeliveredError extends Error {
  override readonly name = 'WebhookUndeliveredError';
  readonly code = 'WEBHOOK_UNDELIVERED';
}

export type DueOutcome = 'APPLIED' | 'HANDED_OUT' | 'NOT_DUE' | 'HELD_BACK' | 'STALE' | 'EXPIRED';

/**
 * Applies the stage of a change set that is due by itself, as the one who said so would. Exactly once, whoever asks and
 * how often: the idempotency key is that of the stage. Whatever is in the way is put down in the log: a guard rail once
 * for as long as it stays, drift and restated data as STALE. Throws `BusyError`, `WebhookUndeliveredError`, and anything
 * unexpected, so that it is tried again.
 */
export async function applyDue(
  deps: PlanningDeps,
  workspaceId: Actor['workspaceId'],
  id: string,
): Promise<DueOutcome> {
  const changeSet = await findChangeSet(deps, workspaceId, id);
  const runsBy = changeSet?.body.runsBy;
  if (!changeSet || !runsBy) return 'NOT_DUE';
  const actor = { workspaceId, subject: onBehalfOf(runsBy) };
  if (stateAt(changeSet, deps.now()) === 'EXPIRED') {
    await expireChangeSet(deps, actor, id);
    return 'EXPIRED';
  }
  if (!isDue(changeSet, deps.now())) return 'NOT_DUE';
  try {
    const { state, body } = await applyChangeSet(deps, actor, {
      id,
      planHash: changeSet.body.planHash,
      idempotencyKey: `schedule ${changeSet.body.planHash} ${changeSet.body.nextStage}`,
      executor: runsBy.executor,
      isAllOrNothing: runsBy.isAllOrNothing,
    });
    if (body.delivery?.isDelivered === false) throw new WebhookUndeliveredError(body.delivery.message);
    return state === 'DONE' ? 'APPLIED' : 'HANDED_OUT';
  } catch (error) {
    if (error instanceof StaleChangeSetError) return 'STALE';
    // Somebody edited, cancelled or applied it meanwhile: what they did stands.
    if (error instanceof WrongStateError || error instanceof PlanHashMismatchError) return 'NOT_DUE';
    if (error instanceof GuardRailError) {
      const rails = error.violations.map(({ rail, campaignId }) =>
        campaignId ? `${rail} ${campaignId}` : rail,
      );
      return holdBack(deps, actor, id, { message: error.message, rails, violations: error.violations });
    }
    if (!isPlanningError(error)) throw error;
    return holdBack(deps, actor, id, { message: error.message, rails: [error.code], violations: [] });
  }
}

/** Who is written into the log. */
const onBehalfOf = ({ subject }: RunsBy): string =>
  subject.endsWith(BY_SCHEDULE) ? subject : `${subject}${BY_SCHEDULE}`;
const BY_SCHEDULE = ' (by schedule)';

function isDue({ state, body }: OpenChangeSet, now: Date): boolean {
  const due = dueAt(body);
  return (state === 'SCHEDULED' || state === 'APPLYING') && due !== null && due <= now.toISOString();
}

const MOST_NAMED = 50;

interface Hindrance {
  readonly message: string;
  /** By which it is known again. */
  readonly rails: readonly string[];
  readonly violations: GuardRailError['violations'];
}

/** It stays due, and is tried again; the log hears of it when what is in the way becomes another. */
const holdBack = (
  deps: PlanningDeps,
  actor: Actor,
  id: string,
  { message, rails, violations }: Hindrance,
): Promise<DueOutcome> =>
  transact(deps, actor, async () => {
    const changeSet = await findChangeSet(deps, actor.workspaceId, id);
    if (!changeSet || !isDue(changeSet, deps.now())) return { transition: null, answer: 'NOT_DUE' };
    const sorted = [...rails].sort();
    // Thousands of campaigns are known again by a print of them: lists read this too.
    const heldBack = sorted.length > MOST_NAMED ? [inputHash(sorted)] : sorted;
    const isKnown = changeSet.body.heldBack?.join('\n') === heldBack.join('\n');
    if (isKnown) return { transition: null, answer: 'HELD_BACK' };
    return {
      transition: {
        kind: 'HELD_BACK',
        changeSetId: changeSet.id,
        details: { planHash: changeSet.body.planHash, stage: changeSet.body.nextStage, message, violations },
        changeSets: [changed(changeSet, { heldBack, note: message }).replacement],
      },
      answer: 'HELD_BACK',
    };
  });
