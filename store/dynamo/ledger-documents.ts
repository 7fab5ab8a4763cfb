import type { WorkspaceId } from '../model/ids.ts';
import type { Application, AuditEvent, ChangeSet, ListedChangeSet } from '../model/ledger.ts';
import type { Item } from './batch-write.ts';
import { type KeptDocument, keepDocument, type PartsPlace, readDocument } from './document-parts.ts';
import * as keys from './keys.ts';
import * as items from './ledger-items.ts';
import type { TableAccess } from './table-access.ts';

/** Records of the ledger whole, with what of them may lie in parts beside their items. */

/** Lists and the agenda read change sets without their bulk, so little of it stays in their items. */
const MOST_BULK = 48 * 1024;
/** A transaction takes 4 MB, of which 99 budgets may need one. */
const MOST_BODY = 300 * 1024;

const placeOf = (
  workspace: WorkspaceId,
  kind: Parameters<typeof keys.ledgerPartOwner>[0],
  id: string,
  what: string,
): PartsPlace => ({
  what: `${what} ${id}`,
  partition: keys.ledgerPartPartition(workspace),
  owner: keys.ledgerPartOwner(kind, id),
});
const placeOfChangeSet = ({ workspaceId, id }: Pick<ChangeSet, 'workspaceId' | 'id'>) =>
  placeOf(workspaceId, 'CS', id, 'Change set');
const placeOfApplication = ({ workspaceId, id }: Pick<Application, 'workspaceId' | 'id'>) =>
  placeOf(workspaceId, 'A', id, 'Application');
/** By its id too: writers that race for a sequence do not share parts. */
const placeOfEvent = ({ workspaceId, sequence, id }: Pick<AuditEvent, 'workspaceId' | 'sequence' | 'id'>) =>
  placeOf(workspaceId, 'E', `${sequence}#${id}`, 'Audit event');

export async function readChangeSet(
  table: TableAccess,
  workspace: WorkspaceId,
  item: unknown,
): Promise<ChangeSet> {
  const listed = items.toListedChangeSet(workspace, item);
  const kept = items.bulkIn(item);
  return kept === null
    ? listed
    : { ...listed, bulk: await readDocument(table, placeOfChangeSet(listed), kept) };
}

export async function readApplication(
  table: TableAccess,
  workspace: WorkspaceId,
  item: unknown,
): Promise<Application> {
  const { record, body } = items.toApplication(workspace, item);
  return { ...record, body: await readDocument(table, placeOfApplication(record), body) };
}

export async function readEvent(
  table: TableAccess,
  workspace: WorkspaceId,
  item: unknown,
): Promise<AuditEvent> {
  const { record, body } = items.toEvent(workspace, item);
  return { ...record, body: await readDocument(table, placeOfEvent(record), body) };
}

/** The item of a change set; parts of its bulk are written. */
export async function changeSetItem(
  table: TableAccess,
  { bulk, ...listed }: ChangeSet & ListedChangeSet,
): Promise<Item> {
  const kept: KeptDocument =
    bulk === undefined ? {} : await keepDocument(table, placeOfChangeSet(listed), bulk, MOST_BULK);
  return items.changeSetToItem(listed, kept);
}

/** The item of an application; parts of its body are written. */
export async function applicationItem(table: TableAccess, { body, ...record }: Application): Promise<Item> {
  return items.applicationToItem(
    record,
    await keepDocument(table, placeOfApplication(record), body, MOST_BODY),
  );
}

/** The item of an audit event; parts of its body are written. */
export async function eventItem(table: TableAccess, { body, ...record }: AuditEvent): Promise<Item> {
  return items.eventToItem(record, await keepDocument(table, placeOfEvent(record), body, MOST_BODY));
}
