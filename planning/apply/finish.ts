import type { ChangeSetState } from '../../store/model/ledger.ts';
import type { PlanningDeps } from '../deps.ts';
import { changedApplication, type ItemResult, type OpenApplication, resultOf } from './application-body.ts';
import { expiryOf } from './approve.ts';
import { changed, type OpenChangeSet, type RunsBy, SELF_RUNNING } from './change-set-body.ts';
import { isRunning } from './ledger-state.ts';
import { readChangeSet } from './read-change-set.ts';
import type { Actor, LedgerView, Transition } from './transact.ts';

export interface Finished {
  readonly transition: Transition;
  readonly application: OpenApplication;
  readonly changeSet: OpenChangeSet;
}

/** The end of an application: every item is settled. Those without a result were not written. */
export async function finished(
  deps: PlanningDeps,
  actor: Actor,
  { state }: LedgerView,
  application: OpenApplication,
  settled: readonly ItemResult[],
): Promise<Finished> {
  const changeSet = await readChangeSet(deps, actor.workspaceId, application.changeSetId);
  const resultOfCampaign = new Map(settled.map((result) => [result.campaignId, result]));
  const results = application.body.orders.map(
    ({ campaignId }) => resultOfCampaign.get(campaignId) ?? resultOf(campaignId, 'NOT_WRITTEN'),
  );
  const now = deps.now().toISOString();
  const outcome = outcomeOf(changeSet, results);
  const done = changedApplication(application, { state: 'DONE', finishedAt: now, results });
  const after = changed(changeSet, {
    ...nextOf(changeSet, application, outcome, now),
    ...(changeSet.body.heldBack?.length ? { heldBack: [], note: null } : {}),
    appliedAt: now,
  });
  const original =
    outcome === 'APPLIED' && changeSet.body.rollbackOf !== null
      ? await readChangeSet(deps, actor.workspaceId, changeSet.body.rollbackOf)
      : null;
  return {
    application: done.next,
    changeSet: after.next,
    transition: {
      kind: outcome,
      changeSetId: changeSet.id,
      applicationId: application.id,
      details: {
        planHash: application.body.planHash,
        stage: application.body.stage,
        counts: countsOf(results),
      },
      application: done.replacement,
      changeSets: [
        after.replacement,
        ...(original
          ? [changed(original, { state: 'ROLLED_BACK', rolledBackBy: changeSet.id }).replacement]
          : []),
      ],
      state: {
        running: isRunning(state, application.id) ? null : state.running,
        awaited: state.awaited.filter(({ applicationId }) => applicationId !== application.id),
      },
    },
  };
}

type Outcome = Extract<ChangeSetState, 'APPLIED' | 'PARTIALLY_APPLIED' | 'FAILED'> | 'STAGE_APPLIED';

function outcomeOf({ body }: OpenChangeSet, results: readonly ItemResult[]): Outcome {
  const applied = results.filter(({ status }) => status === 'APPLIED').length;
  if (applied === 0) return 'FAILED';
  if (applied < results.length) return 'PARTIALLY_APPLIED';
  return body.nextStage + 1 < body.stages.length ? 'STAGE_APPLIED' : 'APPLIED';
}

/**
 * After a stage of a ramp it waits for the next; the days between count from when the first one was due. Where nobody
 * said how it goes on, it goes on as it began, if that needs nobody.
 */
function nextOf({ body }: OpenChangeSet, application: OpenApplication, outcome: Outcome, now: string) {
  if (outcome !== 'STAGE_APPLIED') return { state: outcome, nextStage: body.nextStage + 1 };
  const scheduledFor = body.scheduledFor ?? now;
  return {
    state: 'SCHEDULED' as const,
    nextStage: body.nextStage + 1,
    scheduledFor,
    runsBy: body.runsBy === undefined ? asItBegan(application) : body.runsBy,
    expiresAt: expiryOf(body, new Date(scheduledFor)),
  };
}

function asItBegan({ body }: OpenApplication): RunsBy | null {
  const executor = SELF_RUNNING.find((kind) => kind === body.executor);
  return executor ? { subject: body.startedBy, executor, isAllOrNothing: body.isAllOrNothing } : null;
}

export function countsOf(results: readonly ItemResult[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
