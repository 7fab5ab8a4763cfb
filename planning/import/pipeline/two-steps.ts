import { createHash } from 'node:crypto';
import { nameFigure, says } from '../../../optimizer/statement.ts';
import { UploadMissingError } from '../../../store/errors.ts';
import { type ImportId, importId } from '../../../store/model/ids.ts';
import type { UploadStore, UploadTarget } from '../../../store/ports.ts';
import type { PlanningDeps, Viewer } from '../../deps.ts';
import { InvalidInputError } from '../../errors.ts';
import { openExport } from '../open-export.ts';
import type { ExportOptions, OpenedExport } from '../parsed-export.ts';
import { listedWarnings } from '../parsed-export.ts';
import { advance, type Import, importOf } from './journal.ts';
import { isLoadable, loadExport } from './load-export.ts';
import { previewExport } from './preview.ts';
import { rememberedMappings } from './remembered-mapping.ts';

type Who = Pick<Viewer, 'workspaceId' | 'subject'>;

/** A place to put a file, for `previewImport` to read. */
export async function requestUpload(
  deps: PlanningDeps,
  { workspaceId }: Who,
): Promise<{ readonly uploadId: string; readonly target: UploadTarget }> {
  const uploadId = deps.newId();
  return { uploadId, target: await uploadsOf(deps).target(workspaceId, uploadId) };
}

export interface PreviewRequest extends ExportOptions {
  /** Put there before, or given here: exactly one of the two. */
  readonly uploadId?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
}

/**
 * Reads a file, says what an import of it would do, and writes nothing but that to the journal. The bytes are kept,
 * so that the commit needs no second upload.
 */
export async function previewImport(deps: PlanningDeps, who: Who, request: PreviewRequest): Promise<Import> {
  const { uploadId: given, bytes, ...asked } = request;
  if ((given === undefined) === (bytes === undefined)) {
    throw new InvalidInputError(
      ['uploadId'],
      'Give either the id of an upload or the file itself, not both.',
    );
  }
  const uploads = uploadsOf(deps);
  const uploadId = given ?? deps.newId();
  if (bytes !== undefined) await uploads.write(who.workspaceId, uploadId, bytes);
  const contentHash = await hashOf(uploads.open(who.workspaceId, uploadId));
  const { opened, options, notes } = await openWithMemory(deps, who, uploadId, asked);
  const found = await previewExport(deps.store, who.workspaceId, opened);
  const preview = { ...found, ...listedWarnings([...found.warned, ...notes]) };
  const record = await deps.store.imports.put(
    {
      workspaceId: who.workspaceId,
      id: importId(deps.newId()),
      state: 'PREVIEWED',
      file: asked.name,
      createdAt: deps.now().toISOString(),
      createdBy: who.subject,
      committedAt: null,
      rowsDone: 0,
      contentHash,
      uploadId,
      options,
      preview,
    },
    null,
  );
  return importOf(record);
}

export interface CommitRequest {
  readonly id: ImportId;
  /** Of the preview that was approved; left out: of whatever was previewed under this id. */
  readonly contentHash?: string | undefined;
  /** Load campaigns that seem to be stored already from another source. Default false. */
  readonly loadPossibleDuplicates?: boolean | undefined;
  /** Stop after about this long, in ms, and say how far it came; committing again goes on from there. */
  readonly withinMs?: number | undefined;
  /** Rows written between two looks at the clock and two entries of the journal. */
  readonly bufferedRows?: number;
}

/**
 * Loads what was previewed. May be repeated at any time: a commit that was cut short goes on, one that is done stays
 * as it is, and the end is the same state as that of one clean run. Throws `InvalidInputError` for a refused or
 * unknown import and for bytes that are not those of the preview.
 */
export async function commitImport(deps: PlanningDeps, who: Who, request: CommitRequest): Promise<Import> {
  const { store } = deps;
  const previewed = await readImport(deps, who, request.id);
  if (previewed.state === 'COMMITTED') return previewed;
  refuseUnfit(previewed, request);
  const uploads = uploadsOf(deps);
  if ((await hashOf(uploads.open(who.workspaceId, previewed.uploadId))) !== previewed.contentHash) {
    throw new InvalidInputError(
      ['id'],
      'The uploaded file is no longer the one that was previewed. Preview it again.',
    );
  }
  const opened = await openUpload(uploads, who, previewed.uploadId, previewed.options);
  if (!isLoadable(opened)) throw refusedError(previewed);

  let record = await advance(deps, previewed, { state: 'COMMITTING' });
  const deadline = performance.now() + (request.withinMs ?? Number.POSITIVE_INFINITY);
  const duplicates = request.loadPossibleDuplicates ? [] : previewed.preview.possibleDuplicates;
  const { isComplete } = await loadExport(store, who.workspaceId, opened, {
    write: true,
    leaveOut: new Set(duplicates.map(({ campaignId }) => campaignId)),
    rowsDone: previewed.rowsDone,
    ...(request.bufferedRows !== undefined && { bufferedRows: request.bufferedRows }),
    isOver: () => performance.now() > deadline,
    onProgress: async (rowsDone) => {
      record = await advance(deps, record, { rowsDone });
    },
  });
  if (!isComplete) return record;
  record = await advance(deps, record, { state: 'COMMITTED', committedAt: deps.now().toISOString() });
  await uploads.remove(who.workspaceId, record.uploadId);
  return record;
}

/** Throws `InvalidInputError` where there is none. */
export async function readImport(
  { store }: PlanningDeps,
  { workspaceId }: Who,
  id: ImportId,
): Promise<Import> {
  const record = await store.imports.get(workspaceId, id);
  if (record !== null) return importOf(record);
  throw new InvalidInputError(['id'], `There is no import ${id}. Preview the file first.`);
}

function refuseUnfit(previewed: Import, { contentHash }: CommitRequest): void {
  if (previewed.preview.refusals.length > 0) throw refusedError(previewed);
  if (contentHash !== undefined && contentHash !== previewed.contentHash) {
    throw new InvalidInputError(
      ['contentHash'],
      'This is not the hash of the file that was previewed. Preview it again.',
    );
  }
}

function refusedError({ file, preview }: Import): InvalidInputError {
  const [first] = preview.refusals;
  return new InvalidInputError(
    ['id'],
    `${file} was refused (${first?.code ?? 'no rows'}) and cannot be committed. ${first?.hint ?? ''}`,
  );
}

/**
 * A file of no known format, or one whose columns were mapped before, is read by the mapping that served for its
 * columns. A mapping names columns exactly, so it fits no other file.
 */
async function openWithMemory(deps: PlanningDeps, who: Who, uploadId: string, asked: ExportOptions) {
  const uploads = uploadsOf(deps);
  const opened = await openUpload(uploads, who, uploadId, asked);
  if (asked.mapping || isLoadable(opened)) return { opened, options: asked, notes: [] };
  const remembered = await rememberedMappings(deps.store, who.workspaceId);
  for (const { mapping, file, headerSignature } of remembered) {
    if (opened.format !== null && opened.headerSignature !== headerSignature) continue;
    const options = { ...asked, mapping };
    const again = await openUpload(uploads, who, uploadId, options);
    if (!isLoadable(again)) continue;
    return {
      opened: again,
      options,
      notes: [
        says(
          'MAPPING_REMEMBERED',
          `Its columns are read by the mapping that ${file} was loaded with.`,
          nameFigure('file', file),
        ),
      ],
    };
  }
  return { opened, options: asked, notes: [] };
}

function openUpload(
  uploads: UploadStore,
  who: Who,
  uploadId: string,
  options: ExportOptions,
): Promise<OpenedExport> {
  return openExport({ ...options, open: () => uploads.open(who.workspaceId, uploadId) });
}

function uploadsOf({ uploads }: PlanningDeps): UploadStore {
  if (uploads) return uploads;
  throw new InvalidInputError(
    [],
    'This server keeps no uploads. Import the file at once with importExports.',
  );
}

/** SHA-256, in hex. Throws `InvalidInputError` where nothing was uploaded. */
async function hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of bytes) hash.update(chunk);
  } catch (error) {
    if (error instanceof UploadMissingError) throw new InvalidInputError(['uploadId'], error.message);
    throw error;
  }
  return hash.digest('hex');
}
