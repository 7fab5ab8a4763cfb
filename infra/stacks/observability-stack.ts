import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { Alarms, FIVE_MINUTES } from '../constructs/alarms.ts';
import { Costs } from '../constructs/costs.ts';
import { ofApi, ofFunctions, ofMachine, ofTable, own } from '../constructs/metrics.ts';
import { type Graph, MEDIAN, Overview, TAIL } from '../constructs/overview.ts';
import type { StageConfig } from '../stages.ts';
import type { ApiStack } from './api-stack.ts';
import type { StatefulStack } from './stateful-stack.ts';
import type { WorkStack } from './work-stack.ts';

export interface ObservabilityStackProps extends StackProps {
  readonly stage: StageConfig;
  readonly stateful: StatefulStack;
  readonly api: ApiStack;
  readonly work: WorkStack;
}

/** What says that something is wrong, before a user does: alarms, a dashboard, and what it costs. */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { stage, stateful, api, work } = props;
    const topic = this.topicFor(stage);

    const http = ofApi(api.api);
    const userTrigger = stateful.users?.trigger;
    const functions = ofFunctions({
      graphql: api.function,
      ...work.functions,
      ...(userTrigger && { userTrigger }),
    });
    const table = ofTable(stateful.table);
    const { jobs, webhooks, streamDeadLetters, scheduleDeadLetters, refit } = work;
    const depth = (queue: Queue) =>
      queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: 'Maximum' });
    const queueAge = jobs.queue.metricApproximateAgeOfOldestMessage({
      period: FIVE_MINUTES,
      statistic: 'Maximum',
    });
    const iteratorAge = work.functions.stream
      .metric('IteratorAge', { period: FIVE_MINUTES, statistic: 'Maximum' })
      .with({ label: 'age of the stream (ms)' });
    const refitsGoneWrong = ofMachine(refit);

    const alarms = new Alarms(this, 'Alarms', { stage, topic });
    for (const rule of [
      {
        name: 'api-server-errors',
        description: 'The API answered 5xx at least five times in five minutes.',
        metric: http.serverErrors,
        threshold: 5,
      },
      {
        name: 'api-latency',
        description: 'One request in a hundred took five seconds or more, for a quarter of an hour.',
        metric: http.latency(99),
        threshold: Duration.seconds(5).toMilliseconds(),
        periods: 3,
      },
      {
        name: 'function-errors',
        description: 'A function ended in an error.',
        metric: functions.allErrors,
        threshold: 1,
      },
      {
        name: 'function-throttles',
        description:
          'Lambda refused to start functions, for ten minutes: the account’s concurrency is used up.',
        metric: functions.allThrottles,
        threshold: 1,
        periods: 2,
      },
      {
        name: 'jobs-waiting',
        description: 'A job has waited for half an hour or more.',
        metric: queueAge,
        threshold: Duration.minutes(30).toSeconds(),
      },
      {
        name: 'job-dead-letters',
        description: 'A job failed again and again and was set aside.',
        metric: depth(jobs.deadLetters),
        threshold: 1,
      },
      {
        name: 'webhook-dead-letters',
        description: 'A webhook was not taken for more than half a day and was set aside.',
        metric: depth(webhooks.deadLetters),
        threshold: 1,
      },
      {
        name: 'stream-dead-letters',
        description: 'Changes of the table could not be read, so work that follows from them was not queued.',
        metric: depth(streamDeadLetters),
        threshold: 1,
      },
      {
        name: 'schedule-dead-letters',
        description: 'A scheduled task could not be done.',
        metric: depth(scheduleDeadLetters),
        threshold: 1,
      },
      {
        name: 'stream-behind',
        description: 'The table’s stream is read ten minutes late or more.',
        metric: iteratorAge,
        threshold: Duration.minutes(10).toMilliseconds(),
      },
      {
        name: 'refit-failed',
        description: 'The nightly refit did not end well; yesterday’s curves are still in use.',
        metric: refitsGoneWrong,
        threshold: 1,
      },
      {
        name: 'table-throttles',
        description:
          'DynamoDB refused requests, for ten minutes: the stage’s ceiling is reached, or a key is hot.',
        metric: table.throttles,
        threshold: 10,
        periods: 2,
      },
      {
        name: 'solves-out-of-time',
        description: 'Plans were given out as good as they were when the time was up.',
        metric: own(stage, 'timeLimits'),
        threshold: 5,
      },
    ]) {
      alarms.add(rule);
    }

    const rows: Graph[][] = [
      [
        { title: 'Requests', left: [http.requests], right: [http.clientErrors, http.serverErrors] },
        { title: 'Latency (ms)', left: [http.latency(50), http.latency(90), http.latency(99)] },
        { title: 'Refused for the rate', left: [own(stage, 'throttles')] },
      ],
      [
        { title: 'Errors of functions', left: functions.errors },
        { title: 'Longest run of each function (ms)', left: functions.longest },
        { title: 'Throttles of functions', left: functions.throttles },
      ],
      [
        { title: 'Jobs waiting', left: [depth(jobs.queue)], right: [queueAge] },
        {
          title: 'Set aside',
          left: [jobs.deadLetters, webhooks.deadLetters, streamDeadLetters, scheduleDeadLetters].map(depth),
        },
        { title: 'Stream and refits', left: [iteratorAge], right: [refitsGoneWrong] },
      ],
      [
        { title: 'Table: units consumed', left: [table.reads], right: [table.writes] },
        { title: 'Table: throttled', left: [table.readThrottles, table.writeThrottles] },
        { title: 'Conflicts between writers', left: [own(stage, 'conflicts')] },
      ],
      [
        { title: 'Solves', left: [own(stage, 'solves')] },
        {
          title: 'Time to solve (ms)',
          left: [own(stage, 'solveTime', MEDIAN), own(stage, 'solveTime', TAIL)],
        },
        { title: 'No solution, no time', left: [own(stage, 'infeasible'), own(stage, 'timeLimits')] },
      ],
    ];
    new Overview(this, 'Overview', { stage, alarms: alarms.all, rows });
    new Costs(this, 'Costs', { stage, topic });
  }

  private topicFor(stage: StageConfig): Topic {
    const topic = new Topic(this, 'Alerts', { displayName: `Equimarginal ${stage.name}`, enforceSSL: true });
    // A policy of its own takes the place of the one that lets all of the account in, CloudWatch's alarms with it.
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [
          new ServicePrincipal('cloudwatch.amazonaws.com'),
          new ServicePrincipal('budgets.amazonaws.com'),
          new ServicePrincipal('costalerts.amazonaws.com'),
        ],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (stage.alerts.email) {
      topic.addSubscription(new EmailSubscription(stage.alerts.email));
      acknowledge(
        topic,
        'Serverless-SNSRedrivePolicy',
        'A mail that does not arrive is of no use later; CloudWatch keeps the state of every alarm.',
      );
    }
    new CfnOutput(this, 'AlertsTopic', { value: topic.topicArn });
    return topic;
  }
}
