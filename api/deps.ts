import type { JobQueue, PlanningDeps } from '../planning/deps.ts';
import type { Store, UploadStore } from '../store/ports.ts';
import { createUlidFactory } from './ulid.ts';
import { createWebhookTransport } from './webhook-transport.ts';

/**
 * The outside world as the use cases see it: this store, the machine's clock and its randomness. Webhooks are sent where
 * `WEBHOOK_SECRET` is set, which they are signed with.
 */
export function createDeps(store: Store, uploads?: UploadStore, jobs?: JobQueue): PlanningDeps {
  const { WEBHOOK_SECRET } = process.env;
  return {
    store,
    now: () => new Date(),
    newId: createUlidFactory(),
    ...(uploads && { uploads }),
    ...(jobs && { jobs }),
    ...(WEBHOOK_SECRET && { webhook: createWebhookTransport(WEBHOOK_SECRET) }),
  };
}
