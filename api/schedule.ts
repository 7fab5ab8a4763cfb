import { sqsSender } from '../store/sqs/send-messages.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaStore, required } from './lambda-environment.ts';
import { createScheduler } from './schedule-task.ts';

/** What comes by the clock: `{ "task": "APPLY_DUE" }` and the like. */
export const handler = createScheduler({
  deps: { store: lambdaStore(), now: () => new Date() },
  send: sqsSender(required('JOB_QUEUE_URL')),
  log: jsonLinesTo(process.stdout),
});
