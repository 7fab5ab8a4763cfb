import type { Scenario } from '../../store/model/entities.ts';
import type { ScenarioId } from '../../store/model/ids.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { isFinal } from './read-scenario.ts';

/** What people write on a scenario. What is absent stays. */
export interface ScenarioLabels {
  readonly name?: string | undefined;
  readonly note?: string | null | undefined;
  readonly isArchived?: boolean | undefined;
}

const LONGEST_NAME = 200;
const LONGEST_NOTE = 5000;

/** Throws `InvalidInputError`, and `VersionConflictError` when someone else wrote since `expectedVersion`. */
export async function labelScenario(
  deps: PlanningDeps,
  viewer: Pick<Viewer, 'workspaceId'>,
  id: ScenarioId,
  { name, note, isArchived }: ScenarioLabels,
  expectedVersion?: number,
): Promise<Scenario> {
  if (name !== undefined && (name.trim() === '' || name.length > LONGEST_NAME)) {
    throw new InvalidInputError(
      ['name'],
      `The name has ${name.length} characters; wanted 1 to ${LONGEST_NAME}.`,
    );
  }
  if (note && note.length > LONGEST_NOTE) {
    throw new InvalidInputError(
      ['note'],
      `The note has ${note.length} characters; at most ${LONGEST_NOTE} are kept.`,
    );
  }
  const scenario = await scenarioById(deps, viewer, id);
  return deps.store.scenarios.put({
    ...scenario,
    name: name ?? scenario.name,
    note: note === undefined ? scenario.note : note,
    isArchived: isArchived ?? scenario.isArchived,
    version: expectedVersion ?? scenario.version,
  });
}

/** Stops what is queued or running; its answer, should one still come, is thrown away. A final scenario stays as it is. */
export async function cancelScenario(
  deps: PlanningDeps,
  viewer: Pick<Viewer, 'workspaceId'>,
  id: ScenarioId,
): Promise<Scenario> {
  const scenario = await scenarioById(deps, viewer, id);
  if (isFinal(scenario)) return scenario;
  return deps.store.scenarios.put({ ...scenario, state: 'CANCELLED' });
}

/** Throws `InvalidInputError` where this workspace has none by that id. */
export async function scenarioById(
  deps: PlanningDeps,
  { workspaceId }: Pick<Viewer, 'workspaceId'>,
  id: ScenarioId,
  path: readonly string[] = ['id'],
): Promise<Scenario> {
  const scenario = await deps.store.scenarios.get(workspaceId, id);
  if (scenario) return scenario;
  throw new InvalidInputError(path, `There is no scenario ${JSON.stringify(id)} in this workspace.`);
}
