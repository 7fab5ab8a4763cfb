import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import type { FileUploads } from '../../store/local/file-uploads.ts';
import { type WorkspaceId, workspaceId } from '../../store/model/ids.ts';

const PATH = '/uploads/';
const GOOD_FOR_MS = 15 * 60_000;
/** A million daily rows are well under a tenth of this. */
const MAX_UPLOAD_BYTES = 2 ** 31;

export interface UploadRoute {
  /** An address that takes one file by PUT, signed as a bucket's would be: it needs no token. */
  urlOf(workspace: WorkspaceId, uploadId: string): string;
  /** Answers requests to those addresses, and hands on all others. */
  with(uploads: FileUploads, listener: RequestListener): RequestListener;
}

/** The signing key lives as long as the process: addresses do not outlive a restart. */
export function createUploadRoute(serverUrl: string): UploadRoute {
  const key = randomBytes(32);
  const sign = (workspace: string, uploadId: string, expires: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([workspace, uploadId, expires]))
      .digest('base64url');

  function permitted(request: IncomingMessage): { workspace: WorkspaceId; uploadId: string } | null {
    const url = new URL(request.url ?? '', serverUrl);
    const uploadId = decodeURIComponent(url.pathname.slice(PATH.length));
    const [workspace = '', expires = '', signature = ''] = ['workspace', 'expires', 'signature'].map(
      (name) => url.searchParams.get(name) ?? '',
    );
    const wanted = Buffer.from(sign(workspace, uploadId, expires));
    const given = Buffer.from(signature);
    const isOurs = given.length === wanted.length && timingSafeEqual(given, wanted);
    return isOurs && Number(expires) > Date.now() ? { workspace: workspaceId(workspace), uploadId } : null;
  }

  return {
    urlOf(workspace, uploadId) {
      const expires = String(Date.now() + GOOD_FOR_MS);
      const query = new URLSearchParams({
        workspace,
        expires,
        signature: sign(workspace, uploadId, expires),
      });
      return `${serverUrl}${PATH}${encodeURIComponent(uploadId)}?${query}`;
    },
    with: (uploads, listener) => (request, response) => {
      if (!request.url?.startsWith(PATH)) return listener(request, response);
      void receive(request, response, uploads, request.method === 'PUT' ? permitted(request) : null);
    },
  };
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  uploads: FileUploads,
  upload: { readonly workspace: WorkspaceId; readonly uploadId: string } | null,
): Promise<void> {
  if (upload === null)
    return answer(response, 403, 'This address is not good, or no longer. Request another upload.');
  try {
    await uploads.receive(upload.workspace, upload.uploadId, request.pipe(atMost(MAX_UPLOAD_BYTES)));
    answer(response, 204, '');
  } catch (error) {
    const isTooLarge = error instanceof UploadTooLargeError;
    answer(response, isTooLarge ? 413 : 500, isTooLarge ? error.message : 'The upload could not be kept.');
  }
}

class UploadTooLargeError extends Error {
  override readonly name = 'UploadTooLargeError';
  readonly code = 'UPLOAD_TOO_LARGE';
}

function atMost(limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limit) return done(null, chunk);
      done(new UploadTooLargeError(`The file is larger than ${limit / 2 ** 30} GiB. Split it by year.`));
    },
  });
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(text === '' ? undefined : `${text}\n`);
}
