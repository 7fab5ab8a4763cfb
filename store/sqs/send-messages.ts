import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/** A batch of SQS takes ten messages. */
const BATCH = 10;
/** Batches on their way at once. */
const LANES = 8;

/** Sends texts, each a message. Answers with the indices of those that were not taken: send them again. */
export type SendMessages = (texts: readonly string[]) => Promise<readonly number[]>;

/** The client's endpoint is the region's, or `AWS_ENDPOINT_URL_SQS`. Make one an environment. */
export function sqsSender(
  queueUrl: string,
  client: SQSClient = new SQSClient({ maxAttempts: 3 }),
): SendMessages {
  return async (texts) => {
    const waiting = batchesOf(texts).values();
    const notTaken: number[] = [];
    const lane = async () => {
      for (const { first, entries } of waiting) {
        notTaken.push(...(await refusedOf(entries)).map((index) => first + index));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return notTaken.sort((a, b) => a - b);
  };

  /** Those of one batch. A request that fails as a whole took none of them. */
  async function refusedOf(texts: readonly string[]): Promise<readonly number[]> {
    const Entries = texts.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    try {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      return Failed.map(({ Id }) => Number(Id));
    } catch (error) {
      if (!isPassing(error)) throw error;
      return texts.map((_, index) => index);
    }
  }
}

function batchesOf(texts: readonly string[]) {
  return Array.from({ length: Math.ceil(texts.length / BATCH) }, (_, i) => ({
    first: i * BATCH,
    entries: texts.slice(i * BATCH, (i + 1) * BATCH),
  }));
}

/** A fault of the service or the network; anything else is ours and must be seen. */
const isPassing = (error: unknown): boolean =>
  error instanceof Error && ('$fault' in error ? error.$fault === 'server' : 'code' in error);
