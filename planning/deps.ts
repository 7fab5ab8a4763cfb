import type { WorkspaceId } from '../store/model/ids.ts';
import type { Store, UploadStore } from '../store/ports.ts';
import type { WebhookTransport } from './apply/webhook-delivery.ts';
import type { Job } from './jobs/job.ts';

export type ScenarioJob = Extract<Job, { readonly kind: 'SCENARIO' }>;

/** Hears of work that outlasts a request. Where the table's stream starts it, there is nothing left to do. */
export interface JobQueue {
  enqueue(job: ScenarioJob): Promise<void>;
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
