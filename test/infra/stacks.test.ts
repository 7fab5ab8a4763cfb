import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { EquimarginalStage } from '../../infra/stage.ts';
import { stages } from '../../infra/stages.ts';
import { TABLE } from '../../store/table.ts';

const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
// The flags of the real app, without esbuild: the templates are the same but for the hash of the code.
const app = () => new App({ context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });

describe.each(Object.values(stages))('the stage $name', (config) => {
  const stage = new EquimarginalStage(app(), config);
  const stateful = Template.fromStack(stage.stateful);
  const api = Template.fromStack(stage.api);
  const retention = config.isProduction ? 'Retain' : 'Delete';
  const theOnly = (template: Template, type: string) => {
    const resources = Object.values(template.findResources(type));
    expect(resources).toHaveLength(1);
    return resources[0]!;
  };
  const theTable = () => theOnly(stateful, 'AWS::DynamoDB::GlobalTable');

  describe('the table', () => {
    it('keeps its logical id, for another one would be a new and empty table', () => {
      expect(Object.keys(stateful.findResources('AWS::DynamoDB::GlobalTable'))).toEqual(['TableCD117FA1']);
    });

    it('has the keys, the index and the time to live that the store works with', () => {
      const keySchema = (keys: { partitionKey: string; sortKey: string }) => [
        { AttributeName: keys.partitionKey, KeyType: 'HASH' },
        { AttributeName: keys.sortKey, KeyType: 'RANGE' },
      ];
      const { Properties } = theTable();
      expect(Properties.KeySchema).toEqual(keySchema(TABLE));
      expect(Properties.GlobalSecondaryIndexes).toEqual(
        TABLE.indexes.map((index) =>
          expect.objectContaining({
            IndexName: index.name,
            KeySchema: keySchema(index),
            Projection: { ProjectionType: 'ALL' },
          }),
        ),
      );
      const names = [TABLE, ...TABLE.indexes].flatMap((keys) => [keys.partitionKey, keys.sortKey]);
      expect(Properties.AttributeDefinitions).toEqual(
        names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      );
      expect(Properties.TimeToLiveSpecification).toEqual({
        AttributeName: TABLE.timeToLiveAttribute,
        Enabled: true,
      });
    });

    it('can be restored to any second, in every replica', () => {
      for (const replica of theTable().Properties.Replicas) {
        expect(replica.PointInTimeRecoverySpecification).toEqual({
          PointInTimeRecoveryEnabled: true,
          RecoveryPeriodInDays: config.backupDays,
        });
      }
    });

    it('is on demand, with a ceiling for itself and its index', () => {
      const writes = { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: config.tableCaps.writes } };
      const reads = { ReadOnDemandThroughputSettings: { MaxReadRequestUnits: config.tableCaps.reads } };
      expect(theTable().Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        ...writes,
        GlobalSecondaryIndexes: [writes],
        Replicas: [{ ...reads, GlobalSecondaryIndexes: [reads] }],
      });
    });

    it('streams its changes, before and after', () => {
      expect(theTable().Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    });

    it(`is ${config.isProduction ? 'protected from' : 'open to'} deletion`, () => {
      const table = theTable();
      expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual([retention, retention]);
      for (const replica of table.Properties.Replicas) {
        expect(replica.DeletionProtectionEnabled ?? false).toBe(config.isProduction);
      }
      expect(stage.stateful.terminationProtection).toBe(config.isProduction);
    });
  });

  describe('the bucket of uploads', () => {
    it('is private and encrypted, takes TLS alone, and forgets what nobody commits', () => {
      const { Properties, DeletionPolicy } = theOnly(stateful, 'AWS::S3::Bucket') as {
        Properties: Record<string, unknown>;
        DeletionPolicy: string;
      };
      const blocked = {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      };
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: blocked,
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled' }] },
      });
      expect(DeletionPolicy).toBe(retention);
      const policy = JSON.stringify(theOnly(stateful, 'AWS::S3::BucketPolicy'));
      expect(policy).toContain('"aws:SecureTransport":"false"');
    });

    it('is known to the function, which may put, get, delete and list, and nothing else', () => {
      const { Properties } = theOnly(api, 'AWS::IAM::Policy');
      const statements: { Action: string | string[] }[] = Properties.PolicyDocument.Statement;
      const actions = statements.flatMap(({ Action }) => Action).filter((action) => action.startsWith('s3:'));
      expect(actions.toSorted()).toEqual([
        's3:DeleteObject',
        's3:GetObject',
        's3:ListBucket',
        's3:PutObject',
      ]);
      api.hasResourceProperties('AWS::Lambda::Function', {
        Environment: { Variables: { UPLOAD_BUCKET: Match.anyValue() } },
      });
    });
  });

  describe('the function', () => {
    it('runs on a supported runtime, answers before the API gives up, and knows its surroundings', () => {
      api.hasResourceProperties('AWS::Lambda::Function', {
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        Timeout: 28,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: Match.anyValue() },
        Environment: {
          Variables: {
            TABLE_NAME: Match.anyValue(),
            STAGE: config.name,
            JWT_ISSUER: config.jwt.issuer,
            JWT_AUDIENCE: config.jwt.audience,
            WORKSPACE_RATE: String(config.workspaceThrottle.rate),
            WORKSPACE_BURST: String(config.workspaceThrottle.burst),
          },
        },
      });
    });

    it('may do to the table and its index what the store does, and no scan', () => {
      const { Properties } = theOnly(api, 'AWS::IAM::Policy');
      const statements: { Action: string | string[] }[] = Properties.PolicyDocument.Statement;
      const dynamo = statements
        .flatMap(({ Action }) => Action)
        .filter((action) => action.startsWith('dynamodb:'));
      expect(dynamo.toSorted()).toEqual([
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
      ]);
      expect(JSON.stringify(statements)).toContain('/index/*');
    });
  });

  it.each(['stateful', 'api'] as const)('grants no wildcard action in the %s stack', (name) => {
    const template = name === 'api' ? api : stateful;
    for (const policy of Object.values(template.findResources('AWS::IAM::Policy'))) {
      for (const { Action } of policy.Properties.PolicyDocument.Statement) {
        for (const action of [Action].flat()) expect(action).not.toContain('*');
      }
    }
  });

  describe('the HTTP API', () => {
    it('asks for a token of the issuer on every route but that of its health', () => {
      const [authorizerId] = Object.keys(
        api.findResources('AWS::ApiGatewayV2::Authorizer', {
          Properties: {
            AuthorizerType: 'JWT',
            JwtConfiguration: { Issuer: config.jwt.issuer, Audience: [config.jwt.audience] },
          },
        }),
      );
      const routes = Object.values(api.findResources('AWS::ApiGatewayV2::Route'));
      expect(routes.map(({ Properties }) => Properties.RouteKey).toSorted()).toEqual([
        'GET /graphql',
        'GET /health',
        'POST /graphql',
      ]);
      for (const { Properties } of routes) {
        if (Properties.RouteKey === 'GET /health') continue;
        expect(Properties).toMatchObject({ AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizerId } });
      }
    });

    it('is throttled and keeps access logs', () => {
      api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: {
          ThrottlingRateLimit: config.throttle.rate,
          ThrottlingBurstLimit: config.throttle.burst,
        },
        AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.anyValue() },
      });
    });
  });

  it('keeps no log for ever', () => {
    const groups = Object.values(api.findResources('AWS::Logs::LogGroup'));
    expect(groups).toHaveLength(2);
    for (const group of groups) {
      expect(group.Properties.RetentionInDays).toBe(config.logDays);
      expect(group.DeletionPolicy).toBe(retention);
    }
  });
});
