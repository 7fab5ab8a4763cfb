import type { JobQueue, PlanningDeps } from '../planning/deps.ts';
import type { Store, UploadStore } from '../store/ports.ts';
import { createUlidFactory } from './ulid.ts';
import { createWebhookTransport } from './webhook-transport.ts';

export interface Surroundings {
  readonly uploads?: UploadStore | undefined;
  readonly jobs?: JobQueue | undefined;
  /** What webhooks are signed with. Left out: none are sent. */
  readonly webhookSecret?: (() => Promise<string>) | undefined;
}

/** The outside world as the use cases see it: this store, the machine's clock and its randomness. */
export function createDeps(store: Store, { uploads, jobs, webhookSecret }: Surroundings = {}): PlanningDeps {
  return {
    store,
    now: () => new Date(),
    newId: createUlidFactory(),
    ...(uploads && { uploads }),
    ...(jobs && { jobs }),
    ...(webhookSecret && { webhook: createWebhookTransport(webhookSecret) }),
  };
}
