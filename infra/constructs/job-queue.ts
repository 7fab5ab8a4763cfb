import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/** A message that fails so often is set aside, where nothing else is said. */
const MOST_ATTEMPTS = 4;
const BATCH_SIZE = 5;
/** AWS's advice: room for a batch, for retries after throttling, and for a second environment to start. */
const VISIBILITY_IN_TIMEOUTS = 6;

export interface JobQueueProps {
  readonly workerTimeout: Duration;
  readonly mostAttempts?: number;
}

/** Work that outlasts a request, and where it goes when it fails again and again. */
export class JobQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { workerTimeout, mostAttempts = MOST_ATTEMPTS }: JobQueueProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters');
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(VISIBILITY_IN_TIMEOUTS * workerTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: mostAttempts },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }

  /** A batch's failures come back one by one, what is done is done. */
  feed(worker: LambdaFunction, { concurrency }: { readonly concurrency: number }): void {
    worker.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: BATCH_SIZE,
        reportBatchItemFailures: true,
        maxConcurrency: concurrency,
      }),
    );
    acknowledge(
      worker,
      'Serverless-LambdaEventSourceMappingDestination',
      'The queue itself sends what fails again and again to its dead-letter queue.',
    );
  }
}
