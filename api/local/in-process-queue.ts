import type { JobMessage, JobQueue, PlanningDeps } from '../../planning/deps.ts';
import { runScenario } from '../../planning/scenario/run-scenario.ts';
import type { WorkspaceId } from '../../store/model/ids.ts';

/** The worker's own code, in this process: one message after another, each after the request that sent it. */
export class InProcessQueue implements JobQueue {
  private readonly waiting: JobMessage[] = [];
  private readonly depsOf: () => PlanningDeps;
  private isWorking = false;

  constructor(depsOf: () => PlanningDeps) {
    this.depsOf = depsOf;
  }

  async enqueue(message: JobMessage): Promise<void> {
    this.waiting.push(message);
    if (this.isWorking) return;
    this.isWorking = true;
    setImmediate(() => void this.work());
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

  private async work(): Promise<void> {
    for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
      try {
        await runScenario(this.depsOf(), message);
      } catch (error) {
        // There is nobody to answer; a message that fails here would be delivered again on AWS.
        console.error(`Scenario ${message.scenarioId} could not be computed:`, error);
      }
    }
    this.isWorking = false;
  }
}
