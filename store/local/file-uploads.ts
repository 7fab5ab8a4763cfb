import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UploadMissingError } from '../errors.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { UploadStore } from '../ports.ts';

export interface FileUploads extends UploadStore {
  /** Keeps what the stream gives; of a stream that breaks off, nothing. */
  receive(workspace: WorkspaceId, uploadId: string, bytes: Readable): Promise<void>;
  /** Removes the folder if it was made for this process alone. */
  close(): Promise<void>;
}

export interface FileUploadsOptions {
  /** Uploads outlive the process here. Left out: in a temporary folder, until `close`. */
  readonly dataDir?: string | undefined;
  /** The address that takes a PUT for the upload. */
  readonly urlOf: (workspace: WorkspaceId, uploadId: string) => string;
}

/** Uploads as files of a folder on this machine. */
export async function createFileUploads({ dataDir, urlOf }: FileUploadsOptions): Promise<FileUploads> {
  const folder =
    dataDir === undefined ? await mkdtemp(join(tmpdir(), 'equimarginal-')) : join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true });
  // No id says where on the disk it lies.
  const pathOf = (workspace: WorkspaceId, uploadId: string) =>
    join(folder, createHash('sha256').update(`${workspace}\n${uploadId}`).digest('hex'));

  async function keep(path: string, bytes: Readable | Iterable<Uint8Array>): Promise<void> {
    const unfinished = `${path}.part`;
    await pipeline(bytes, createWriteStream(unfinished));
    await rename(unfinished, path);
  }

  return {
    async target(workspace, uploadId) {
      return { url: urlOf(workspace, uploadId), method: 'PUT', headers: [] };
    },
    write: (workspace, uploadId, bytes) => keep(pathOf(workspace, uploadId), [bytes]),
    receive: (workspace, uploadId, bytes) => keep(pathOf(workspace, uploadId), bytes),
    async *open(workspace, uploadId) {
      try {
        yield* createReadStream(pathOf(workspace, uploadId)) as AsyncIterable<Uint8Array>;
      } catch (error) {
        const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        throw isMissing ? new UploadMissingError(uploadId) : error;
      }
    },
    remove: (workspace, uploadId) => rm(pathOf(workspace, uploadId), { force: true }),
    async close() {
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
