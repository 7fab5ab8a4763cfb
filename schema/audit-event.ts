import type { AuditEvent } from '../store/model/ledger.ts';
import { builder } from './builder.ts';
import { connectionOf, pageArgs, pageComplexity, pageRequest } from './connection.ts';
import { withGraphQLErrors } from './errors.ts';
import { encodedId } from './ids.ts';

const AuditEventType = builder.objectRef<AuditEvent>('AuditEvent').implement({
  description:
    'One transition of a change set, of budgets or of guard rails. Never changed, never removed; each holds the hash of the one before.',
  fields: (t) => ({
    sequence: t.exposeInt('sequence', { description: '1, 2, 3, … without gaps.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    actor: t.exposeString('actor', { description: 'Who.' }),
    kind: t.exposeString('kind', { description: 'Such as `APPROVED`.' }),
    changeSetId: t.id({
      nullable: true,
      description: 'Global id of the change set that it is about.',
      resolve: ({ changeSetId }) => changeSetId && encodedId('ChangeSet', changeSetId),
    }),
    applicationId: t.id({
      nullable: true,
      description: 'Global id of the application that it is about.',
      resolve: ({ applicationId }) => applicationId && encodedId('Application', applicationId),
    }),
    details: t.string({
      description: 'What was done, as JSON: ids are plain, amounts are micros as text.',
      resolve: ({ body }) => JSON.stringify(body),
    }),
    previousHash: t.exposeString('previousHash', {
      description: 'Of the event before; empty for the first.',
    }),
    hash: t.exposeString('hash', {
      description: 'SHA-256 of everything in this event and the hash before it.',
    }),
  }),
});

const AuditEventConnection = builder.connectionObject(
  { type: AuditEventType, name: 'AuditEventConnection', description: 'A page of audit events.' },
  { description: 'An audit event with its cursor.' },
);

builder.queryField('auditEvents', (t) =>
  t.field({
    type: AuditEventConnection,
    description: 'What happened to budgets and plans in this workspace, newest first.',
    args: pageArgs,
    complexity: pageComplexity,
    resolve: (_root, args, { deps, viewer }) =>
      withGraphQLErrors(async () =>
        connectionOf(await deps.store.ledger.events(viewer.workspaceId, pageRequest(args)), args),
      ),
  }),
);
