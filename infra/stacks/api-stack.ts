import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type AcceptedTokens, GraphqlHttpApi } from '../constructs/graphql-http-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { grantTable, READ_AND_WRITE_TABLE } from '../constructs/table-access.ts';
import type { StageConfig } from '../stages.ts';

export interface ApiStackProps extends StackProps {
  readonly stage: StageConfig;
  /** Its address. */
  readonly api: HttpApi;
  readonly tokens: AcceptedTokens;
  readonly table: TableV2;
  readonly uploads: IBucket;
  readonly webhookSecret: Secret;
}

/** The API: holds no state, may be thrown away and made again. */
export class ApiStack extends Stack {
  readonly function: LambdaFunction;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { stage, api, tokens, table, uploads, webhookSecret } = props;

    const graphql = new ServiceFunction(this, 'Graphql', {
      stage,
      code: 'api/lambda.ts',
      description: 'Answers GraphQL requests',
      // Below the 30 s after which the HTTP API gives up.
      timeout: Duration.seconds(28),
      memoryMb: 1_024,
      environment: {
        JWT_ISSUER: tokens.issuer,
        JWT_AUDIENCE: tokens.audiences.join(' '),
        WORKSPACE_RATE: String(stage.workspaceThrottle.rate),
        WORKSPACE_BURST: String(stage.workspaceThrottle.burst),
        TABLE_NAME: table.tableName,
        UPLOAD_BUCKET: uploads.bucketName,
        WEBHOOK_SECRET_ARN: webhookSecret.secretArn,
      },
      failuresGoTo: 'The HTTP API calls it and waits: whoever asked hears of the failure.',
    });
    this.function = graphql.function;
    grantTable(table, this.function, READ_AND_WRITE_TABLE);
    webhookSecret.grantRead(this.function);
    // What it signs an address for, its bearer may do. Without the list a file that is not there reads as forbidden.
    graphql.grantObjects(uploads, '*', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']);
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [uploads.bucketArn] }),
    );

    const http = new GraphqlHttpApi(this, 'Http', { stage, api, tokens });
    // GET is for persisted queries; OPTIONS (preflight) is answered by the API itself, without a token.
    http.route('/graphql', [HttpMethod.POST, HttpMethod.GET], this.function);
    http.healthRoute('/health', this.function);
    this.api = api;

    new CfnOutput(this, 'GraphqlUrl', { value: `${http.url}/graphql` });
    if (http.aliasTarget) new CfnOutput(this, 'ApiAliasTarget', { value: http.aliasTarget });
  }
}
