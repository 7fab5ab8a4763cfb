import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages.ts';

type Particulars = Pick<
  BucketProps,
  | 'cors'
  | 'versioned'
  | 'lifecycleRules'
  | 'objectOwnership'
  | 'serverAccessLogsBucket'
  | 'serverAccessLogsPrefix'
>;

export interface PrivateBucketProps extends Particulars {
  readonly stage: StageConfig;
  /** Objects go by themselves after so many days. Left out: they stay. */
  readonly keepsDays?: number;
}

/** Encrypted, closed to the public, over TLS alone; production keeps it when its stack goes. */
export function privateBucket(
  scope: Construct,
  id: string,
  { stage, keepsDays, lifecycleRules = [], ...particulars }: PrivateBucketProps,
): IBucket {
  const bucket = new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    ...particulars,
    lifecycleRules: [
      {
        ...(keepsDays !== undefined && { expiration: Duration.days(keepsDays) }),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
      ...lifecycleRules,
    ],
  });
  // The library's class fails its own interface under `exactOptionalPropertyTypes`, by `undefined` alone.
  return bucket as IBucket;
}
