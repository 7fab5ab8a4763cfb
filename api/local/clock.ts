import type { PlanningDeps } from '../../planning/deps.ts';
import type { Job } from '../../planning/jobs/job.ts';
import { jobsOf, type Task } from '../../planning/jobs/tasks.ts';

/** What the schedules do on AWS, and how often here. Curves are fitted when they are asked for. */
const EVERY_MS: readonly (readonly [task: Task, ms: number])[] = [
  ['APPLY_DUE', 15_000],
  ['EXPIRE', 15 * 60_000],
  ['PACING_CHECK', 60 * 60_000],
];

/** Queues what is due, now and from time to time. Returns how to stop, which waits for a look that is being taken. */
export function startClock(
  deps: Pick<PlanningDeps, 'store' | 'now'>,
  enqueue: (job: Job) => Promise<void>,
): () => Promise<void> {
  const looks = new Set<Promise<void>>();
  const tick = async (task: Task) => {
    try {
      for (const job of await jobsOf(deps, task)) await enqueue(job);
    } catch (error) {
      console.error(`${task} could not be looked at:`, error);
    }
  };
  const look = (task: Task) => {
    const taken = tick(task);
    looks.add(taken);
    void taken.then(() => looks.delete(taken));
  };
  const timers = EVERY_MS.map(([task, ms]) => {
    look(task);
    return setInterval(look, ms, task).unref();
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(looks);
  };
}
