import { createScheduler } from '../../api/schedule-task.ts';
import { createWorker } from '../../api/worker-batch.ts';
import type { PlanningDeps } from '../../planning/deps.ts';
import { runJob } from '../../planning/jobs/run-job.ts';

/** The functions of AWS in this process, with the events that they get there. */

/** What the clock sends when it asks for a task. */
export async function sentByClock(
  deps: PlanningDeps,
  ...tasks: readonly ('APPLY_DUE' | 'EXPIRE')[]
): Promise<readonly string[]> {
  const sent: string[] = [];
  const scheduler = createScheduler({
    deps,
    send: async (texts) => {
      sent.push(...texts);
      return [];
    },
    log: () => {},
  });
  for (const task of tasks) await scheduler({ task });
  return sent;
}

/** @returns the event that the worker got, and how many of the messages failed */
export async function doneByWorker(
  deps: PlanningDeps,
  messages: readonly string[],
): Promise<{ readonly payload: string; readonly failures: number }> {
  const worker = createWorker({
    run: (job) => runJob(deps, job),
    log: (line) => line.level === 'ERROR' && console.error(line),
  });
  // Of an event the worker reads no more than this.
  const event = {
    Records: messages.map((body, i) => ({ messageId: String(i), body })),
  } as unknown as Parameters<typeof worker>[0];
  const { batchItemFailures } = await worker(event);
  return { payload: JSON.stringify(event), failures: batchItemFailures.length };
}
