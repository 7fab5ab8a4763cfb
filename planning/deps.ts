import type { WorkspaceId } from '../store/model/ids.ts';
import type { Store } from '../store/ports.ts';

/** What the use cases need from outside. Clock and ids come in, so that a test can hand in its own. */
export interface PlanningDeps {
  readonly store: Store;
  readonly now: () => Date;
  /** A new id whose text order is the order of creation (ULID). */
  readonly newId: () => string;
}

export type Scope = 'read' | 'plan' | 'approve' | 'apply' | 'admin';

/** Who asks. Comes from the verified token and from nowhere else. */
export interface Viewer {
  readonly workspaceId: WorkspaceId;
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
}
