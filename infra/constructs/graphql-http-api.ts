import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Issuer, StageConfig } from '../stages.ts';

/** Who asked for what, when, and how it went; never a header or a body. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    method: '$context.httpMethod',
    route: '$context.routeKey',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    responseBytes: '$context.responseLength',
    sourceIp: '$context.identity.sourceIp',
    subject: '$context.authorizer.claims.sub',
    error: '$context.error.message',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integrationErrorMessage',
  }),
);

/** An HTTP API that lets nobody through without a token of the stage's issuer, and nobody through too often. */
export class GraphqlHttpApi extends Construct {
  readonly url: string;
  /** What a name of one's own is to be an alias of. */
  readonly aliasTarget: string | undefined;
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: { readonly stage: StageConfig; readonly issuer: Issuer }) {
    super(scope, id);
    const { stage, issuer } = props;

    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('Jwt', issuer.issuer, {
        jwtAudience: [issuer.audience],
      }),
      // With origins the API answers every preflight by itself and says the headers, whatever the function says.
      ...(stage.corsOrigins.length > 0 && {
        corsPreflight: {
          allowOrigins: [...stage.corsOrigins],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
          allowHeaders: ['authorization', 'content-type', 'x-request-id'],
          exposeHeaders: ['x-request-id', 'retry-after'],
          maxAge: Duration.days(1),
        },
      }),
    });
    const domain = this.ownDomain(stage);
    const defaultStage = new HttpStage(this, 'DefaultStage', {
      httpApi: this.api,
      ...(domain && { domainMapping: { domainName: domain } }),
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLogs', {
            retention: stage.logDays,
            removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
          }),
        ),
        format: ACCESS_LOG,
      },
    });
    this.aliasTarget = domain?.regionalDomainName;
    // The default stage's address ends in a slash.
    this.url = domain ? `https://${domain.name}` : defaultStage.url.replace(/\/$/, '');
  }

  private ownDomain({ domains }: StageConfig): DomainName | undefined {
    if (!domains.api) return undefined;
    return new DomainName(this, 'Domain', {
      domainName: domains.api.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', domains.api.certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
  }

  route(path: string, methods: HttpMethod[], handler: IFunction): void {
    this.api.addRoutes({ path, methods, integration: new HttpLambdaIntegration('Handler', handler) });
  }

  /** Says to anybody that the API is up, and its version. */
  healthRoute(path: string, handler: IFunction): void {
    this.api.addRoutes({
      path,
      methods: [HttpMethod.GET],
      integration: new HttpLambdaIntegration('Health', handler),
      authorizer: new HttpNoneAuthorizer(),
    });
    acknowledge(
      this.api,
      'AwsSolutions-APIG4',
      'The health route tells anybody that the API is up, and nothing else; every other route asks for a token.',
    );
  }
}
