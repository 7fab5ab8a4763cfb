import type { ApplicationId, ChangeSetId, WorkspaceId } from '../../../store/model/ids.ts';
import type { ExecutorKind, ItemResult } from '../application-body.ts';

/** One budget to be put somewhere. Amounts in micros of the order's currency, per day. */
export interface ExecutionItem {
  readonly campaignId: string;
  readonly campaignName: string;
  readonly platform: string;
  readonly accountId: string | null;
  readonly externalId: string;
  readonly platformBudgetId: string | null;
  readonly beforeMicros: bigint;
  readonly afterMicros: bigint;
}

/** What an executor is to carry out. The same application gives the same order, whenever it is asked. */
export interface ExecutionOrder {
  readonly workspaceId: WorkspaceId;
  readonly applicationId: ApplicationId;
  readonly changeSetId: ChangeSetId;
  readonly planHash: string;
  readonly currencyCode: string;
  /** Decreases first. */
  readonly items: readonly ExecutionItem[];
}

/** Something ready to be handed to a platform. Artefacts are used in their order. */
export interface Artefact {
  readonly name: string;
  readonly mediaType: string;
  readonly campaignIds: readonly string[];
  readonly content: string;
}

export interface Delivery {
  readonly attempts: number;
  readonly isDelivered: boolean;
  readonly message: string;
}

export interface Execution {
  readonly artefacts: readonly Artefact[];
  /** Of items that are settled by this. The others wait to be reported. */
  readonly results: readonly ItemResult[];
  readonly delivery: Delivery | null;
}

/**
 * Puts approved budgets where they belong. Executing an order again does what executing it once does: a crash may lie
 * between any two steps. Decreases come before increases, in artefacts as in writes, so that the account never holds
 * more than before or after. What a platform cannot take is settled as UNSUPPORTED and never left out silently.
 */
export interface Executor {
  readonly kind: ExecutorKind;
  execute(order: ExecutionOrder): Promise<Execution>;
}
