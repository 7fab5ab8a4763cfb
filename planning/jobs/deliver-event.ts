import type { WorkspaceId } from '../../store/model/ids.ts';
import type { AuditEvent } from '../../store/model/ledger.ts';
import { WebhookUndeliveredError } from '../apply/apply-due.ts';
import { readGuardRails } from '../apply/guard-rails.ts';
import { deliver } from '../apply/webhook-delivery.ts';
import type { PlanningDeps } from '../deps.ts';

export type EventDelivery = 'DELIVERED' | 'NOBODY_LISTENS' | 'MISSING';

/**
 * Sends one audit event to where the workspace wants to hear of them. Events may come more than once and out of order:
 * `equimarginal-delivery` is the event's id, `sequence` its place. Throws `WebhookUndeliveredError` where the receiver
 * does not take it.
 */
export async function deliverEvent(
  deps: PlanningDeps,
  workspaceId: WorkspaceId,
  sequence: number,
): Promise<EventDelivery> {
  const { eventWebhookUrl: url } = await readGuardRails(deps, workspaceId);
  if (url === null || deps.webhook === undefined) return 'NOBODY_LISTENS';
  const event = await deps.store.ledger.event(workspaceId, sequence);
  if (event === null) return 'MISSING';
  const request = { url, workspaceId, deliveryId: event.id, body: bodyOf(event) };
  const { isDelivered, message } = await deliver(deps.webhook, deps.now, request);
  if (!isDelivered) throw new WebhookUndeliveredError(message);
  return 'DELIVERED';
}

/** What `auditEvents` shows of it. The hash covers more than this: it is there to recognise the event by. */
const bodyOf = ({ id, sequence, at, actor, kind, changeSetId, applicationId, body, hash }: AuditEvent) =>
  JSON.stringify({
    type: 'audit.event',
    id,
    sequence,
    at,
    actor,
    kind,
    changeSetId,
    applicationId,
    details: detailsIn(body),
    hash,
  });

/** The state that each event carries on for the next is nobody else's business. */
function detailsIn(body: unknown): object {
  const { ledger: _, ...details } = body as Readonly<Record<string, unknown>>;
  return details;
}
