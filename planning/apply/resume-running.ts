import { applicationId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { ledgerStateAfter } from './ledger-state.ts';
import { resumeApplication } from './resume.ts';
import type { Actor } from './transact.ts';

/** Takes the application that is writing budgets, if there is one, to its end: nothing else may touch them before. */
export async function resumeRunning(deps: PlanningDeps, actor: Actor): Promise<void> {
  const { running } = ledgerStateAfter(await deps.store.ledger.newestEvent(actor.workspaceId));
  if (running !== null) await resumeApplication(deps, actor, applicationId(running.applicationId));
}
