import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Architecture, type IFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LAMBDA_BUNDLING } from '../lambda-bundling.ts';
import type { StageConfig } from '../stages.ts';

const projectRoot = join(import.meta.dirname, '..', '..');

export interface ApiFunctionProps {
  readonly stage: StageConfig;
  /** The file that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A Lambda function that answers the HTTP API: one ESM bundle with the AWS SDK inside. */
export class ApiFunction extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: ApiFunctionProps) {
    super(scope, id);
    const { stage } = props;

    this.function = new NodejsFunction(this, 'Function', {
      entry: join(projectRoot, props.entry),
      handler: 'handler',
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1_024,
      // Below the 30 s after which the HTTP API gives up.
      timeout: Duration.seconds(28),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup: new LogGroup(this, 'Logs', {
        retention: stage.logDays,
        removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      }),
      environment: {
        STAGE: stage.name,
        JWT_ISSUER: stage.jwt.issuer,
        JWT_AUDIENCE: stage.jwt.audience,
        WORKSPACE_RATE: String(stage.workspaceThrottle.rate),
        WORKSPACE_BURST: String(stage.workspaceThrottle.burst),
        NODE_OPTIONS: '--enable-source-maps',
        ...props.environment,
      },
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        minify: LAMBDA_BUNDLING.minify,
        sourceMap: true,
        sourcesContent: false,
        mainFields: LAMBDA_BUNDLING.mainFields,
        externalModules: LAMBDA_BUNDLING.external,
        banner: LAMBDA_BUNDLING.banner,
      },
    });
  }
}
