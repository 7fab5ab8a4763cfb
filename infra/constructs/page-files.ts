import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, Aws, DockerImage, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from '../acknowledge.ts';
import type { StageConfig } from '../stages.ts';
import type { SignIn } from './page-sign-in.ts';

const projectRoot = join(import.meta.dirname, '..', '..');

export interface PageFilesProps {
  readonly stage: StageConfig;
  readonly bucket: IBucket;
  /** Left out: the page asks for a token. */
  readonly signIn?: SignIn | undefined;
}

/**
 * Builds the page with the project's own builder, without Docker, and puts it into the bucket. Files of earlier versions
 * stay, for pages that are open somewhere.
 */
export class PageFiles extends Construct {
  constructor(scope: Construct, id: string, { stage, bucket, signIn }: PageFilesProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: stage.logDays,
      removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    const { bucketArn } = bucket;
    const staged = `arn:${Aws.PARTITION}:s3:::${stagingBucketOf(this)}`;
    for (const [actions, resources] of [
      [['s3:GetObject'], [`${staged}/*`]],
      [['s3:ListBucket'], [staged, bucketArn]],
      [['s3:GetObject', 's3:PutObject'], [`${bucketArn}/*`]],
    ] as const) {
      role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
    }

    const deployment = new BucketDeployment(this, 'Deployment', {
      sources: [
        Source.asset(join(projectRoot, 'web'), {
          // The page is made of more than its sources: of the libraries too.
          assetHashType: AssetHashType.OUTPUT,
          bundling: {
            // Asked for by the library, never run: the local way below either succeeds or throws.
            image: DockerImage.fromRegistry('none'),
            local: { tryBundle: buildPage },
          },
        }),
        Source.jsonData('config.json', { endpoint: '/graphql', ...(signIn && { signIn }) }),
      ],
      destinationBucket: bucket,
      // Left to itself it would let the copying function do anything to both buckets.
      role: role.withoutPolicyUpdates(),
      logGroup,
      memoryLimit: 256,
      prune: false,
    });
    deployment.node.addDependency(role);

    acknowledgeWildcards(
      role,
      [`${staged}/*`, `${bucketArn}/*`],
      'It copies files whose names are hashes, from the one bucket to the other.',
    );
    const copier = Stack.of(this).node.children.find(({ node }) =>
      /^Custom::CDKBucketDeployment/.test(node.id),
    );
    if (copier === undefined)
      throw new Error('The library no longer copies files with a function of its own.');
    for (const rule of ['AwsSolutions-L1', 'Serverless-LambdaLatestVersion', 'Serverless-LambdaTracing']) {
      acknowledge(copier, rule, 'The function is the CDK library’s own, which chooses how it runs.');
    }
    acknowledge(copier, 'Serverless-LambdaDLQ', 'CloudFormation calls it, waits, and says when it fails.');
  }
}

function buildPage(folder: string): boolean {
  execFileSync(process.execPath, ['--import', 'tsx', 'web/build-main.ts', folder], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return true;
}

/** Where the deployer's assets wait, by the names of `cdk bootstrap`. */
function stagingBucketOf(scope: Construct): string {
  const qualifier = Stack.of(scope).synthesizer.bootstrapQualifier ?? 'hnb659fds';
  return Fn.sub(`cdk-${qualifier}-assets-\${AWS::AccountId}-\${AWS::Region}`);
}
