import type { ApplicationId, ChangeSetId } from '../../store/model/ids.ts';
import type { AuditEvent } from '../../store/model/ledger.ts';
import type { LedgerWrite } from '../../store/ports.ts';
import type { PlanningDeps, Viewer } from '../deps.ts';
import { plainJson } from '../scenario/input-hash.ts';
import { BusyError } from './errors.ts';
import { type LedgerState, ledgerStateAfter, sealed } from './ledger-state.ts';

export type Actor = Pick<Viewer, 'workspaceId' | 'subject'>;

/** The workspace's ledger as it was when a decision began. */
export interface LedgerView {
  readonly newest: AuditEvent | null;
  readonly state: LedgerState;
}

/** What happens, with the records that it leaves behind. */
export interface Transition extends Omit<LedgerWrite, 'event'> {
  readonly kind: string;
  readonly changeSetId: ChangeSetId | null;
  readonly applicationId?: ApplicationId;
  /** For whoever reads the log. Plain data; bigints become text. */
  readonly details: object;
  readonly state?: Partial<LedgerState>;
}

export interface Decision<T> {
  /** Null: nothing is to be written. */
  readonly transition: Transition | null;
  readonly answer: T;
}

/** Each attempt that fails means that another writer got on, so this many are a crowd. */
const MAX_ATTEMPTS = 100;

/**
 * Reads, decides and writes as if nobody else did at the same time: when another writer was faster, `decide` is asked
 * again on what there is then. It reads what it decides on itself, after the view it is given. Throws what it throws,
 * and `BusyError` when others are always faster.
 */
export async function transact<T>(
  deps: PlanningDeps,
  actor: Actor,
  decide: (view: LedgerView) => Promise<Decision<T>>,
): Promise<T> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const newest = await deps.store.ledger.newestEvent(actor.workspaceId);
    const state = ledgerStateAfter(newest);
    const decided = await decide({ newest, state }).then(
      (decision) => ({ decision }),
      (refusal: unknown) => ({ refusal }),
    );
    if ('refusal' in decided || decided.decision.transition === null) {
      // What was read one after the other holds together only if nobody wrote in between.
      if (await hasMoved(deps, actor, newest)) continue;
      if ('refusal' in decided) throw decided.refusal;
      return decided.decision.answer;
    }
    const { transition, answer } = decided.decision;
    const { kind, changeSetId, applicationId, details, state: changes, ...records } = transition;
    const event = sealed({
      workspaceId: actor.workspaceId,
      sequence: (newest?.sequence ?? 0) + 1,
      id: deps.newId(),
      at: deps.now().toISOString(),
      actor: actor.subject,
      kind,
      changeSetId,
      applicationId: applicationId ?? null,
      body: plainJson({ ...details, ledger: { ...state, ...changes } }),
      previousHash: newest?.hash ?? '',
    });
    if (await deps.store.ledger.write({ ...records, event })) return answer;
  }
  throw new BusyError();
}

async function hasMoved(deps: PlanningDeps, actor: Actor, newest: AuditEvent | null): Promise<boolean> {
  const now = await deps.store.ledger.newestEvent(actor.workspaceId);
  return now?.id !== newest?.id;
}
