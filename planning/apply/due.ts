import type { Attention, ChangeSetState } from '../../store/model/ledger.ts';
import type { ChangeSetBody, ChangeSetHead } from './change-set-body.ts';

const DAY_MS = 24 * 3_600_000;

/** When the next stage is due; null: at once. */
export function dueAt({ scheduledFor, stages, nextStage }: ChangeSetHead): string | null {
  if (scheduledFor === null) return null;
  const afterDays = stages[nextStage]?.afterDays ?? 0;
  return new Date(Date.parse(scheduledFor) + afterDays * DAY_MS).toISOString();
}

const EXPIRING: ReadonlySet<ChangeSetState> = new Set(['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED']);

/**
 * When it is to be looked at although nobody asks. What applies by itself is found from when it is due until it is
 * done, so that a crash in between is taken to its end; what is handed to a webhook is not sent again and again.
 */
export function attentionOf(state: ChangeSetState, body: ChangeSetBody): Attention | undefined {
  const due = dueAt(body);
  const isWaiting = state === 'SCHEDULED' || (state === 'APPLYING' && body.runsBy?.executor === 'STORE');
  if (body.runsBy && due !== null && isWaiting) return { kind: 'APPLY', at: due };
  return EXPIRING.has(state) ? { kind: 'EXPIRE', at: body.expiresAt } : undefined;
}
