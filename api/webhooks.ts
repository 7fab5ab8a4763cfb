import { deliverEvent } from '../planning/jobs/deliver-event.ts';
import { type Job, MalformedJobError } from '../planning/jobs/job.ts';
import { secondsUntilRetry } from '../planning/jobs/retries.ts';
import { sqsPostponer } from '../store/sqs/postpone-message.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaDeps, required } from './lambda-environment.ts';
import { createWorker } from './worker-batch.ts';

/** Works off the queue of webhooks. One that is not taken comes again after a while that grows. */
const deps = lambdaDeps();
const postpone = sqsPostponer(required('WEBHOOK_QUEUE_URL'));

async function run(job: Job): Promise<string> {
  if (job.kind === 'WEBHOOK') return deliverEvent(deps, job.workspaceId, job.sequence);
  throw new MalformedJobError(`A job ${job.kind} is in the queue of webhooks. Send it to the queue of jobs.`);
}

export const handler = createWorker({
  run,
  log: jsonLinesTo(process.stdout),
  retryIn: { seconds: secondsUntilRetry, postpone },
});
