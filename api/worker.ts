import { runJob } from '../planning/jobs/run-job.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaDeps } from './lambda-environment.ts';
import { createMetrics } from './metrics.ts';
import { createWorker } from './worker-batch.ts';

/** Works off the queue of jobs. */
const writeLine = jsonLinesTo(process.stdout);
createMetrics(process.env.STAGE ?? 'unknown', writeLine);
const deps = lambdaDeps();

export const handler = createWorker({ run: (job) => runJob(deps, job), log: writeLine });
