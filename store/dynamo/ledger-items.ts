import * as z from 'zod/mini';
import { packJson, unpackJson } from '../json-document.ts';
import type { ApplicationId, CampaignId, ChangeSetId, WorkspaceId } from '../model/ids.ts';
import type {
  Application,
  Attention,
  AuditEvent,
  CampaignBudget,
  ChangeSet,
  IdempotentRequest,
  StoredGuardRails,
} from '../model/ledger.ts';
import type { Item } from './batch-write.ts';
import { id, micros, packedJson, parseItem } from './item-schema.ts';
import * as keys from './keys.ts';

/** How the records of the ledger lie in the table, and how they are read back. */

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
  version: z.int(),
});

const ATTENTION: readonly Attention['kind'][] = ['APPLY', 'EXPIRE'];

const applicationItem = z.object({
  id: id<ApplicationId>(),
  changeSetId: id<ChangeSetId>(),
  state: z.enum(['RUNNING', 'AWAITING_REPORTS', 'DONE']),
  body: packedJson,
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
  body: packedJson,
  previousHash: z.string(),
  hash: z.string(),
});

type Read<T> = (workspaceId: WorkspaceId, item: unknown) => T;

export const toBudget: Read<CampaignBudget> = (workspaceId, item) => ({
  workspaceId,
  ...parseItem('campaign budget', budgetItem, item),
});

export const toChangeSet: Read<ChangeSet> = (workspaceId, item) => {
  const { body, gsi1pk, gsi1sk: at, ...rest } = parseItem('change set', changeSetItem, item);
  const kind = ATTENTION.find((kind) => keys.duePartition(kind) === gsi1pk);
  const attention = kind && at !== undefined ? { attention: { kind, at } } : {};
  return { workspaceId, ...rest, ...attention, body: unpackJson(body) };
};

export const toApplication: Read<Application> = (workspaceId, item) => {
  const { body, ...rest } = parseItem('application', applicationItem, item);
  return { workspaceId, ...rest, body: unpackJson(body) };
};

export const toRequest: Read<IdempotentRequest> = (workspaceId, item) => ({
  workspaceId,
  ...parseItem('request', requestItem, item),
});

export const toGuardRails: Read<StoredGuardRails> = (workspaceId, item) => {
  const { body, version } = parseItem('guard rails', guardRailsItem, item);
  return { workspaceId, version, body: unpackJson(body) };
};

export const toEvent: Read<AuditEvent> = (workspaceId, item) => {
  const { body, ...rest } = parseItem('audit event', eventItem, item);
  return { workspaceId, ...rest, body: unpackJson(body) };
};

/** The workspace is not an attribute: it is the one whose partition an item lies in. */
export const budgetToItem = ({ workspaceId, ...budget }: CampaignBudget): Item => ({
  ...keys.budgetKey(workspaceId, budget.campaignId),
  ...budget,
});

/** Its attention is its place in the index, so that it is written and goes with the change set. */
export const changeSetToItem = ({ workspaceId, attention, body, ...rest }: ChangeSet): Item => ({
  ...keys.changeSetKey(workspaceId, rest.id),
  ...(attention && { gsi1pk: keys.duePartition(attention.kind), gsi1sk: attention.at }),
  ...rest,
  body: packJson(`Change set ${rest.id}`, body),
});

export const applicationToItem = ({ workspaceId, body, ...rest }: Application): Item => ({
  ...keys.applicationKey(workspaceId, rest.id),
  ...rest,
  body: packJson(`Application ${rest.id}`, body),
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

export const eventToItem = ({ workspaceId, body, ...rest }: AuditEvent): Item => ({
  pk: keys.auditPartition(workspaceId),
  sk: keys.auditSortKey(rest.sequence),
  ...rest,
  body: packJson(`Audit event ${rest.sequence}`, body),
});
