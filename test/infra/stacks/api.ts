import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { StageTemplates } from './stage-templates.ts';

export function describeApi(stage: StageTemplates): void {
  const { config } = stage;
  /** Of the configuration, or of the user pool, in the words of another stack's template. */
  const issuer = () =>
    config.jwt?.issuer ?? outputOf(stage, 'stateful', /^PublishOutputFnGetAttUsersPool\w+ProviderURL/);
  /** In a user pool: the client of scripts, and the page. */
  const audiences = () =>
    config.jwt
      ? [config.jwt.audience]
      : [
          outputOf(stage, 'stateful', /^PublishOutputRefUsersPoolPlanner/),
          outputOf(stage, 'web', /^PublishOutputRefSignInClient/),
        ];
  const api = stage.templates.api;

  describe('the function that answers', () => {
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
            UPLOAD_BUCKET: Match.anyValue(),
            WEBHOOK_SECRET_ARN: Match.anyValue(),
            STAGE: config.name,
            JWT_ISSUER: issuer(),
            JWT_AUDIENCE: spaced(audiences()),
            WORKSPACE_RATE: String(config.workspaceThrottle.rate),
            WORKSPACE_BURST: String(config.workspaceThrottle.burst),
          },
        },
      });
    });

    it('may put, get, delete and list uploads, and nothing else', () => {
      const actions = stage.actionsOf('api', 'Graphql').filter((action) => action.startsWith('s3:'));
      expect(actions).toEqual(['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject']);
    });
  });

  describe('the HTTP API', () => {
    it('asks for a token of the issuer on every route but that of its health', () => {
      const [authorizerId] = Object.keys(
        api.findResources('AWS::ApiGatewayV2::Authorizer', {
          Properties: {
            AuthorizerType: 'JWT',
            JwtConfiguration: { Issuer: issuer(), Audience: audiences() },
          },
        }),
      );
      const routes = Object.values(stage.resources('api', 'AWS::ApiGatewayV2::Route'));
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

    it('writes neither headers nor bodies into its access logs', () => {
      const { Properties } = stage.theOnly('api', 'AWS::ApiGatewayV2::Stage');
      expect(Properties.AccessLogSettings.Format).not.toMatch(
        /header|authorization|requestOverride|\bbody\b/i,
      );
    });
  });
}

/** Of one, itself; of several, how a template writes them with spaces between. */
function spaced(parts: readonly unknown[]): unknown {
  if (parts.length === 1) return parts[0];
  return { 'Fn::Join': ['', parts.flatMap((part, index) => (index === 0 ? [part] : [' ', part]))] };
}

/** How another stack speaks of an output of this one. */
function outputOf(stage: StageTemplates, stack: 'stateful' | 'web', name: RegExp) {
  const outputs = Object.keys(stage.templates[stack].findOutputs('*')).filter((key) => name.test(key));
  expect(outputs).toHaveLength(1);
  return {
    'Fn::GetStackOutput': {
      StackName: stage.stage[stack].stackName,
      Region: { Ref: 'AWS::Region' },
      OutputName: outputs[0],
    },
  };
}
