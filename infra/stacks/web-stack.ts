import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { PageFiles } from '../constructs/page-files.ts';
import { pageHeaders } from '../constructs/page-headers.ts';
import { type SignIn, signInAt, UserPoolSignIn } from '../constructs/page-sign-in.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import { VIEW_REWRITE } from '../constructs/view-rewrite.ts';
import type { StageConfig } from '../stages.ts';

export interface WebStackProps extends StackProps {
  readonly stage: StageConfig;
  readonly api: HttpApi;
  /** Where no issuer is configured. */
  readonly pool: UserPool | undefined;
  readonly uploads: IBucket;
  readonly accessLogs: IBucket;
}

/** The planner page and, under the same origin, the API that it asks. */
export class WebStack extends Stack {
  readonly distribution: Distribution;
  /** Where people sign in; none: they bring a token. */
  readonly signIn: SignIn | undefined;

  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { stage, api, pool, uploads, accessLogs } = props;
    const bucket = privateBucket(this, 'Page', {
      stage,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'page/',
    });
    const logs = privateBucket(this, 'DistributionLogs', {
      stage,
      keepsDays: stage.logDays,
      // CloudFront writes its logs by an access control list.
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
    });
    acknowledge(logs, 'AwsSolutions-S1', 'It is where the access logs go.');

    const users = pool && new UserPoolSignIn(this, 'SignIn', { stage, pool });
    const provider = stage.jwt && signInAt(stage.jwt);
    const signInOrigin = users?.origin ?? provider?.origin;
    const connectsTo = [
      `https://${uploads.bucketRegionalDomainName}`,
      ...(signInOrigin === undefined ? [] : [signInOrigin]),
    ];
    const page: BehaviorOptions = {
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      compress: true,
    };
    const graphql: BehaviorOptions = {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`, {
        readTimeout: Duration.seconds(30),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // The API is known by its own host name; all else of the request, its token above all, goes on.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Equimarginal ${stage.name}`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      logBucket: logs,
      ...(stage.webAclArn && { webAclId: stage.webAclArn }),
      ...ownDomain(this, stage),
      defaultBehavior: {
        ...page,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        responseHeadersPolicy: pageHeaders(this, 'ViewHeaders', { connectsTo, cacheControl: 'no-store' }),
        functionAssociations: [
          {
            eventType: FunctionEventType.VIEWER_REQUEST,
            function: new EdgeFunction(this, 'ViewRewrite', { code: FunctionCode.fromInline(VIEW_REWRITE) }),
          },
        ],
      },
      additionalBehaviors: {
        // Their names change with their content.
        '/assets/*': {
          ...page,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: pageHeaders(this, 'AssetHeaders', {
            connectsTo,
            cacheControl: 'public, max-age=31536000, immutable',
          }),
        },
        '/graphql': { ...graphql, allowedMethods: AllowedMethods.ALLOW_ALL },
        '/health': { ...graphql, allowedMethods: AllowedMethods.ALLOW_GET_HEAD },
      },
    });
    this.acknowledgeWhatIsLeftToTheStage(stage);

    const host = stage.domains.page?.name ?? this.distribution.distributionDomainName;
    this.signIn = users?.clientOf(host) ?? provider?.signIn;
    new PageFiles(this, 'Files', { stage, bucket, signIn: this.signIn });
    new CfnOutput(this, 'PageUrl', { value: `https://${host}/` });
    new CfnOutput(this, 'PageAliasTarget', { value: this.distribution.distributionDomainName });
  }

  private acknowledgeWhatIsLeftToTheStage(stage: StageConfig): void {
    acknowledge(this.distribution, 'AwsSolutions-CFR1', 'Planners travel, and tokens say who they are.');
    if (!stage.webAclArn) {
      acknowledge(
        this.distribution,
        'AwsSolutions-CFR2',
        'A web ACL is a setting of the stage. The API throttles, limits documents, and lets nobody in without a token.',
      );
    }
    if (!stage.domains.page) {
      acknowledge(
        this.distribution,
        'AwsSolutions-CFR4',
        'The certificate of CloudFront’s own domain allows no choice; a domain of one’s own has TLS 1.2 and later.',
      );
    }
  }
}

function ownDomain(scope: Construct, { domains: { page } }: StageConfig) {
  if (!page) return {};
  return {
    domainNames: [page.name],
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', page.certificateArn),
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
  };
}
