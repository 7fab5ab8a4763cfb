import { UploadMissingError } from '../errors.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { UploadStore } from '../ports.ts';

/** Uploads in this process's memory, for tests. Nothing can be put from outside: files come inline. */
export function createMemoryUploads(): UploadStore {
  const files = new Map<string, Uint8Array>();
  const keyOf = (workspace: WorkspaceId, uploadId: string) => `${workspace}\n${uploadId}`;
  return {
    async target(_workspace, uploadId) {
      return { url: `memory:${uploadId}`, method: 'PUT', headers: [] };
    },
    async write(workspace, uploadId, bytes) {
      files.set(keyOf(workspace, uploadId), bytes.slice());
    },
    async *open(workspace, uploadId) {
      const bytes = files.get(keyOf(workspace, uploadId));
      if (bytes === undefined) throw new UploadMissingError(uploadId);
      yield bytes;
    },
    async remove(workspace, uploadId) {
      files.delete(keyOf(workspace, uploadId));
    },
  };
}
