import type { SQSRecord } from 'aws-lambda';
import { expect, it } from 'vitest';
import { createWorker, type JobLine } from '../../api/worker-batch.ts';
import { jobText } from '../../planning/jobs/job.ts';
import { secondsUntilRetry } from '../../planning/jobs/retries.ts';
import { workspaceId } from '../../store/model/ids.ts';

class Refused extends Error {
  readonly code = 'WEBHOOK_UNDELIVERED';
}

const webhook = (sequence: number, deliveries: number) =>
  ({
    messageId: `m${sequence}`,
    receiptHandle: `r${sequence}`,
    body: jobText({ kind: 'WEBHOOK', workspaceId: workspaceId('acme'), sequence }),
    attributes: { ApproximateReceiveCount: String(deliveries) },
    // A worker looks at nothing else.
  }) as SQSRecord;

/** A worker whose receiver takes even events alone. */
function aWorker(isPostponable = true) {
  const lines: JobLine[] = [];
  const postponed: (readonly [string, number])[] = [];
  const work = createWorker({
    run: async (job) => {
      if (job.kind === 'WEBHOOK' && job.sequence % 2 === 0) return 'DELIVERED';
      throw new Refused('hooks.example.com answered 503.');
    },
    log: (line) => lines.push(line),
    retryIn: {
      seconds: secondsUntilRetry,
      postpone: async (...asked) => {
        if (!isPostponable) throw new Error('SQS does not answer.');
        postponed.push(asked);
      },
    },
  });
  return { work, lines, postponed };
}

it.each([
  [1, 60],
  [2, 300],
  [3, 1_800],
  [4, 7_200],
  [5, 39_600],
  [6, 39_600],
])('a webhook that is not taken at delivery %i comes again in %i seconds', async (deliveries, seconds) => {
  const { work, postponed } = aWorker();
  const { batchItemFailures } = await work({ Records: [webhook(1, deliveries), webhook(2, deliveries)] });
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  expect(postponed).toEqual([['r1', seconds]]);
});

it('a message that cannot be postponed comes again when its queue brings it, and the rest is worked off', async () => {
  const { work, lines } = aWorker(false);
  const { batchItemFailures } = await work({ Records: [webhook(1, 1), webhook(2, 1), webhook(3, 1)] });
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }]);
  expect(lines.map(({ messageId, outcome }) => [messageId, outcome])).toEqual([
    ['m1', 'WEBHOOK_UNDELIVERED'],
    ['m1', 'NOT_POSTPONED'],
    ['m2', 'DELIVERED'],
    ['m3', 'WEBHOOK_UNDELIVERED'],
    ['m3', 'NOT_POSTPONED'],
  ]);
});
