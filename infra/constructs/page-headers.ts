import { Duration } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';

/** As the local server says it (`contentSecurityPolicy` in `web/build.ts`; a test compares the two). */
export const contentSecurityPolicy = (...origins: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ['connect-src', "'self'", ...origins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

export interface PageHeadersProps {
  /** What the page may ask beside its own origin: where it puts files, where people sign in. */
  readonly connectsTo: readonly string[];
  readonly cacheControl: string;
}

/** What a browser is told with every file of the page, whatever the bucket says. */
export const pageHeaders = (
  scope: Construct,
  id: string,
  { connectsTo, cacheControl }: PageHeadersProps,
): ResponseHeadersPolicy =>
  new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentSecurityPolicy: {
        contentSecurityPolicy: contentSecurityPolicy(...connectsTo),
        override: true,
      },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: true,
        override: true,
      },
    },
    customHeadersBehavior: {
      customHeaders: [{ header: 'cache-control', value: cacheControl, override: true }],
    },
  });
