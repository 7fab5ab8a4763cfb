import type { Credentials } from '../aws-signature.ts';
import { DatabaseUnavailableError, UploadMissingError } from '../errors.ts';
import type { WorkspaceId } from '../model/ids.ts';
import type { UploadStore } from '../ports.ts';
import { presignedUrl } from './presign.ts';

export interface S3UploadsOptions {
  readonly bucket: string;
  readonly region: string;
  /** Asked for each request. */
  readonly credentials: () => Credentials;
  readonly now?: () => Date;
  readonly fetch?: typeof fetch;
}

const GOOD_FOR_SECONDS = 15 * 60;

/**
 * Uploads in a bucket of their own, the workspace first in every key. Files that are never committed are left to the
 * bucket's lifecycle rule. The function needs the right to put, get and delete objects, and to list the bucket: without
 * that, S3 does not say that an object is missing.
 */
export function createS3Uploads(options: S3UploadsOptions): UploadStore {
  const { bucket, region, credentials, now = () => new Date(), fetch: send = fetch } = options;
  const host = `${bucket}.s3.${region}.amazonaws.com`;
  const urlFor = (method: 'GET' | 'PUT' | 'DELETE', workspace: WorkspaceId, uploadId: string) =>
    presignedUrl({
      method,
      host,
      key: `${encodeURIComponent(workspace)}/${encodeURIComponent(uploadId)}`,
      region,
      credentials: credentials(),
      expiresInSeconds: GOOD_FOR_SECONDS,
      now: now(),
    });

  async function request(
    method: 'GET' | 'PUT' | 'DELETE',
    workspace: WorkspaceId,
    uploadId: string,
    body?: Uint8Array<ArrayBuffer>,
  ): Promise<Response> {
    const answer = await send(urlFor(method, workspace, uploadId), { method, ...(body && { body }) });
    if (answer.ok) return answer;
    if (answer.status === 404) throw new UploadMissingError(uploadId);
    throw new DatabaseUnavailableError(
      `The bucket of uploads answered ${method} with ${answer.status}. Try again.`,
    );
  }

  return {
    async target(workspace, uploadId) {
      return { url: urlFor('PUT', workspace, uploadId), method: 'PUT', headers: [] };
    },
    async write(workspace, uploadId, bytes) {
      await request('PUT', workspace, uploadId, Uint8Array.from(bytes));
    },
    async *open(workspace, uploadId) {
      const { body } = await request('GET', workspace, uploadId);
      if (body !== null) yield* body as unknown as AsyncIterable<Uint8Array>;
    },
    async remove(workspace, uploadId) {
      await request('DELETE', workspace, uploadId).catch((error: unknown) => {
        if (!(error instanceof UploadMissingError)) throw error;
      });
    },
  };
}
