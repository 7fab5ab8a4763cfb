import type { ApplicationId, CampaignId, ChangeSetId, WorkspaceId } from './ids.ts';
import type { CurrencyCode, Micros } from './money.ts';

/**
 * What happens to budgets is kept as a ledger: a log of audit events, one after the other, and beside it the records
 * that the newest event left behind. Bodies are plain JSON whose schemas the use cases own.
 */

/** What a campaign may spend a day, as far as it is known here. */
export interface CampaignBudget {
  readonly workspaceId: WorkspaceId;
  readonly campaignId: CampaignId;
  readonly amountMicros: Micros;
  readonly currencyCode: CurrencyCode;
  /** What the platform calls the budget (or, with Meta, the object that holds it); null where it was not told. */
  readonly platformBudgetId: string | null;
  /** Other campaigns that spend from the same budget. They have no record of their own. */
  readonly sharedWith: readonly CampaignId[];
  /** Its latest changes, newest first. */
  readonly changes: readonly BudgetChange[];
  readonly version: number;
}

export interface BudgetChange {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Null where there was no budget before. */
  readonly beforeMicros: Micros | null;
  readonly afterMicros: Micros;
  /** Null where the budget was found so on the platform. */
  readonly applicationId: ApplicationId | null;
}

export type ChangeSetState =
  | 'DRAFT'
  | 'PROPOSED'
  | 'APPROVED'
  | 'REJECTED'
  | 'SCHEDULED'
  | 'APPLYING'
  | 'APPLIED'
  | 'PARTIALLY_APPLIED'
  | 'FAILED'
  | 'MEASURING'
  | 'EVALUATED'
  | 'STALE'
  | 'EXPIRED'
  | 'SUPERSEDED'
  | 'CANCELLED'
  | 'ROLLED_BACK';

/** When a change set must be looked at although nobody asks: to apply what is due, or to put down that it expired. */
export interface Attention {
  readonly kind: 'APPLY' | 'EXPIRE';
  /** RFC 3339, UTC. */
  readonly at: string;
}

export interface ChangeSet {
  readonly workspaceId: WorkspaceId;
  readonly id: ChangeSetId;
  readonly state: ChangeSetState;
  readonly createdAt: string;
  /** What the agenda finds it by; absent where it waits for people alone. */
  readonly attention?: Attention | undefined;
  readonly body: unknown;
  /** What grows with its campaigns; lists leave it out. Absent where the body holds all. */
  readonly bulk?: unknown;
  readonly version: number;
}

export type ListedChangeSet = Omit<ChangeSet, 'bulk'>;

export type ApplicationState = 'RUNNING' | 'AWAITING_REPORTS' | 'DONE';

/** One attempt to put a change set, or one stage of it, where it belongs. */
export interface Application {
  readonly workspaceId: WorkspaceId;
  readonly id: ApplicationId;
  readonly changeSetId: ChangeSetId;
  readonly state: ApplicationState;
  readonly body: unknown;
  readonly version: number;
}

/** A request that must have its effect once. Kept for good: a repetition may come at any time. */
export interface IdempotentRequest {
  readonly workspaceId: WorkspaceId;
  readonly key: string;
  /** SHA-256 of what was asked. */
  readonly requestHash: string;
  readonly applicationId: ApplicationId;
}

export interface StoredGuardRails {
  readonly workspaceId: WorkspaceId;
  readonly body: unknown;
  readonly version: number;
}

/** One transition. Never changed and never removed; each holds the hash of the one before. */
export interface AuditEvent {
  readonly workspaceId: WorkspaceId;
  /** 1, 2, 3, … without gaps. */
  readonly sequence: number;
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  /** Such as `APPROVED`. */
  readonly kind: string;
  readonly changeSetId: ChangeSetId | null;
  readonly applicationId: ApplicationId | null;
  readonly body: unknown;
  /** Of the event before; empty for the first. */
  readonly previousHash: string;
  /** SHA-256 of everything above. */
  readonly hash: string;
}
