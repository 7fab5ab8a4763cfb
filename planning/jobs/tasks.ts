import type { PlanningDeps } from '../deps.ts';
import type { Job } from './job.ts';
import { refitItems } from './refit-items.ts';

/** What a clock may ask for. */
export const TASKS = ['APPLY_DUE', 'EXPIRE', 'PACING_CHECK', 'NIGHTLY_REFIT'] as const;
export type Task = (typeof TASKS)[number];

/** What is due beyond that is found by the next tick. */
const MOST_AT_ONCE = 1_000;

/** The jobs of a task at this moment. Finding one again, while it is not done, does no harm. */
export async function jobsOf(
  { store, now }: Pick<PlanningDeps, 'store' | 'now'>,
  task: Task,
): Promise<readonly Job[]> {
  switch (task) {
    case 'APPLY_DUE': {
      const due = await store.agenda.dueChangeSets('APPLY', now().toISOString(), MOST_AT_ONCE);
      return due.map(({ workspaceId, id }) => ({ kind: 'APPLY_DUE', workspaceId, changeSetId: id }));
    }
    case 'EXPIRE': {
      // A moment that is not over yet: a change set is good until it, that included.
      const over = new Date(now().getTime() - 1).toISOString();
      const due = await store.agenda.dueChangeSets('EXPIRE', over, MOST_AT_ONCE);
      return due.map(({ workspaceId, id }) => ({ kind: 'EXPIRE', workspaceId, changeSetId: id }));
    }
    case 'PACING_CHECK':
      return (await store.agenda.workspaces()).map((workspaceId) => ({ kind: 'PACING_CHECK', workspaceId }));
    case 'NIGHTLY_REFIT':
      return (await refitItems({ store })).map((item) => ({ kind: 'REFIT', ...item }));
  }
}
