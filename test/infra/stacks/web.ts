import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../infra/constructs/page-headers.ts';
import { VIEW_REWRITE } from '../../../infra/constructs/view-rewrite.ts';
import { contentSecurityPolicy as localPolicy } from '../../../web/build.ts';
import { DEPLOYED, textOf } from './deployed-text.ts';
import type { StageTemplates } from './stage-templates.ts';

export function describeWeb(stage: StageTemplates): void {
  const distribution = () =>
    stage.theOnly('web', 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
  const behavior = (path: string) =>
    distribution().CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === path);

  it('lets CloudFront alone read the page’s bucket, and this distribution alone', () => {
    const { Properties } = stage.named('web', 'AWS::S3::BucketPolicy', 'PagePolicy');
    const allowed = Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(allowed).toEqual([
      expect.objectContaining({
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      }),
    ]);
    expect(JSON.stringify(allowed)).toContain(':distribution/');
  });

  it('serves over TLS alone', () => {
    const behaviors = [distribution().DefaultCacheBehavior, ...distribution().CacheBehaviors];
    for (const { ViewerProtocolPolicy } of behaviors) {
      expect(['redirect-to-https', 'https-only']).toContain(ViewerProtocolPolicy);
    }
  });

  describe('the headers of the page', () => {
    const policies = () =>
      Object.values(stage.resources('web', 'AWS::CloudFront::ResponseHeadersPolicy')).map(
        ({ Properties }) => Properties.ResponseHeadersPolicyConfig,
      );

    it('say the same policy as the local server, where uploads go and where people sign in', () => {
      const origins = ['https://uploads.example', ...(stage.config.jwt ? [] : [DEPLOYED.signInOrigin])];
      expect(contentSecurityPolicy(...origins)).toBe(localPolicy(...origins));
      for (const { SecurityHeadersConfig } of policies()) {
        const { ContentSecurityPolicy, Override } = SecurityHeadersConfig.ContentSecurityPolicy;
        expect(textOf(ContentSecurityPolicy)).toBe(localPolicy(...origins));
        expect(Override).toBe(true);
      }
    });

    it('are strict besides', () => {
      expect(policies()).toHaveLength(2);
      for (const { SecurityHeadersConfig } of policies()) {
        expect(SecurityHeadersConfig).toMatchObject({
          ContentTypeOptions: { Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
          FrameOptions: { FrameOption: 'DENY' },
          StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
        });
      }
    });

    it('let a browser keep what never changes, and nothing else', () => {
      const cacheControl = (name: string) =>
        stage.named('web', 'AWS::CloudFront::ResponseHeadersPolicy', name).Properties
          .ResponseHeadersPolicyConfig.CustomHeadersConfig.Items[0].Value;
      expect(cacheControl('AssetHeaders')).toBe('public, max-age=31536000, immutable');
      expect(cacheControl('ViewHeaders')).toBe('no-store');
      expect(behavior('/assets/*').ResponseHeadersPolicyId.Ref).toMatch(/^AssetHeaders/);
      expect(distribution().DefaultCacheBehavior.ResponseHeadersPolicyId.Ref).toMatch(/^ViewHeaders/);
    });
  });

  describe('the API under the page’s own origin', () => {
    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
    const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

    it.each(['/graphql', '/health'])('%s is passed on with its token and never kept', (path) => {
      expect(behavior(path)).toMatchObject({
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
        ViewerProtocolPolicy: 'https-only',
      });
      expect(behavior(path)).not.toHaveProperty('FunctionAssociations');
    });

    it('takes what is posted', () => {
      expect(behavior('/graphql').AllowedMethods).toContain('POST');
    });
  });

  it.each([
    ['/', '/index.html'],
    ['/scenarios', '/index.html'],
    ['/scenarios/01JABC', '/index.html'],
    ['/changes/a-b_c', '/index.html'],
    ['/config.json', '/config.json'],
    ['/favicon.ico', '/favicon.ico'],
  ])('answers %s with %s', (uri, expected) => {
    const handler = runInNewContext(`${VIEW_REWRITE}; handler`);
    expect(handler({ request: { uri } })).toEqual({ uri: expected });
  });

  it('copies the page’s files without a right to delete any, and tells the page where the API is', () => {
    expect(stage.actionsOf('web', 'Files').filter((action) => action.startsWith('s3:'))).toEqual([
      's3:GetObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
    const { Properties } = stage.theOnly('web', 'Custom::CDKBucketDeployment');
    expect(Properties).toMatchObject({ Prune: false });
    expect(Properties.SourceObjectKeys).toHaveLength(2);
  });
}
