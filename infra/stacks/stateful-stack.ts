import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
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
  }
}
