import type { JobQueue, PlanningDeps } from '../../planning/deps.ts';
import type { Job } from '../../planning/jobs/job.ts';
import { runJob } from '../../planning/jobs/run-job.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';

/** The only worker there is: what it finds under way was left behind by a process that is gone. */
const NO_LEASE = { leaseMs: 0 };

/** The worker's own code, in this process: one job after another, each after the request that sent it. */
export class InProcessQueue implements JobQueue {
  private readonly waiting: Job[] = [];
  private readonly depsOf: () => PlanningDeps;
  private work: Promise<void> | null = null;

  constructor(depsOf: () => PlanningDeps) {
    this.depsOf = depsOf;
  }

  async enqueue(job: Job): Promise<void> {
    this.waiting.push(job);
    this.work ??= new Promise((resolve) => setImmediate(() => resolve(this.workOff())));
  }

  /** What was queued or running when the process last ended. */
  async resume(workspaceId: WorkspaceId): Promise<void> {
    const { store } = this.depsOf();
    const unfinished = { states: ['QUEUED', 'RUNNING'], withArchived: true } as const;
    const { items } = await store.scenarios.list(workspaceId, { first: 100 }, unfinished);
    for (const { item } of items) {
      await this.enqueue({ kind: 'SCENARIO', workspaceId, scenarioId: item.id });
    }
  }

  /** Lets the job that is being done finish, and forgets those that wait: the next process finds them again. */
  async close(): Promise<void> {
    this.waiting.length = 0;
    await this.work;
  }

  private async workOff(): Promise<void> {
    for (let job = this.waiting.shift(); job; job = this.waiting.shift()) {
      try {
        await runJob(this.depsOf(), job, NO_LEASE);
      } catch (error) {
        // There is nobody to answer; a message that fails here would be delivered again on AWS.
        console.error(`A job could not be done (${JSON.stringify(job)}):`, error);
      }
    }
    this.work = null;
  }
}
