import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { HttpMethods, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { apiAddress } from '../constructs/api-address.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import { UserDirectory } from '../constructs/user-directory.ts';
import type { Issuer, StageConfig } from '../stages.ts';

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
  readonly uploads: IBucket;
  /** Who touched which object of our buckets. */
  readonly accessLogs: IBucket;
  /** What webhooks are signed with; each workspace's key is made from it. */
  readonly webhookSecret: Secret;
  /** Of the stage's configuration, or one of its own. */
  readonly issuer: Issuer;
  /** Where no issuer is configured. */
  readonly users: UserDirectory | undefined;
  /** The address of the API, which answers by what other stacks add to it. */
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: StatefulStackProps) {
    super(scope, id, { ...props, terminationProtection: props.stage.isProduction });
    const { stage } = props;
    const removalPolicy = stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
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
      removalPolicy,
    });

    this.accessLogs = privateBucket(this, 'AccessLogs', { stage, keepsDays: stage.logDays });
    acknowledge(this.accessLogs, 'AwsSolutions-S1', 'It is where the access logs go.');

    this.uploads = privateBucket(this, 'Uploads', {
      stage,
      keepsDays: 7,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: 'uploads/',
      // A browser puts a file straight into the bucket, at the address that the API signed for it: the signature is the
      // permission, wherever the page is from. The page's own address is not known before it is deployed.
      cors: [
        {
          allowedMethods: [HttpMethods.PUT],
          allowedOrigins: originsOf(stage),
          allowedHeaders: ['content-type'],
          maxAge: 3_600,
        },
      ],
    });

    if (stage.jwt) {
      this.issuer = stage.jwt;
    } else {
      this.users = new UserDirectory(this, 'Users', { stage });
      this.issuer = this.users.issuer;
    }
    this.api = apiAddress(this, 'Api', stage);

    this.webhookSecret = new Secret(this, 'WebhookSecret', {
      description: `Equimarginal ${stage.name}: what webhooks are signed with`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    });
    acknowledge(
      this.webhookSecret,
      'AwsSolutions-SMG4',
      'Receivers hold keys made from it, so it changes when they do and not by a clock: see docs/operations.md.',
    );
  }
}

function originsOf({ domains, corsOrigins }: StageConfig): string[] {
  return domains.page ? [`https://${domains.page.name}`, ...corsOrigins] : ['*'];
}
