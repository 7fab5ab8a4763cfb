import {
  type ApplicationId,
  applicationId,
  MalformedIdError,
  type WorkspaceId,
} from '../../store/model/ids.ts';
import type { PlanningDeps } from '../deps.ts';
import { InvalidInputError } from '../errors.ts';
import { type OpenApplication, openedApplication } from './application-body.ts';

export async function findApplication(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  id: string,
): Promise<OpenApplication | null> {
  try {
    const found = await deps.store.ledger.application(workspace, applicationId(id));
    return found && openedApplication(found);
  } catch (error) {
    if (error instanceof MalformedIdError) return null;
    throw error;
  }
}

/** Throws `InvalidInputError` where the workspace has none. */
export async function readApplication(
  deps: PlanningDeps,
  workspace: WorkspaceId,
  id: ApplicationId | string,
): Promise<OpenApplication> {
  const found = await findApplication(deps, workspace, id);
  if (found !== null) return found;
  throw new InvalidInputError(
    ['applicationId'],
    `There is no application ${JSON.stringify(id)} in this workspace.`,
  );
}
