import { ApiError, request } from '../api/client.ts';
import { COMMIT, PREVIEW, type PreviewedImport, REQUEST_UPLOAD } from './documents.ts';
import type { Answers } from './questions.tsx';

/** Larger files are put where the API reads them from, and not into the request. */
const MOST_INLINE_BYTES = 3_000_000;

/** Reads the file as the planner says it is meant, says what an import of it would do, and stores nothing of its rows. */
export async function previewFile(file: File, answers: Answers): Promise<PreviewedImport> {
  const content =
    file.size <= MOST_INLINE_BYTES
      ? { base64: base64Of(await file.arrayBuffer()) }
      : { uploadId: await upload(file) };
  const { previewImport } = await request(PREVIEW, { input: { name: file.name, ...answers, ...content } });
  if (previewImport.__typename === 'PreviewImportSuccess') return previewImport.import;
  throw new ApiError(previewImport.code, previewImport.message);
}

/** Loads what was previewed: a large file takes several calls, each of which says how far it is. */
export async function commitImport(
  { id, contentHash }: PreviewedImport,
  loadPossibleDuplicates: boolean,
  onProgress: (share: number) => void,
): Promise<void> {
  for (;;) {
    const { commitImport: answer } = await request(COMMIT, {
      input: { id, contentHash, loadPossibleDuplicates },
    });
    if (answer.__typename !== 'CommitImportSuccess') throw new ApiError(answer.code, answer.message);
    const { state, rowsDone, preview } = answer.import;
    onProgress(preview.rows === 0 ? 1 : rowsDone / preview.rows);
    if (state !== 'COMMITTING') return;
  }
}

async function upload(file: File): Promise<string> {
  const { requestUpload } = await request(REQUEST_UPLOAD, {});
  if (requestUpload.__typename !== 'RequestUploadSuccess')
    throw new ApiError(requestUpload.code, requestUpload.message);
  const headers = Object.fromEntries(requestUpload.headers.map(({ name, value }) => [name, value]));
  const response = await fetch(requestUpload.url, { method: 'PUT', headers, body: file });
  if (!response.ok) throw new ApiError(`HTTP_${response.status}`, await response.text());
  return requestUpload.uploadId;
}

function base64Of(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}
