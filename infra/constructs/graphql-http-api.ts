import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpApi,
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
import type { StageConfig } from '../stages.ts';

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

export interface GraphqlHttpApiProps {
  readonly stage: StageConfig;
  /** The address that the routes are put under. */
  readonly api: HttpApi;
  readonly tokens: AcceptedTokens;
}

/** Whose tokens are taken, and for whom they may have been made. */
export interface AcceptedTokens {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/** Lets nobody through to the API without a token of the stage's issuer, and nobody through too often. */
export class GraphqlHttpApi extends Construct {
  readonly url: string;
  /** What a name of one's own is to be an alias of. */
  readonly aliasTarget: string | undefined;
  readonly #api: IHttpApi;
  readonly #asksForToken: HttpJwtAuthorizer;

  constructor(scope: Construct, id: string, { stage, api, tokens }: GraphqlHttpApiProps) {
    super(scope, id);
    // By its id, so that what is added to it belongs to this stack and not to the one of the address.
    this.#api = HttpApi.fromHttpApiAttributes(this, 'Api', { httpApiId: api.apiId });
    this.#asksForToken = new HttpJwtAuthorizer('Jwt', tokens.issuer, { jwtAudience: [...tokens.audiences] });
    const domain = this.ownDomain(stage);
    const defaultStage = new HttpStage(this, 'DefaultStage', {
      httpApi: this.#api,
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

  route(path: string, methods: readonly HttpMethod[], handler: IFunction): void {
    const integration = new HttpLambdaIntegration('Handler', handler);
    for (const method of methods) {
      new HttpRoute(this, `${method}${path}`, {
        httpApi: this.#api,
        routeKey: HttpRouteKey.with(path, method),
        integration,
        authorizer: this.#asksForToken,
      });
    }
  }

  /** Says to anybody that the API is up, and its version. */
  healthRoute(path: string, handler: IFunction): void {
    const route = new HttpRoute(this, `GET${path}`, {
      httpApi: this.#api,
      routeKey: HttpRouteKey.with(path, HttpMethod.GET),
      integration: new HttpLambdaIntegration('Health', handler),
      authorizer: new HttpNoneAuthorizer(),
    });
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The health route tells anybody that the API is up, and nothing else; every other route asks for a token.',
    );
  }
}
