import { VersionConflictError } from '../../store/errors.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { JobMessage, PlanningDeps } from '../deps.ts';
import { isPlanningError } from '../errors.ts';
import { computeAnswer } from './compute-answer.ts';
import { requestIn } from './read-scenario.ts';

/**
 * A worker's part: answers a scenario that was queued. The message may come again, or late: a scenario that is done,
 * failed or cancelled is left as it is, and an answer that comes after a cancellation is thrown away. Anything
 * unexpected is thrown, so that the queue delivers the message again.
 */
export async function runScenario(
  deps: PlanningDeps,
  { workspaceId, scenarioId }: JobMessage,
): Promise<Scenario | null> {
  const queued = await deps.store.scenarios.get(workspaceId, scenarioId);
  if (!queued || isFinal(queued)) return queued;
  try {
    const running = await deps.store.scenarios.put({ ...queued, state: 'RUNNING', progress: 0.1 });
    return await deps.store.scenarios.put({ ...running, ...(await answerOf(deps, running)) });
  } catch (error) {
    // Someone cancelled, or another worker has the same message: what is stored stands.
    if (!(error instanceof VersionConflictError)) throw error;
    const stored = await deps.store.scenarios.get(workspaceId, scenarioId);
    return stored && !isFinal(stored) && stored.state === 'QUEUED'
      ? runScenario(deps, { kind: 'SCENARIO', workspaceId, scenarioId })
      : stored;
  }
}

export const isFinal = ({ state }: Scenario): boolean => state !== 'QUEUED' && state !== 'RUNNING';

async function answerOf(deps: PlanningDeps, running: Scenario): Promise<Partial<Scenario>> {
  try {
    const answer = await computeAnswer(deps, running.workspaceId, requestIn(running));
    return { ...answer, state: 'DONE', progress: 1 };
  } catch (error) {
    if (!isPlanningError(error)) throw error;
    return { state: 'FAILED', progress: 1, failure: { code: error.code, message: error.message } };
  }
}
