import type { PlanningDeps, Viewer } from '../planning/deps.ts';

/** What every resolver receives. Made anew for each request. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly deps: PlanningDeps;
  readonly requestId: string;
}
