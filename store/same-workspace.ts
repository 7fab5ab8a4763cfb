import { WorkspaceMismatchError } from './errors.ts';
import type { WorkspaceId } from './model/ids.ts';

/** Throws `WorkspaceMismatchError` at the first record that is not the workspace's own; before anything is written. */
export function assertSameWorkspace(
  what: string,
  workspace: WorkspaceId,
  records: readonly { readonly workspaceId: WorkspaceId }[],
): void {
  const stranger = records.find((record) => record.workspaceId !== workspace);
  if (stranger) throw new WorkspaceMismatchError(what, workspace, stranger.workspaceId);
}
