import type { ChangeSetState } from '../../store/model/ledger.ts';
import type { Violation } from './violation.ts';

/** Expected failures on the way from a proposal to money. */
export type ApplyError =
  | GuardRailError
  | StaleChangeSetError
  | WrongStateError
  | PlanHashMismatchError
  | IdempotencyConflictError
  | BusyError;

/** Guard rails forbid it. */
export class GuardRailError extends Error {
  override readonly name = 'GuardRailError';
  readonly code = 'GUARD_RAIL';
  readonly violations: readonly Violation[];
  constructor(violations: readonly Violation[]) {
    const said = violations.slice(0, MOST_SAID).map(({ sentence }) => sentence);
    const left = violations.length - said.length;
    super(`Guard rails forbid this: ${said.join(' ')}${left > 0 ? ` And ${left} more.` : ''}`);
    this.violations = violations;
  }
}

/** A sentence for people ends some day; `violations` has them all. */
const MOST_SAID = 10;

export interface Drift {
  readonly campaignId: string;
  /** What the plan saw; null: no budget. */
  readonly plannedFromMicros: string | null;
  readonly foundMicros: string | null;
}

/** Budgets or data are no longer what the plan was made from. */
export class StaleChangeSetError extends Error {
  override readonly name = 'StaleChangeSetError';
  readonly code = 'STALE';
  readonly drifted: readonly Drift[];
  constructor(message: string, drifted: readonly Drift[] = []) {
    super(message);
    this.drifted = drifted;
  }
}

/** The change set is in a state from which this cannot be done. */
export class WrongStateError extends Error {
  override readonly name = 'WrongStateError';
  readonly code = 'WRONG_STATE';
  readonly state: ChangeSetState;
  constructor(wanted: string, state: ChangeSetState, hint = 'Read it again and see what can be done now.') {
    super(`It cannot be ${wanted}: it is ${state}. ${hint}`);
    this.state = state;
  }
}

/** The caller speaks of another revision than the one there is. */
export class PlanHashMismatchError extends Error {
  override readonly name = 'PlanHashMismatchError';
  readonly code = 'PLAN_HASH_MISMATCH';
  readonly currentHash: string;
  constructor(given: string, currentHash: string) {
    super(
      `The plan hash ${JSON.stringify(given)} is not the one of the present revision, ${currentHash}. Look at the plan again before you go on.`,
    );
    this.currentHash = currentHash;
  }
}

/** The idempotency key was used for something else. */
export class IdempotencyConflictError extends Error {
  override readonly name = 'IdempotencyConflictError';
  readonly code = 'IDEMPOTENCY_CONFLICT';
  constructor(key: string) {
    super(
      `The idempotency key ${JSON.stringify(key)} was used for another request. Use a new key for a new request.`,
    );
  }
}

/** Too many write to this workspace's budgets at once. Nothing was written by this request. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  readonly code = 'BUSY';
  constructor() {
    super('Others kept changing budgets of this workspace at the same time. Nothing was written: try again.');
  }
}
