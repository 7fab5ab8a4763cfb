import type { WorkspaceId } from './model/ids.ts';

/** Where a client puts a file's bytes. */
export interface UploadTarget {
  /** Good for a while only. */
  readonly url: string;
  readonly method: 'PUT';
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** Keeps the bytes of a file between its preview and its commit: a folder here, a bucket on AWS. */
export interface UploadStore {
  target(workspace: WorkspaceId, uploadId: string): Promise<UploadTarget>;
  /** For small files that come inline. */
  write(workspace: WorkspaceId, uploadId: string, bytes: Uint8Array): Promise<void>;
  /** From the beginning, each time. Throws `UploadMissingError` when first read if nothing was put there. */
  open(workspace: WorkspaceId, uploadId: string): AsyncIterable<Uint8Array>;
  /** What is not there is as good as removed. */
  remove(workspace: WorkspaceId, uploadId: string): Promise<void>;
}
