import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { BadInputError } from '../../cli/exit-code.ts';
import { workspaceKey, workspaceOfPartition, workspacePrefix } from '../../store/dynamo/keys.ts';
import type { TableAccess } from '../../store/dynamo/table-access.ts';
import { deleteItems, putItems, type RawItem, workspaceItems } from '../../store/dynamo/workspace-items.ts';
import { AlreadyExistsError } from '../../store/errors.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';
import { TABLE_VERSION } from '../../store/table.ts';

/** Stands beside an export, as `<file>.manifest.json`: what is in the file, and how to know that it is whole. */
export interface Manifest {
  readonly workspace: string;
  readonly exportedAt: string;
  readonly tableVersion: number;
  readonly items: number;
  /** Items by kind, the kind as the partition keys name it. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
}

export const manifestPath = (file: string): string => `${file}.manifest.json`;

/**
 * Writes everything that a workspace owns into a file, an item a line, in the format of DynamoDB's own exports
 * (`{"Item": {…}}` with typed attributes), and its manifest beside it.
 */
export async function exportWorkspace(
  table: TableAccess,
  workspace: WorkspaceId,
  file: string,
  now: Date,
): Promise<Manifest> {
  const hash = createHash('sha256');
  const kinds: Record<string, number> = {};
  let items = 0;
  const out = await newFile(file);
  try {
    for await (const page of workspaceItems(table, workspace)) {
      const lines = page.map((item) => `${JSON.stringify({ Item: item }, inOrder)}\n`).join('');
      hash.update(lines);
      await out.writeFile(lines);
      count(page, kinds);
      items += page.length;
    }
  } finally {
    await out.close();
  }
  if (items === 0) {
    await rm(file);
    throw new BadInputError(`There is nothing of a workspace ${workspace} in this table. Check its name.`);
  }
  const manifest: Manifest = {
    workspace,
    exportedAt: now.toISOString(),
    tableVersion: TABLE_VERSION,
    items,
    kinds: Object.fromEntries(Object.entries(kinds).sort()),
    sha256: hash.digest('hex'),
  };
  await writeFile(manifestPath(file), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** How many items a workspace owns, by kind. */
export async function countWorkspace(
  table: TableAccess,
  workspace: WorkspaceId,
): Promise<Readonly<Record<string, number>>> {
  const kinds: Record<string, number> = {};
  for await (const page of workspaceItems(table, workspace)) count(page, kinds);
  return Object.fromEntries(Object.entries(kinds).sort());
}

/**
 * Deletes everything that a workspace owns, and looks again until nothing is left: a request that was under way may
 * have written meanwhile. May be repeated after it was cut short. Returns how many items it deleted.
 */
export async function deleteWorkspace(table: TableAccess, workspace: WorkspaceId): Promise<number> {
  let deleted = 0;
  for (;;) {
    let found = 0;
    for await (const page of workspaceItems(table, workspace)) {
      await deleteItems(table, page);
      found += page.length;
    }
    if (found === 0) return deleted;
    deleted += found;
  }
}

/**
 * Puts an export back where the workspace owns nothing. Throws `BadInputError` for a file that is not whole, or is of
 * another workspace or another version of the table, before anything is written; `AlreadyExistsError` where the
 * workspace owns something. Returns the manifest.
 */
export async function restoreWorkspace(
  table: TableAccess,
  workspace: WorkspaceId,
  file: string,
): Promise<Manifest> {
  const manifest = await readManifest(file, workspace);
  await checkFile(file, workspace, manifest);
  for await (const page of workspaceItems(table, workspace)) {
    throw new AlreadyExistsError(
      `The workspace ${workspace} owns items, ${page.length} or more. Export and delete it first.`,
    );
  }
  let waiting: RawItem[] = [];
  for await (const item of itemsIn(file)) {
    if (waiting.push(item) < PUT_AT_ONCE) continue;
    await putItems(table, waiting);
    waiting = [];
  }
  await putItems(table, waiting);
  return manifest;
}

const PUT_AT_ONCE = 100;

/** A file that was not there before. */
async function newFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`The export cannot be written to ${file}: ${why}. Name a new file.`);
  }
}

async function readManifest(file: string, workspace: WorkspaceId): Promise<Manifest> {
  const path = manifestPath(file);
  const manifest = await readFile(path, 'utf8')
    .then((text): Manifest => JSON.parse(text))
    .catch((error: Error) => {
      throw new BadInputError(`${path} cannot be read: ${error.message}. It is written beside each export.`);
    });
  if (manifest.workspace !== workspace) {
    throw new BadInputError(`${file} is of the workspace ${manifest.workspace}; wanted ${workspace}.`);
  }
  if (manifest.tableVersion !== TABLE_VERSION) {
    throw new BadInputError(
      `${file} is of table version ${manifest.tableVersion}; this program writes version ${TABLE_VERSION}. Use the release that exported it.`,
    );
  }
  return manifest;
}

async function checkFile(file: string, workspace: WorkspaceId, { sha256 }: Manifest): Promise<void> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file)) hash.update(bytes);
  if (hash.digest('hex') !== sha256) {
    throw new BadInputError(`${file} is not what its manifest says: it was changed or cut short.`);
  }
  for await (const item of itemsIn(file)) {
    if (isOf(workspace, item)) continue;
    throw new BadInputError(`${file} holds ${JSON.stringify(item.pk)}, which is not of ${workspace}.`);
  }
}

async function* itemsIn(file: string): AsyncGenerator<RawItem> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line !== '') yield JSON.parse(line, withBytes).Item;
  }
}

function isOf(workspace: WorkspaceId, { pk, sk }: RawItem): boolean {
  const key = workspaceKey(workspace);
  if (pk?.S === key.pk) return sk?.S === key.sk;
  return workspaceOfPartition(pk?.S ?? '') === workspace;
}

function count(items: readonly RawItem[], kinds: Record<string, number>): void {
  for (const item of items) kinds[kindOf(item)] = (kinds[kindOf(item)] ?? 0) + 1;
}

/** `CAMPAIGN` of `W#acme#CAMPAIGN`, `MONTH` of `W#acme#MONTH#2026-09`. */
function kindOf({ pk }: RawItem): string {
  const partition = pk?.S ?? '';
  const workspace = workspaceOfPartition(partition);
  return workspace === null
    ? partition
    : (partition.slice(workspacePrefix(workspace).length).split('#')[0] ?? '');
}

/** Attributes by name, so that two exports of the same items are the same text; bytes in base64. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(withBase64));
}

const withBase64 = ([name, value]: [string, unknown]): [string, unknown] => [
  name,
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
];

const withBytes = (name: string, value: unknown): unknown =>
  name === 'B' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
