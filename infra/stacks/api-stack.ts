import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ApiFunction } from '../constructs/api-function.ts';
import { GraphqlHttpApi } from '../constructs/graphql-http-api.ts';
import type { StageConfig } from '../stages.ts';

export interface ApiStackProps extends StackProps {
  readonly stage: StageConfig;
  readonly table: TableV2;
  readonly uploads: Bucket;
}

/** The API: holds no state, may be thrown away and made again. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { stage, table, uploads } = props;

    const graphql = new ApiFunction(this, 'Graphql', {
      stage,
      entry: 'api/lambda.ts',
      environment: { TABLE_NAME: table.tableName, UPLOAD_BUCKET: uploads.bucketName },
    });
    // Every call that the store makes, and no other: `grantReadWriteData` would add Scan and the stream.
    table.grant(
      graphql.function,
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
    );

    // What it signs an address for, its bearer may do. Without the list a file that is not there reads as forbidden.
    graphql.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        resources: [uploads.arnForObjects('*')],
      }),
    );
    graphql.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [uploads.bucketArn] }),
    );

    const api = new GraphqlHttpApi(this, 'Http', { stage });
    // GET is for persisted queries; OPTIONS (preflight) is answered by the API itself, without a token.
    api.route('/graphql', [HttpMethod.POST, HttpMethod.GET], graphql.function);

    api.healthRoute('/health', graphql.function);

    new CfnOutput(this, 'GraphqlUrl', { value: `${api.url}/graphql` });
  }
}
