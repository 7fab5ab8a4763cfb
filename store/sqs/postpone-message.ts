import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Has a message that is being worked on come again after so many seconds, instead of when its queue would bring it. */
export type PostponeMessage = (receiptHandle: string, seconds: number) => Promise<void>;

/** The client's endpoint is the region's, or `AWS_ENDPOINT_URL_SQS`. Make one an environment. */
export function sqsPostponer(
  queueUrl: string,
  client: SQSClient = new SQSClient({ maxAttempts: 3 }),
): PostponeMessage {
  return async (ReceiptHandle, VisibilityTimeout) => {
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout }),
    );
  };
}
