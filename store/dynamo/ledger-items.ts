import * as z from 'zod/mini';
import { packJson, unpackJson } from '../json-document.ts';
import type { ApplicationId, CampaignId, ChangeSetId, WorkspaceId } from '../model/ids.ts';
import type {
  Application,
  Attention,
  AuditEvent,
  CampaignBudget,
  IdempotentRequest,
  ListedChangeSet,
  StoredGuardRails,
} from '../model/ledger.ts';
import type { Item } from './batch-write.ts';
import { type KeptDocument, keptParts } from './document-parts.ts';
import { id, micros, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';

/**
 * How the records of the ledger lie in the table, and how they are read back. The bulk of a change set and the bodies
 * of applications and audit events may outgrow an item: they are then kept in parts.
 */

const budgetItem = z.object({
  campaignId: id<CampaignId>(),
  amountMicros: micros,
  currencyCode: z.string(),
  platformBudgetId: z.nullable(z.string()),
  sharedWith: z.array(id<CampaignId>()),
  changes: z.array(
    z.object({
      at: z.string(),
      beforeMicros: z.nullable(micros),
      afterMicros: micros,
      applicationId: z.nullable(id<ApplicationId>()),
    }),
  ),
  version: z.int(),
});

const changeSetItem = z.object({
  id: id<ChangeSetId>(),
  state: z.enum([
    'DRAFT',
    'PROPOSED',
    'APPROVED',
    'REJECTED',
    'SCHEDULED',
    'APPLYING',
    'APPLIED',
    'PARTIALLY_APPLIED',
    'FAILED',
    'MEASURING',
    'EVALUATED',
    'STALE',
    'EXPIRED',
    'SUPERSEDED',
    'CANCELLED',
    'ROLLED_BACK',
  ]),
  createdAt: z.string(),
  gsi1pk: z.optional(z.string()),
  gsi1sk: z.optional(z.string()),
  body: packedJson,
  bulk: z.optional(packedJson),
  ...keptParts,
  version: z.int(),
});

const ATTENTION: readonly Attention['kind'][] = ['APPLY', 'EXPIRE'];

const applicationItem = z.object({
  id: id<ApplicationId>(),
  changeSetId: id<ChangeSetId>(),
  state: z.enum(['RUNNING', 'AWAITING_REPORTS', 'DONE']),
  body: z.optional(packedJson),
  ...keptParts,
  version: z.int(),
});

const requestItem = z.object({
  key: z.string(),
  requestHash: z.string(),
  applicationId: id<ApplicationId>(),
});

const guardRailsItem = z.object({ body: packedJson, version: z.int() });

const eventItem = z.object({
  sequence: z.int(),
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  kind: z.string(),
  changeSetId: z.nullable(id<ChangeSetId>()),
  applicationId: z.nullable(id<ApplicationId>()),
  body: z.optional(packedJson),
  ...keptParts,
  previousHash: z.string(),
  hash: z.string(),
});

type Read<T> = (workspaceId: WorkspaceId, item: unknown) => T;

export const toBudget: Read<CampaignBudget> = (workspaceId, item) => ({
  workspaceId,
  ...parseItem('campaign budget', budgetItem, item),
});

export const toListedChangeSet: Read<ListedChangeSet> = (workspaceId, item) => {
  const {
    body,
    bulk: _bulk,
    parts: _parts,
    partsHash: _hash,
    gsi1pk,
    gsi1sk: at,
    ...rest
  } = parseItem('change set', changeSetItem, item);
  const kind = ATTENTION.find((kind) => keys.duePartition(kind) === gsi1pk);
  const attention = kind && at !== undefined ? { attention: { kind, at } } : {};
  return { workspaceId, ...rest, ...attention, body: unpackJson(body) };
};

/** Null for a change set whose body holds all. */
export function bulkIn(item: unknown): KeptDocument | null {
  const { bulk: document, parts, partsHash } = parseItem('change set', changeSetItem, item);
  return document === undefined && parts === undefined ? null : { document, parts, partsHash };
}

/** A record, and how its body is kept. */
interface Kept<T> {
  readonly record: Omit<T, 'body'>;
  readonly body: KeptDocument;
}

export const toApplication: Read<Kept<Application>> = (workspaceId, item) => {
  const { body: document, parts, partsHash, ...rest } = parseItem('application', applicationItem, item);
  return { record: { workspaceId, ...rest }, body: { document, parts, partsHash } };
};

export const toRequest: Read<IdempotentRequest> = (workspaceId, item) => ({
  workspaceId,
  ...parseItem('request', requestItem, item),
});

export const toGuardRails: Read<StoredGuardRails> = (workspaceId, item) => {
  const { body, version } = parseItem('guard rails', guardRailsItem, item);
  return { workspaceId, version, body: unpackJson(body) };
};

export const toEvent: Read<Kept<AuditEvent>> = (workspaceId, item) => {
  const { body: document, parts, partsHash, ...rest } = parseItem('audit event', eventItem, item);
  return { record: { workspaceId, ...rest }, body: { document, parts, partsHash } };
};

/** The workspace is not an attribute: it is the one whose partition an item lies in. */
export const budgetToItem = ({ workspaceId, ...budget }: CampaignBudget): Item => ({
  ...keys.budgetKey(workspaceId, budget.campaignId),
  ...budget,
});

/** Its attention is its place in the index, so that it is written and goes with the change set. */
export const changeSetToItem = (
  { workspaceId, attention, body, ...rest }: ListedChangeSet,
  { document: bulk, ...parts }: KeptDocument,
): Item => ({
  ...keys.changeSetKey(workspaceId, rest.id),
  ...(attention && { gsi1pk: keys.duePartition(attention.kind), gsi1sk: attention.at }),
  ...rest,
  body: packJson(`Change set ${rest.id}`, body),
  bulk,
  ...parts,
});

export const applicationToItem = (
  { workspaceId, ...rest }: Omit<Application, 'body'>,
  { document: body, ...parts }: KeptDocument,
): Item => ({
  ...keys.applicationKey(workspaceId, rest.id),
  ...rest,
  body,
  ...parts,
});

export const requestToItem = ({ workspaceId, ...request }: IdempotentRequest): Item => ({
  ...keys.requestKey(workspaceId, request.key),
  ...request,
});

export const guardRailsToItem = ({ workspaceId, body, version }: StoredGuardRails): Item => ({
  ...keys.guardRailsKey(workspaceId),
  version,
  body: packJson('The guard rails', body),
});

export const eventToItem = (
  { workspaceId, ...rest }: Omit<AuditEvent, 'body'>,
  { document: body, ...parts }: KeptDocument,
): Item => ({
  pk: keys.auditPartition(workspaceId),
  sk: keys.auditSortKey(rest.sequence),
  ...rest,
  body,
  ...parts,
});
