import { sqsSender } from '../store/sqs/send-messages.ts';
import { jsonLinesTo } from './json-lines.ts';
import { lambdaStore, required } from './lambda-environment.ts';
import { createOutbox } from './stream-batch.ts';

/** The table's stream as an outbox: what was written starts the work that follows from it. */
export const handler = createOutbox({
  store: lambdaStore(),
  send: sqsSender(required('JOB_QUEUE_URL')),
  sendWebhooks: sqsSender(required('WEBHOOK_QUEUE_URL')),
  logError: jsonLinesTo(process.stdout),
});
