import type { PlanningDeps } from '../deps.ts';
import { changed, type OpenChangeSet } from './change-set-body.ts';
import { findChangeSet } from './read-change-set.ts';
import { stateAt } from './states.ts';
import { type Actor, transact } from './transact.ts';

/**
 * Puts down that a change set expired, for the log: what it says of itself does not wait for that. One that has not
 * expired, or was noted, stays as it is; null where there is none.
 */
export const expireChangeSet = (
  deps: PlanningDeps,
  actor: Actor,
  id: string,
): Promise<OpenChangeSet | null> =>
  transact(deps, actor, async () => {
    const changeSet = await findChangeSet(deps, actor.workspaceId, id);
    const hasExpired =
      changeSet?.state !== 'EXPIRED' && changeSet && stateAt(changeSet, deps.now()) === 'EXPIRED';
    if (!hasExpired) return { transition: null, answer: changeSet };
    const note = `It expired at ${changeSet.body.expiresAt} as ${changeSet.state}.`;
    const { next, replacement } = changed(changeSet, { state: 'EXPIRED', approval: null, note });
    return {
      transition: {
        kind: 'EXPIRED',
        changeSetId: changeSet.id,
        details: { was: changeSet.state, planHash: changeSet.body.planHash },
        changeSets: [replacement],
      },
      answer: next,
    };
  });
