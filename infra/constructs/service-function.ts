import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  type FunctionProps,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from '../acknowledge.ts';
import type { FunctionEntry } from '../lambda-bundling.ts';
import type { StageConfig } from '../stages.ts';
import { functionCode } from './function-code.ts';

export interface ServiceFunctionProps extends Pick<FunctionProps, 'onFailure' | 'retryAttempts'> {
  readonly stage: StageConfig;
  /** The file that exports `handler`, from the project's root; or the code itself, as CommonJS. */
  readonly code: FunctionEntry | { readonly inline: string };
  readonly description: string;
  readonly timeout: Duration;
  /** 1,769 MB are one core. */
  readonly memoryMb: number;
  /** Beside `STAGE`. Never a secret: what is secret is named here by its ARN. */
  readonly environment: Readonly<Record<string, string>>;
  /** Who calls it, so that nothing is lost when it fails: the reason why it needs no dead-letter queue of its own. */
  readonly failuresGoTo: string;
}

/** A Lambda function of ours: one bundle with the AWS SDK inside, a log group that forgets, and a role that may log. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { stage, code, description, timeout, memoryMb, environment, failuresGoTo, ...invocation } = props;

    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logDays,
      removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // The managed policy would let it write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    this.function = new LambdaFunction(this, 'Function', {
      code: typeof code === 'string' ? functionCode(this, code) : Code.fromInline(code.inline),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description,
      timeout,
      memorySize: memoryMb,
      role,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      environment: { STAGE: stage.name, NODE_OPTIONS: '--enable-source-maps', ...environment },
      ...invocation,
    });

    acknowledgeWildcards(role, ['*'], 'X-Ray takes segments without a resource to name.');
    acknowledge(this.function, 'Serverless-LambdaDLQ', failuresGoTo);
  }

  /** The objects of one bucket, by their keys: `*`, or all below a folder. */
  grantObjects(bucket: IBucket, keys: string, actions: readonly string[]): void {
    const resource = bucket.arnForObjects(keys);
    this.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [resource] }));
    acknowledgeWildcards(
      this.node.findChild('Role'),
      [resource],
      'Files have no names before they are made: the role reaches the objects of their one bucket.',
    );
  }
}
