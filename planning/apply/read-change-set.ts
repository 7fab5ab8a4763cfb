import { changeSetId, MalformedIdError, type WorkspaceId } from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { type OpenChangeSet, opened } from './change-set-body.ts';

export async function findChangeSet(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  id: string,
): Promise<OpenChangeSet | null> {
  try {
    const found = await deps.store.ledger.changeSet(workspace, changeSetId(id));
    return found && opened(found);
  } catch (error) {
    if (error instanceof MalformedIdError) return null;
    throw error;
  }
}

/** Throws `InvalidInputError` where the workspace has none. */
export async function readChangeSet(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  id: string,
): Promise<OpenChangeSet> {
  const found = await findChangeSet(deps, workspace, id);
  if (found !== null) return found;
  throw new InvalidInputError(['id'], `There is no change set ${JSON.stringify(id)} in this workspace.`);
}
