import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { type PageClient, type StageConfig, stages } from '../../infra/stages.ts';
import { contentSecurityPolicy, type SignInConfig } from '../../web/build.ts';
import { DEPLOYED, textOf } from './stacks/deployed-text.ts';
import { StageTemplates } from './stacks/stage-templates.ts';

const ISSUER = 'https://id.acme.test/realms/planner';
const SCOPES = 'openid read plan approve apply';
const PROVIDER = {
  authorization_endpoint: 'https://accounts.acme.test/authorize',
  token_endpoint: 'https://tokens.acme.test/token',
};
const { jwt: _, ...withUsers } = stages.prod;
const withProvider = (signIn: PageClient): StageConfig => ({
  ...stages.prod,
  jwt: { issuer: ISSUER, audience: 'api', signIn },
});
const ownName = {
  page: { name: 'planner.acme.test', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0-1' },
};

/** What Cognito's own pages are to the page at an address. */
const cognito = (pageHost: string): SignInConfig => ({
  issuer: DEPLOYED.issuer,
  clientId: DEPLOYED.clientId,
  provider: {
    authorization_endpoint: `${DEPLOYED.signInOrigin}/oauth2/authorize`,
    token_endpoint: `${DEPLOYED.signInOrigin}/oauth2/token`,
    end_session_endpoint: `${DEPLOYED.signInOrigin}/logout?logout_uri=${encodeURIComponent(`https://${pageHost}/`)}`,
  },
});

interface Case {
  readonly which: string;
  readonly config: StageConfig;
  readonly signIn?: SignInConfig;
  /** Beside the page's own origin and the bucket of uploads. */
  readonly connectsTo: readonly string[];
  /** Of the page, where the stage registers it itself. */
  readonly pageUrl?: string;
}

const cases: readonly Case[] = [
  {
    which: 'dev, which has users of its own',
    config: stages.dev,
    signIn: cognito(DEPLOYED.pageHost),
    connectsTo: [DEPLOYED.signInOrigin],
    pageUrl: `https://${DEPLOYED.pageHost}/`,
  },
  { which: 'prod, which asks for a token', config: stages.prod, connectsTo: [] },
  {
    which: 'production with users of its own and a name of its own',
    config: { ...withUsers, domains: ownName },
    signIn: cognito('planner.acme.test'),
    connectsTo: [DEPLOYED.signInOrigin],
    pageUrl: 'https://planner.acme.test/',
  },
  {
    which: 'a stage with a provider that the page asks for its endpoints',
    config: withProvider({ clientId: 'page', scope: SCOPES, audience: 'api' }),
    signIn: { issuer: ISSUER, clientId: 'page', scope: SCOPES, audience: 'api' },
    connectsTo: ['https://id.acme.test'],
  },
  {
    which: 'a stage with a provider whose endpoints are named',
    config: withProvider({ clientId: 'page', use: 'id_token', provider: PROVIDER }),
    signIn: { issuer: ISSUER, clientId: 'page', use: 'id_token', provider: PROVIDER },
    connectsTo: ['https://tokens.acme.test'],
  },
];

describe.each(cases)('signing in on the page of $which', ({ config, signIn, connectsTo, pageUrl }) => {
  const stage = new StageTemplates(config);

  it('is told to the page', () => {
    expect(pageConfig(stage)).toEqual({ endpoint: '/graphql', ...(signIn && { signIn }) });
  });

  it('is all that the page may ask of others, beside the bucket of uploads', () => {
    const policies = Object.values(stage.resources('web', 'AWS::CloudFront::ResponseHeadersPolicy')).map(
      ({ Properties }) =>
        textOf(
          Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy
            .ContentSecurityPolicy,
        ),
    );
    const expected = contentSecurityPolicy('https://uploads.example', ...connectsTo);
    expect(policies).toEqual([expected, expected]);
  });

  if (pageUrl === undefined) {
    it('is registered at the provider, not here', () => {
      expect(stage.everywhere('AWS::Cognito::UserPoolClient', 'AWS::Cognito::UserPoolDomain')).toEqual([]);
    });
    return;
  }

  const client = () => stage.theOnly('web', 'AWS::Cognito::UserPoolClient').Properties;

  it('is by authorization code alone, without a secret', () => {
    expect(client()).toMatchObject({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      GenerateSecret: false,
      SupportedIdentityProviders: ['COGNITO'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });

  it('comes back to the page and nowhere else, and so does signing out', () => {
    expect(client().CallbackURLs.map(textOf)).toEqual([pageUrl]);
    expect(client().LogoutURLs.map(textOf)).toEqual([pageUrl]);
    const { searchParams } = new URL(signIn?.provider?.end_session_endpoint ?? '');
    expect(searchParams.get('logout_uri')).toBe(pageUrl);
  });

  it('gives tokens for an hour, with a workspace and scopes that the user cannot write', () => {
    expect([client().AccessTokenValidity, client().TokenValidityUnits.AccessToken]).toEqual([60, 'minutes']);
    expect(client().WriteAttributes).toEqual(['family_name', 'given_name']);
    expect(client()).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true });
  });

  it('is under a name that no other stack in the world has', () => {
    const { Properties } = stage.theOnly('web', 'AWS::Cognito::UserPoolDomain');
    const stackId = { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] };
    expect(Properties.Domain).toEqual({
      'Fn::Join': ['', [`equimarginal-${config.name}-`, { 'Fn::Select': [2, stackId] }]],
    });
  });

  it('has a style, without which Cognito shows nothing', () => {
    expect(stage.theOnly('web', 'AWS::Cognito::UserPoolDomain').Properties.ManagedLoginVersion).toBe(2);
    const { Properties } = stage.theOnly('web', 'AWS::Cognito::ManagedLoginBranding');
    expect(textOf(Properties.ClientId)).toBe(DEPLOYED.clientId);
    expect(Properties.UseCognitoProvidedValues).toBe(true);
  });
});

/** `/config.json` as it would be deployed: what was written at synthesis, with what was not known then. */
function pageConfig(templates: StageTemplates): unknown {
  const { SourceObjectKeys, SourceMarkers } = templates.theOnly(
    'web',
    'Custom::CDKBucketDeployment',
  ).Properties;
  const folder = Stage.of(templates.stage.web)?.assetOutdir ?? '';
  const written = readFileSync(
    join(folder, `asset.${basename(SourceObjectKeys[1], '.zip')}`, 'config.json'),
    'utf8',
  );
  const markers = Object.entries<unknown>(SourceMarkers?.[1] ?? {});
  return JSON.parse(
    markers.reduce((text, [marker, value]) => text.replaceAll(marker, textOf(value)), written),
  );
}
