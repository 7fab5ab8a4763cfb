import { ApiError, type Client } from './create-client.ts';
import type { Failure } from './documents.ts';
import {
  COMMIT_IMPORT,
  type Import,
  PREVIEW_IMPORT,
  type PreviewImportInput,
  REQUEST_UPLOAD,
} from './import-documents.ts';

/** Up to here a file is sent within the request; base64 makes it a third larger. */
const MOST_INLINE_BYTES = 4_000_000;

/** Sends the file, and answers with what an import of it would do. A refused file is an answer too. */
export async function previewFile(
  client: Client,
  file: Blob,
  input: Omit<PreviewImportInput, 'uploadId' | 'base64'>,
  put: typeof fetch = fetch,
): Promise<Import> {
  const content =
    file.size <= MOST_INLINE_BYTES
      ? { base64: Buffer.from(await file.arrayBuffer()).toString('base64') }
      : { uploadId: await upload(client, file, put) };
  const { previewImport } = await client.request(PREVIEW_IMPORT, { input: { ...input, ...content } });
  if (!('import' in previewImport)) throw failed(previewImport);
  return previewImport.import;
}

async function upload(client: Client, file: Blob, put: typeof fetch): Promise<string> {
  const { requestUpload } = await client.request(REQUEST_UPLOAD, {});
  if (!('uploadId' in requestUpload)) throw failed(requestUpload);
  const { url, uploadId, headers } = requestUpload;
  const answer = await put(url, {
    method: 'PUT',
    headers: headers.map(({ name, value }): [string, string] => [name, value]),
    body: file,
  }).catch((cause: unknown) => {
    throw new ApiError('UNREACHABLE', `The upload to ${new URL(url).origin} broke off. Try again.`, null, {
      cause,
    });
  });
  if (answer.ok) return uploadId;
  const said = (await answer.text()).slice(0, 200).trim();
  throw new ApiError(`HTTP_${answer.status}`, `The upload was answered ${answer.status}: ${said}`);
}

/** Commits until all is committed; `onProgress` hears of every part. */
export async function commitPreviewed(
  client: Client,
  { id, contentHash }: Import,
  loadPossibleDuplicates: boolean,
  onProgress: (rowsDone: number) => void,
): Promise<Import> {
  for (;;) {
    const { commitImport } = await client.request(COMMIT_IMPORT, {
      input: { id, contentHash, loadPossibleDuplicates },
    });
    if (!('import' in commitImport)) throw failed(commitImport);
    onProgress(commitImport.import.rowsDone);
    if (commitImport.import.state === 'COMMITTED') return commitImport.import;
  }
}

const failed = ({ code, message }: Failure) => new ApiError(code, message);
