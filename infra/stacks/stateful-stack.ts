import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages.ts';

export interface StatefulStackProps extends StackProps {
  readonly stage: StageConfig;
}

/**
 * What must outlive every deployment. Never rename a construct here: a new logical id is a new, empty table. The
 * keys are those of `store/table.ts`; a test compares the two.
 */
export class StatefulStack extends Stack {
  readonly table: TableV2;
  /** Files between their upload and their import; what nobody commits goes by itself. */
  readonly uploads: Bucket;

  constructor(scope: Construct, id: string, props: StatefulStackProps) {
    super(scope, id, { ...props, terminationProtection: props.stage.isProduction });
    const { stage } = props;
    const caps = {
      maxReadRequestUnits: stage.tableCaps.reads,
      maxWriteRequestUnits: stage.tableCaps.writes,
    };
    const string = (name: string) => ({ name, type: AttributeType.STRING });

    this.table = new TableV2(this, 'Table', {
      partitionKey: string('pk'),
      sortKey: string('sk'),
      globalSecondaryIndexes: [
        { indexName: 'gsi1', partitionKey: string('gsi1pk'), sortKey: string('gsi1sk'), ...caps },
      ],
      timeToLiveAttribute: 'expiresAt',
      billing: Billing.onDemand(caps),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: stage.backupDays,
      },
      deletionProtection: stage.isProduction,
      removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });

    this.uploads = new Bucket(this, 'Uploads', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        { expiration: Duration.days(7), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // A browser puts a file straight into the bucket, at the address that the API signed.
      ...(stage.corsOrigins.length > 0 && {
        cors: [
          {
            allowedMethods: [HttpMethods.PUT],
            allowedOrigins: [...stage.corsOrigins],
            allowedHeaders: ['*'],
          },
        ],
      }),
      removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}
