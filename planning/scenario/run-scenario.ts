import { VersionConflictError } from '../../store/errors.ts';
import type { Scenario } from '../../store/model/entities.ts';
import type { PlanningDeps, ScenarioJob } from '../deps.ts';
import { isPlanningError } from '../errors.ts';
import { computeAnswer } from './compute-answer.ts';
import { isFinal, requestIn } from './read-scenario.ts';

/** Another worker computes it at this moment. The message must be kept until it is known that it finished. */
export class ScenarioLeasedError extends Error {
  override readonly name = 'ScenarioLeasedError';
  readonly code = 'SCENARIO_LEASED';
}

/** A little more than a function on AWS lives: who has not answered by then is dead. */
const LEASE_MS = 16 * 60_000;

/**
 * A worker's part: answers a scenario that was queued. The message may come again, or late: a scenario that is done,
 * failed or cancelled is left as it is, and an answer that comes after a cancellation is thrown away. While one worker
 * holds the lease no other computes the same; one that died is taken over from when its lease has run out. Throws
 * `ScenarioLeasedError`, and anything unexpected, so that the queue delivers the message again.
 */
export async function runScenario(
  deps: PlanningDeps,
  job: Pick<ScenarioJob, 'workspaceId' | 'scenarioId'>,
  leaseMs: number = LEASE_MS,
): Promise<Scenario | null> {
  const claimed = await claim(deps, job, leaseMs);
  if (!claimed || isFinal(claimed)) return claimed;
  try {
    return await settle(deps, claimed, await answerOf(deps, claimed));
  } catch (error) {
    // Whoever gets the message next need not wait for the lease. If even this fails, they wait.
    await settle(deps, claimed, {}).catch(() => {});
    throw error;
  }
}

/** The scenario with a lease of ours, or as it is where there is nothing to compute. */
async function claim(
  { store, now }: PlanningDeps,
  { workspaceId, scenarioId }: Pick<ScenarioJob, 'workspaceId' | 'scenarioId'>,
  leaseMs: number,
): Promise<Scenario | null> {
  for (;;) {
    const stored = await store.scenarios.get(workspaceId, scenarioId);
    if (!stored || isFinal(stored)) return stored;
    if (stored.state === 'RUNNING' && (stored.leaseUntil ?? '') > now().toISOString()) {
      throw new ScenarioLeasedError(`Scenario ${scenarioId} is being computed until ${stored.leaseUntil}.`);
    }
    const leaseUntil = new Date(now().getTime() + leaseMs).toISOString();
    const put = store.scenarios.put({ ...stored, state: 'RUNNING', progress: 0.1, leaseUntil });
    const claimed = await put.catch(unlessOvertaken);
    if (claimed) return claimed;
  }
}

/** Writes what changes and gives the lease back, if it is still ours: a name or a note may be written meanwhile. */
async function settle(
  { store }: PlanningDeps,
  { workspaceId, id, leaseUntil: own }: Scenario,
  changes: Partial<Scenario>,
): Promise<Scenario | null> {
  for (;;) {
    const stored = await store.scenarios.get(workspaceId, id);
    if (!stored || isFinal(stored) || stored.leaseUntil !== own) return stored;
    const { leaseUntil: _, ...free } = stored;
    const settled = await store.scenarios.put({ ...free, ...changes }).catch(unlessOvertaken);
    if (settled) return settled;
  }
}

function unlessOvertaken(error: unknown): null {
  if (error instanceof VersionConflictError) return null;
  throw error;
}

async function answerOf(deps: PlanningDeps, running: Scenario): Promise<Partial<Scenario>> {
  try {
    const answer = await computeAnswer(deps, running.workspaceId, requestIn(running));
    return { ...answer, state: 'DONE', progress: 1 };
  } catch (error) {
    if (!isPlanningError(error)) throw error;
    return { state: 'FAILED', progress: 1, failure: { code: error.code, message: error.message } };
  }
}
