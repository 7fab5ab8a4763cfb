import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { JobQueue } from '../constructs/job-queue.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import { RefitMachine } from '../constructs/refit-machine.ts';
import { Schedules } from '../constructs/schedules.ts';
import { ServiceFunction, type ServiceFunctionProps } from '../constructs/service-function.ts';
import { grantTable, READ_AND_WRITE_TABLE, READ_TABLE } from '../constructs/table-access.ts';
import { TableOutbox } from '../constructs/table-outbox.ts';
import type { StageConfig } from '../stages.ts';

export interface WorkStackProps extends StackProps {
  readonly stage: StageConfig;
  readonly table: TableV2;
  readonly accessLogs: IBucket;
  readonly webhookSecret: Secret;
}

/** As many as `planning/jobs/retries.ts` waits for; a test compares the two. */
const WEBHOOK_DELIVERIES = 6;

/** Two cores, for what computes: room for a channel of 2,000 campaigns and two years, or a plan for 10,000 campaigns. */
const LARGE_MB = 3_538;

/** What goes on when nobody waits: jobs from the queue, what follows from a write, and what comes by the clock. */
export class WorkStack extends Stack {
  readonly functions: Readonly<
    Record<'worker' | 'webhooks' | 'stream' | 'schedule' | 'refitPlan' | 'refitItem', LambdaFunction>
  >;
  readonly jobs: JobQueue;
  readonly webhooks: JobQueue;
  readonly streamDeadLetters: Queue;
  readonly scheduleDeadLetters: Queue;
  readonly refit: StateMachine;

  constructor(scope: Construct, id: string, props: WorkStackProps) {
    super(scope, id, props);
    const { stage, table, accessLogs, webhookSecret } = props;
    const workerTimeout = Duration.minutes(5);
    this.jobs = new JobQueue(this, 'Jobs', { workerTimeout });
    const { queue } = this.jobs;
    const webhookTimeout = Duration.minutes(3);
    this.webhooks = new JobQueue(this, 'Webhooks', {
      workerTimeout: webhookTimeout,
      mostAttempts: WEBHOOK_DELIVERIES,
    });
    this.scheduleDeadLetters = new DeadLetterQueue(this, 'ScheduleDeadLetters');
    const refits = privateBucket(this, 'Refits', {
      stage,
      keepsDays: 14,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'refits/',
    });

    const TABLE_NAME = table.tableName;
    const make = (name: string, own: Omit<ServiceFunctionProps, 'stage'>) =>
      new ServiceFunction(this, name, { stage, ...own });

    const worker = make('Worker', {
      code: 'api/worker.ts',
      description: 'Works off the queue of jobs',
      timeout: workerTimeout,
      memoryMb: LARGE_MB,
      environment: {
        TABLE_NAME,
        WEBHOOK_SECRET_ARN: webhookSecret.secretArn,
        JOB_QUEUE_URL: queue.queueUrl,
      },
      failuresGoTo:
        'The queue delivers a failed message again and then sets it aside in its dead-letter queue.',
    });
    grantTable(table, worker.function, READ_AND_WRITE_TABLE);
    webhookSecret.grantRead(worker.function);
    this.jobs.feed(worker.function, { concurrency: stage.concurrency.jobs });

    // Apart from the jobs: receivers that are slow or gone hold up nobody's plans.
    const webhooks = make('Webhook', {
      code: 'api/webhooks.ts',
      description: 'Sends audit events to webhooks',
      timeout: webhookTimeout,
      memoryMb: 512,
      environment: {
        TABLE_NAME,
        WEBHOOK_SECRET_ARN: webhookSecret.secretArn,
        WEBHOOK_QUEUE_URL: this.webhooks.queue.queueUrl,
      },
      failuresGoTo:
        'The queue delivers a failed message again, later each time, and then sets it aside in its dead-letter queue.',
    });
    grantTable(table, webhooks.function, READ_TABLE);
    webhookSecret.grantRead(webhooks.function);
    this.webhooks.feed(webhooks.function, { concurrency: stage.concurrency.jobs });

    const stream = make('Stream', {
      code: 'api/stream.ts',
      description: 'Queues the work that follows from a write',
      timeout: Duration.minutes(1),
      memoryMb: 512,
      environment: {
        TABLE_NAME,
        JOB_QUEUE_URL: queue.queueUrl,
        WEBHOOK_QUEUE_URL: this.webhooks.queue.queueUrl,
      },
      failuresGoTo: 'The stream is read again and again, in halves; what stays unread is named in a queue.',
    });
    grantTable(table, stream.function, READ_TABLE);
    this.streamDeadLetters = new TableOutbox(this, 'Outbox', { table, reader: stream.function }).deadLetters;

    const schedule = make('Schedule', {
      code: 'api/schedule.ts',
      description: 'Finds what is due and queues it',
      timeout: Duration.minutes(5),
      memoryMb: 512,
      environment: { TABLE_NAME, JOB_QUEUE_URL: queue.queueUrl },
      onFailure: new SqsDestination(this.scheduleDeadLetters),
      retryAttempts: 2,
      failuresGoTo: 'What fails goes to the destination for failures, which also says why.',
    });
    grantTable(table, schedule.function, READ_TABLE);
    const maySend = (sender: ServiceFunction, ...queues: readonly Queue[]) =>
      sender.function.addToRolePolicy(
        new PolicyStatement({
          actions: ['sqs:SendMessage'],
          resources: queues.map(({ queueArn }) => queueArn),
        }),
      );
    maySend(stream, queue, this.webhooks.queue);
    maySend(schedule, queue);

    const calledByMachine =
      'The state machine calls it, waits, and tries again; its executions keep the failure.';
    const refitPlan = make('RefitPlan', {
      code: 'api/refit-plan.ts',
      description: 'Lists what is to be fitted anew',
      timeout: Duration.minutes(5),
      memoryMb: 512,
      environment: { TABLE_NAME, REFIT_BUCKET: refits.bucketName },
      failuresGoTo: calledByMachine,
    });
    grantTable(table, refitPlan.function, READ_TABLE);
    refitPlan.grantObjects(refits, 'refits/*', ['s3:PutObject']);

    const refitItem = make('RefitItem', {
      code: 'api/refit-item.ts',
      description: 'Fits the curves of one channel anew',
      timeout: Duration.minutes(15),
      memoryMb: LARGE_MB,
      environment: { TABLE_NAME },
      failuresGoTo: calledByMachine,
    });
    grantTable(table, refitItem.function, READ_AND_WRITE_TABLE);

    this.functions = {
      worker: worker.function,
      webhooks: webhooks.function,
      stream: stream.function,
      schedule: schedule.function,
      refitPlan: refitPlan.function,
      refitItem: refitItem.function,
    };
    this.refit = new RefitMachine(this, 'Refit', {
      stage,
      plan: refitPlan.function,
      item: refitItem.function,
      bucket: refits,
    }).machine;
    new Schedules(this, 'Schedules', {
      stage,
      finder: schedule.function,
      refit: this.refit,
      deadLetters: this.scheduleDeadLetters,
    });
  }
}
