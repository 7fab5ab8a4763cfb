import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { type Job, jobText } from '../planning/jobs/job.ts';
import { jobsAfter } from '../planning/jobs/outbox.ts';
import { readChange, type StreamRecord } from '../store/dynamo/stream.ts';
import type { Store } from '../store/ports.ts';
import type { SendMessages } from '../store/sqs/send-messages.ts';

export interface OutboxOptions {
  readonly store: Store;
  readonly send: SendMessages;
  /** Of webhooks, where they have a queue of their own. */
  readonly sendWebhooks?: SendMessages;
  readonly logError: (line: object) => void;
}

/**
 * Sends the jobs that follow from what was written to the table. A record that cannot be read, or whose messages are
 * not taken, is named by its sequence number: the stream goes on from there, so what comes after it may be sent twice,
 * which does no harm.
 */
export function createOutbox({ store, send, sendWebhooks = send, logError }: OutboxOptions) {
  return async ({ Records }: Pick<DynamoDBStreamEvent, 'Records'>): Promise<DynamoDBBatchResponse> => {
    const jobs: Queued[] = [];
    let failedAt = Records.length;
    for (const [record, { eventName, dynamodb }] of Records.entries()) {
      try {
        const change = readChange(recordOf(eventName, dynamodb));
        const found = change ? await jobsAfter({ store }, change) : [];
        jobs.push(...found.map((job) => ({ record, job })));
      } catch (error) {
        logError({ level: 'ERROR', message: 'A change cannot be read', ...described(error) });
        failedAt = record;
        break;
      }
    }
    const webhooks = jobs.filter(({ job }) => job.kind === 'WEBHOOK');
    const others = jobs.filter(({ job }) => job.kind !== 'WEBHOOK');
    const first = Math.min(
      failedAt,
      ...(await recordsNotTaken(send, others)),
      ...(await recordsNotTaken(sendWebhooks, webhooks)),
    );
    const sequence = Records[first]?.dynamodb?.SequenceNumber;
    return { batchItemFailures: sequence === undefined ? [] : [{ itemIdentifier: sequence }] };
  };
}

interface Queued {
  readonly record: number;
  readonly job: Job;
}

async function recordsNotTaken(send: SendMessages, queued: readonly Queued[]): Promise<readonly number[]> {
  if (queued.length === 0) return [];
  const notTaken = await send(queued.map(({ job }) => jobText(job)));
  return notTaken.flatMap((index) => queued[index]?.record ?? []);
}

/** The types of the event and of the SDK write the same attribute values in two ways. */
const recordOf = (
  eventName: DynamoDBRecord['eventName'],
  dynamodb: DynamoDBRecord['dynamodb'],
): StreamRecord => ({
  eventName: eventName ?? 'REMOVE',
  newImage: dynamodb?.NewImage as StreamRecord['newImage'],
  oldImage: dynamodb?.OldImage as StreamRecord['oldImage'],
});

const described = (error: unknown) =>
  error instanceof Error ? { error: { name: error.name, message: error.message } } : { error };
