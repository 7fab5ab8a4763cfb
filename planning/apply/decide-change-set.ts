import type { ChangeSet } from '../../store/model/ledger.ts';
import type { PlanningDeps } from '../deps.ts';
import { type ChangeSetBody, changed, type OpenChangeSet } from './change-set-body.ts';
import { readChangeSet } from './read-change-set.ts';
import { type Act, checkPlanHash, checkState } from './states.ts';
import { type Actor, type LedgerView, transact } from './transact.ts';

interface Verdict {
  readonly kind: string;
  readonly details: object;
  readonly changes: Partial<ChangeSetBody> & { state: ChangeSet['state'] };
}

export interface OnChangeSet {
  readonly id: string;
  /** Where given, the revision that the caller looked at. */
  readonly planHash?: string | undefined;
}

/** One transition of one change set that touches nothing else. */
export function decideChangeSet(
  deps: PlanningDeps,
  actor: Actor,
  { id, planHash }: OnChangeSet,
  act: Act,
  verdictOn: (changeSet: OpenChangeSet, view: LedgerView) => Promise<Verdict> | Verdict,
): Promise<OpenChangeSet> {
  return transact(deps, actor, async (view) => {
    const changeSet = await readChangeSet(deps, actor.workspaceId, id);
    if (planHash !== undefined) checkPlanHash(changeSet, planHash);
    checkState(changeSet, act, deps.now());
    const { kind, details, changes } = await verdictOn(changeSet, view);
    const { next, replacement } = changed(changeSet, changes);
    return {
      transition: {
        kind,
        changeSetId: changeSet.id,
        details: { ...details, planHash: next.body.planHash },
        changeSets: [replacement],
      },
      answer: next,
    };
  });
}
