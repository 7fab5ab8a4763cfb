import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { TOKEN_CLAIMS } from '../../../infra/constructs/token-claims.ts';
import type { StageTemplates } from './stage-templates.ts';

/** A stage whose configuration names no issuer has users of its own. */
export function describeUsers(stage: StageTemplates): void {
  const { config, retention } = stage;
  const pool = () => stage.theOnly('stateful', 'AWS::Cognito::UserPool');
  const client = () => stage.theOnly('stateful', 'AWS::Cognito::UserPoolClient').Properties;

  if (config.jwt) {
    it('are the identity provider’s', () => {
      expect(stage.resources('stateful', 'AWS::Cognito::UserPool')).toEqual({});
    });
    return;
  }

  it('are made by an administrator alone, with passwords that are hard to guess', () => {
    expect(pool().Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      Policies: { PasswordPolicy: { MinimumLength: 14, RequireSymbols: true } },
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    });
  });

  it('cannot say themselves which workspace is theirs, nor what they may do', () => {
    expect(client().WriteAttributes).toEqual(['family_name', 'given_name']);
    expect(client()).toMatchObject({ PreventUserExistenceErrors: 'ENABLED', EnableTokenRevocation: true });
  });

  it('get tokens for an hour, by a trigger of the version that may change access tokens', () => {
    expect([client().AccessTokenValidity, client().TokenValidityUnits.AccessToken]).toEqual([60, 'minutes']);
    expect(pool().Properties.UserPoolTier).toBe('ESSENTIALS');
    expect(pool().Properties.LambdaConfig.PreTokenGenerationConfig).toMatchObject({ LambdaVersion: 'V2_0' });
  });

  it('are kept as long as the table', () => {
    expect(pool().DeletionPolicy).toBe(retention);
    expect(pool().Properties.DeletionProtection).toBe(config.isProduction ? 'ACTIVE' : 'INACTIVE');
  });

  describe('a token', () => {
    const claimsFor = async (userAttributes: Readonly<Record<string, string>>) => {
      const handler = runInNewContext(`const exports = {}; ${TOKEN_CLAIMS}; exports.handler`);
      const event = { callerContext: { clientId: 'c1' }, request: { userAttributes }, response: {} };
      const { response } = await handler(event);
      // The sandbox's arrays are of another realm.
      return JSON.parse(JSON.stringify(response.claimsAndScopeOverrideDetails.accessTokenGeneration));
    };

    it('carries the audience, the workspace and the scopes that the API reads', async () => {
      expect(await claimsFor({ 'custom:workspace': 'acme', 'custom:scope': 'read plan' })).toEqual({
        claimsToAddOrOverride: { aud: 'c1', workspace: 'acme' },
        scopesToAdd: ['read', 'plan'],
        scopesToSuppress: ['aws.cognito.signin.user.admin'],
      });
    });

    it.each([
      ['no workspace where none is given, so that the API refuses it', {}, { aud: 'c1' }, []],
      [
        'no scope that the API does not know',
        { 'custom:scope': 'read root  Admin' },
        { aud: 'c1' },
        ['read'],
      ],
    ])('carries %s', async (_what, attributes, claimsToAddOrOverride, scopesToAdd) => {
      const claims = await claimsFor(attributes);
      expect([claims.claimsToAddOrOverride, claims.scopesToAdd]).toEqual([
        claimsToAddOrOverride,
        scopesToAdd,
      ]);
    });

    it('is made by the code that was tested', () => {
      const { Properties } = stage.named('stateful', 'AWS::Lambda::Function', 'UsersClaimsFunction');
      expect(Properties.Code).toEqual({ ZipFile: TOKEN_CLAIMS });
    });
  });
}
