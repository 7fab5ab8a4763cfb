import type { ScenarioId, WorkspaceId } from '../../store/model/ids.ts';
import { readGuardRails } from '../apply/guard-rails.ts';
import type { PlanningDeps } from '../deps.ts';
import type { Job } from './job.ts';

/** Something new in the table that work may follow from. */
export type Written =
  | { readonly kind: 'SCENARIO_QUEUED'; readonly workspaceId: WorkspaceId; readonly scenarioId: ScenarioId }
  | { readonly kind: 'AUDIT_EVENT'; readonly workspaceId: WorkspaceId; readonly sequence: number };

/**
 * The jobs that follow from what was written. What is written is the promise: a job that is lost can be made again of
 * it, and one that is made twice does no harm.
 */
export async function jobsAfter(
  deps: Pick<PlanningDeps, 'store'>,
  written: Written,
): Promise<readonly Job[]> {
  const { workspaceId } = written;
  switch (written.kind) {
    case 'SCENARIO_QUEUED':
      return [{ kind: 'SCENARIO', workspaceId, scenarioId: written.scenarioId }];
    case 'AUDIT_EVENT': {
      const { eventWebhookUrl } = await readGuardRails(deps, workspaceId);
      return eventWebhookUrl === null ? [] : [{ kind: 'WEBHOOK', workspaceId, sequence: written.sequence }];
    }
  }
}
