import { applicationId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { changed, type OpenChangeSet, toBeKept } from './change-set-body.ts';
import { resultsInLog } from './executors/store.ts';
import { finished } from './finish.ts';
import { readApplication } from './read-application.ts';
import { readChangeSet } from './read-change-set.ts';
import { checkState } from './states.ts';
import { type Actor, transact } from './transact.ts';

/**
 * Ends a change set. While it is being applied, what is done stays done and the rest is not written: it is then
 * PARTIALLY_APPLIED, or CANCELLED where nothing was done. Throws `WrongStateError` and `InvalidInputError`.
 */
export const cancelChangeSet = (
  deps: PlanningDeps,
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<OpenChangeSet> =>
  transact(deps, actor, async (view) => {
    const changeSet = await readChangeSet(deps, actor.workspaceId, id);
    checkState(changeSet, 'cancelled', deps.now());
    const latest = changeSet.body.applicationIds.at(-1);
    if (changeSet.state !== 'APPLYING' || latest === undefined) {
      const state = changeSet.body.nextStage > 0 ? 'PARTIALLY_APPLIED' : 'CANCELLED';
      const { next, replacement } = changed(changeSet, { state, approval: null, note: reason });
      return {
        transition: {
          kind: 'CANCELLED',
          changeSetId: changeSet.id,
          details: { reason },
          changeSets: [replacement],
        },
        answer: next,
      };
    }
    const application = await readApplication(deps, actor.workspaceId, applicationId(latest));
    const settled =
      application.body.executor === 'STORE'
        ? await resultsInLog(deps, actor, application)
        : application.body.results.filter(({ status }) => status !== 'PENDING');
    const { transition, changeSet: next } = await finished(deps, actor, view, application, settled);
    const isUntouched = next.state === 'FAILED' && next.body.nextStage === 1;
    // The stages that would follow do not.
    const ended = next.state === 'SCHEDULED' ? ('PARTIALLY_APPLIED' as const) : next.state;
    const state = isUntouched ? ('CANCELLED' as const) : ended;
    const noted = { ...next, attention: undefined, state, body: { ...next.body, note: reason } };
    const [own, ...others] = transition.changeSets ?? [];
    return {
      transition: {
        ...transition,
        kind: 'CANCELLED',
        details: { ...transition.details, reason },
        changeSets: own ? [{ ...own, record: toBeKept(noted) }, ...others] : others,
      },
      answer: noted,
    };
  });
