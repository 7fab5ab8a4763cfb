import type { PlanningDeps } from '../planning/deps.ts';
import type { Store } from '../store/ports.ts';
import { createUlidFactory } from './ulid.ts';

/** The outside world as the use cases see it: this store, the machine's clock and its randomness. */
export function createDeps(store: Store): PlanningDeps {
  return { store, now: () => new Date(), newId: createUlidFactory() };
}
