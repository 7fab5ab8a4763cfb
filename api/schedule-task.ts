import type { PlanningDeps } from '../planning/deps.ts';
import { jobText } from '../planning/jobs/job.ts';
import { jobsOf, TASKS, type Task } from '../planning/jobs/tasks.ts';
import type { SendMessages } from '../store/sqs/send-messages.ts';

/** The schedule asks for something that this version does not know. */
export class UnknownTaskError extends Error {
  override readonly name = 'UnknownTaskError';
  readonly code = 'UNKNOWN_TASK';
}

/** The queue did not take all messages. Asking for the task again sends them again. */
export class QueueRefusedError extends Error {
  override readonly name = 'QueueRefusedError';
  readonly code = 'QUEUE_REFUSED';
}

export interface SchedulerOptions {
  readonly deps: Pick<PlanningDeps, 'store' | 'now'>;
  readonly send: SendMessages;
  readonly log: (line: object) => void;
}

/** Finds what a task has to do and queues it. Throws `UnknownTaskError` and `QueueRefusedError`. */
export function createScheduler({ deps, send, log }: SchedulerOptions) {
  return async (event: { readonly task?: unknown }): Promise<{ readonly jobs: number }> => {
    const task = taskIn(event);
    const jobs = await jobsOf(deps, task);
    const notTaken = await send(jobs.map(jobText));
    log({ level: 'INFO', message: 'Task', task, jobs: jobs.length, notTaken: notTaken.length });
    if (notTaken.length === 0) return { jobs: jobs.length };
    throw new QueueRefusedError(
      `The queue did not take ${notTaken.length} of ${jobs.length} messages of ${task}. Ask for it again.`,
    );
  };
}

function taskIn({ task }: { readonly task?: unknown }): Task {
  const known = TASKS.find((name) => name === task);
  if (known) return known;
  throw new UnknownTaskError(`The task is ${JSON.stringify(task)}; wanted one of ${TASKS.join(', ')}.`);
}
