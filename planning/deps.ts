import type { ScenarioId, WorkspaceId } from '../store/model/ids.ts';
import type { Store, UploadStore } from '../store/ports.ts';
import type { WebhookTransport } from './apply/executors/webhook.ts';

/** Work that outlasts a request. A message may be delivered more than once. */
export interface JobMessage {
  readonly kind: 'SCENARIO';
  readonly workspaceId: WorkspaceId;
  readonly scenarioId: ScenarioId;
}

export interface JobQueue {
  enqueue(message: JobMessage): Promise<void>;
}

/** What the use cases need from outside. Clock and ids come in, so that a test can hand in its own. */
export interface PlanningDeps {
  readonly store: Store;
  readonly now: () => Date;
  /** A new id whose text order is the order of creation (ULID). */
  readonly newId: () => string;
  /** Keeps uploaded files until they are committed. Left out where files come inline and are imported at once. */
  readonly uploads?: UploadStore;
  /** Left out where everything is answered at once. */
  readonly jobs?: JobQueue;
  /** Left out where change sets are never sent to a webhook. */
  readonly webhook?: WebhookTransport;
}

export type Scope = 'read' | 'plan' | 'approve' | 'apply' | 'admin';

/** Who asks. Comes from the verified token and from nowhere else. */
export interface Viewer {
  readonly workspaceId: WorkspaceId;
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
}
