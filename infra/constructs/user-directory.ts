import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  StringAttribute,
  UserPool,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Issuer, StageConfig } from '../stages.ts';
import { ServiceFunction } from './service-function.ts';
import { TOKEN_CLAIMS } from './token-claims.ts';

/**
 * An issuer of the stage's own, for who has none: users are made by an administrator, who alone says which workspace is
 * theirs and what they may do.
 */
export class UserDirectory extends Construct {
  readonly pool: UserPool;
  readonly issuer: Issuer;
  /** Asked for every token. */
  readonly trigger: LambdaFunction;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: StageConfig }) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      autoVerify: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      customAttributes: {
        workspace: new StringAttribute({ mutable: true, minLen: 1, maxLen: 128 }),
        scope: new StringAttribute({ mutable: true, maxLen: 64 }),
      },
      deletionProtection: stage.isProduction,
      removalPolicy: stage.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const { pool } = this;
    const claims = new ServiceFunction(this, 'Claims', {
      stage,
      code: { inline: TOKEN_CLAIMS },
      description: 'Puts the workspace and what a user may do into tokens',
      // Cognito waits no longer.
      timeout: Duration.seconds(5),
      memoryMb: 256,
      environment: {},
      failuresGoTo: 'Cognito calls it and waits: whoever signs in hears of the failure.',
    });
    this.trigger = claims.function;
    pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      claims.function,
      // The first that may change access tokens.
      LambdaVersion.V2_0,
    );
    const client = pool.addClient('Planner', {
      authFlows: { userSrp: true, userPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      // Never the workspace nor the scope: whoever can write those, can be anybody.
      writeAttributes: new ClientAttributes().withStandardAttributes({ givenName: true, familyName: true }),
    });
    this.issuer = { issuer: pool.userPoolProviderUrl, audience: client.userPoolClientId };

    acknowledge(
      pool,
      'AwsSolutions-COG2',
      'A second factor is offered; scripts sign in without one. Whoever must ask for it brings an identity provider.',
    );
    acknowledge(
      pool,
      'AwsSolutions-COG8',
      'The Plus plan guards against guessed passwords, for more a user than the rest of a small stage costs.',
    );
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId }).overrideLogicalId('UserPoolId');
    new CfnOutput(this, 'ClientId', { value: client.userPoolClientId }).overrideLogicalId('UserPoolClientId');
  }
}
