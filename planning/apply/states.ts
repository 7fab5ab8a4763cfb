import type { ChangeSetState } from '../../store/model/ledger.ts';
import type { HeadedChangeSet, OpenChangeSet } from './change-set-body.ts';
import { PlanHashMismatchError, WrongStateError } from './errors.ts';

/**
 * From which states each thing can be done.
 *
 * ```
 * DRAFT ⇄ PROPOSED → APPROVED → SCHEDULED → APPLYING → APPLIED | PARTIALLY_APPLIED | FAILED → MEASURING → EVALUATED
 *                  ↘ REJECTED       ↖ next stage ↙          ↘ ROLLED_BACK
 * ```
 * Until it is applied it may become STALE, EXPIRED, SUPERSEDED or CANCELLED. A DRAFT breaks a guard rail.
 */
const FROM = {
  edited: ['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED', 'STALE', 'EXPIRED'],
  approved: ['PROPOSED'],
  rejected: ['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED'],
  scheduled: ['APPROVED', 'SCHEDULED'],
  applied: ['APPROVED', 'SCHEDULED'],
  cancelled: ['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED', 'APPLYING', 'STALE', 'EXPIRED'],
  superseded: ['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED', 'STALE', 'EXPIRED'],
  'rolled back': ['APPLIED', 'PARTIALLY_APPLIED', 'MEASURING', 'EVALUATED'],
  evaluated: ['APPLIED', 'PARTIALLY_APPLIED', 'MEASURING'],
} as const satisfies Readonly<Record<string, readonly ChangeSetState[]>>;

export type Act = keyof typeof FROM;

const EXPIRING: ReadonlySet<ChangeSetState> = new Set(['DRAFT', 'PROPOSED', 'APPROVED', 'SCHEDULED']);

/** Its state at this moment: expiry needs nobody to write it down. */
export function stateAt({ state, body }: OpenChangeSet | HeadedChangeSet, now: Date): ChangeSetState {
  return EXPIRING.has(state) && now.toISOString() > body.expiresAt ? 'EXPIRED' : state;
}

/** Throws `WrongStateError` unless the act is possible now. */
export function checkState(changeSet: OpenChangeSet, act: Act, now: Date): void {
  const state = stateAt(changeSet, now);
  const possible: readonly ChangeSetState[] = FROM[act];
  if (!possible.includes(state)) throw new WrongStateError(act, state, hintFor(state, changeSet));
}

function hintFor(state: ChangeSetState, { body }: OpenChangeSet): string {
  switch (state) {
    case 'EXPIRED':
      return `It expired at ${body.expiresAt}. Edit it to look at its budgets anew, then have it approved.`;
    case 'STALE':
      return 'Edit it to look at its budgets anew, then have it approved.';
    case 'DRAFT':
      return 'It breaks guard rails: edit it until it does not.';
    case 'PROPOSED':
      return 'It has to be approved first.';
    case 'APPLYING':
      return 'An application of it is under way.';
    case 'SUPERSEDED':
      return `Change set ${body.supersededBy} took its place.`;
    default:
      return 'Read it again and see what can be done now.';
  }
}

/** Throws `PlanHashMismatchError` when the caller looked at another revision. */
export function checkPlanHash({ body }: OpenChangeSet, planHash: string): void {
  if (planHash !== body.planHash) throw new PlanHashMismatchError(planHash, body.planHash);
}
