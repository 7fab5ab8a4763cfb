import { applyDue } from '../apply/apply-due.ts';
import { expireChangeSet } from '../apply/expire.ts';
import type { PlanningDeps } from '../deps.ts';
import { checkPacing } from '../goals/check-pacing.ts';
import { runScenario } from '../scenario/run-scenario.ts';
import { deliverEvent } from './deliver-event.ts';
import type { Job } from './job.ts';
import { refit } from './refit.ts';

export interface RunOptions {
  /** See `runScenario`. */
  readonly leaseMs?: number | undefined;
}

/** Who the log names for what nobody asked for. */
const CLOCK = 'clock';

/**
 * Does one job, in a word says what became of it. Doing it again changes nothing. Throws what another attempt may find
 * gone.
 */
export async function runJob(deps: PlanningDeps, job: Job, { leaseMs }: RunOptions = {}): Promise<string> {
  const { workspaceId } = job;
  switch (job.kind) {
    case 'SCENARIO':
      return (await runScenario(deps, job, leaseMs))?.state ?? 'MISSING';
    case 'REFIT':
      return (await refit(deps, workspaceId, job.channel)) ? 'FITTED' : 'UNCHANGED';
    case 'APPLY_DUE':
      return applyDue(deps, workspaceId, job.changeSetId);
    case 'EXPIRE':
      return (
        (await expireChangeSet(deps, { workspaceId, subject: CLOCK }, job.changeSetId))?.state ?? 'MISSING'
      );
    case 'PACING_CHECK':
      return checkPacing(deps, { workspaceId, subject: CLOCK });
    case 'WEBHOOK':
      return deliverEvent(deps, workspaceId, job.sequence);
  }
}
