import { secondsUntilRetry } from '../planning/jobs/retries.ts';
import { runJob } from '../planning/jobs/run-job.ts';
import { sqsPostponer } from '../store/sqs/postpone-message.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaDeps, required } from './lambda-environment.ts';
import { createMetrics } from './metrics.ts';
import { createWorker } from './worker-batch.ts';

/** Works off the queue of jobs. What fails comes again after a while that grows. */
const writeLine = jsonLinesTo(process.stdout);
createMetrics(process.env.STAGE ?? 'unknown', writeLine);
const deps = lambdaDeps();

const postpone = sqsPostponer(required('JOB_QUEUE_URL'));

export const handler = createWorker({
  run: (job) => runJob(deps, job),
  log: writeLine,
  retryIn: { seconds: secondsUntilRetry, postpone },
});
