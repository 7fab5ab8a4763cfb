import { ArnFormat, Aws, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  JsonPath,
  LogLevel,
  ResultWriterV2,
  S3JsonItemReader,
  StateMachine,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { StageConfig } from '../stages.ts';

export interface RefitMachineProps {
  readonly stage: StageConfig;
  /** Writes the list of what is to be fitted as a JSON array and answers `{ bucket, key, count }`. */
  readonly plan: LambdaFunction;
  /** Fits one item of that list, `{ workspaceId, channel }`; may do so twice. */
  readonly item: LambdaFunction;
  readonly bucket: IBucket;
}

/** One workspace whose curves cannot be fitted does not keep the others from theirs; a fault that hits many ends the run. */
const TOLERATED_FAILURES_PERCENT = 50;

/**
 * Fits every channel of every workspace anew: a list in a bucket, and a distributed map over it. The list may be longer
 * than a state's 256 KB, and so may the answers, which go into the bucket as well.
 */
export class RefitMachine extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { stage, plan, item, bucket }: RefitMachineProps) {
    super(scope, id);
    const refitAll = new DistributedMap(this, 'RefitEach', {
      label: 'RefitEach',
      mapExecutionType: StateMachineType.STANDARD,
      itemReader: new S3JsonItemReader({ bucket, key: JsonPath.stringAt('$.key') }),
      resultWriterV2: new ResultWriterV2({ bucket, prefix: 'refits/results' }),
      maxConcurrency: stage.concurrency.refits,
      toleratedFailurePercentage: TOLERATED_FAILURES_PERCENT,
    }).itemProcessor(this.call('RefitOne', item).addRetry({ ...AGAIN, maxAttempts: 2 }));

    this.machine = new StateMachine(this, 'Machine', {
      comment: 'Fits the response curves of every workspace anew',
      definitionBody: DefinitionBody.fromChainable(
        this.call('Plan', plan)
          .addRetry({ ...AGAIN, maxAttempts: 3 })
          .next(
            new Choice(this, 'IsThereAny')
              .when(Condition.numberGreaterThan('$.count', 0), refitAll)
              .otherwise(new Succeed(this, 'NothingToRefit')),
          ),
      ),
      timeout: Duration.hours(6),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          retention: stage.logDays,
          removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
      },
    });
    this.acknowledgeReach({ plan, item, bucket });
  }

  private acknowledgeReach({
    plan,
    item,
    bucket,
  }: Pick<RefitMachineProps, 'plan' | 'item' | 'bucket'>): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: Fn.select(6, Fn.split(':', this.machine.stateMachineArn)),
    });
    acknowledgeWildcards(
      this.machine,
      [`${plan.functionArn}:*`, `${item.functionArn}:*`],
      'It calls two functions, in any version.',
    );
    acknowledgeWildcards(
      this.machine,
      [`arn:${Aws.PARTITION}:s3:::${bucket.bucketName}/*`],
      'It reads the list and writes the results, whose names it makes, in one bucket.',
    );
    acknowledgeWildcards(
      this.machine,
      [`${executions}:*`, `${executions}/RefitEach:*`],
      'A distributed map is executions of its own, which it starts, follows and stops.',
    );
    acknowledgeWildcards(this.machine, ['*'], 'X-Ray and log delivery know no resources.');
  }

  private call(id: string, lambdaFunction: LambdaFunction): LambdaInvoke {
    return new LambdaInvoke(this, id, { lambdaFunction, payloadResponseOnly: true });
  }
}

/** Beside Lambda's own passing troubles, which a call is repeated after by default. */
const AGAIN = { errors: ['States.TaskFailed'], interval: Duration.seconds(10), backoffRate: 3 };
