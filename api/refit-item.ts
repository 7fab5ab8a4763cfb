import { parseJob } from '../planning/jobs/job.ts';
import { runJob } from '../planning/jobs/run-job.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaDeps } from './lambda-environment.ts';
import { createMetrics } from './metrics.ts';

const writeLine = jsonLinesTo(process.stdout);
createMetrics(process.env.STAGE ?? 'unknown', writeLine);
const deps = lambdaDeps();

/**
 * One item of the list, `{ workspaceId, channel }`: fits what is not fitted to its data yet. Doing it again fits
 * nothing, so a map that was cut short goes on where it was.
 */
export async function handler(item: object): Promise<object> {
  const job = parseJob(JSON.stringify({ ...item, kind: 'REFIT' }));
  const outcome = await runJob(deps, job);
  writeLine({ level: 'INFO', message: 'Refit', workspace: job.workspaceId, outcome });
  return { ...item, outcome };
}
