import { Duration, Fn, Stack } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  ClientAttributes,
  ManagedLoginVersion,
  OAuthScope,
  type UserPool,
  UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { OwnIssuer, PageClient, StageConfig } from '../stages.ts';

/** What `/config.json` says of it, as `web/api/sign-in.ts` reads it. */
export interface SignIn extends PageClient {
  readonly issuer: string;
}

/** Where people sign in on the page, when the stage has an identity provider of its own. */
export function signInAt({ issuer, signIn }: OwnIssuer): { signIn: SignIn; origin: string } | undefined {
  if (!signIn) return undefined;
  // Without endpoints the page asks the issuer for them, and then for the token under the same origin.
  const { origin } = new URL(signIn.provider?.token_endpoint ?? issuer);
  return { signIn: { issuer, ...signIn }, origin };
}

/** Where people sign in on the page, when the stage has users of its own: Cognito's own pages. */
export class UserPoolSignIn extends Construct {
  /** The page takes its token here. */
  readonly origin: string;
  readonly #pool: UserPool;

  constructor(scope: Construct, id: string, props: { readonly stage: StageConfig; readonly pool: UserPool }) {
    super(scope, id);
    this.#pool = props.pool;
    // One name for all accounts of a region. A stack's id ends in one that is nobody else's.
    const unique = Fn.select(2, Fn.split('/', Stack.of(this).stackId));
    const domain = new UserPoolDomain(this, 'Domain', {
      userPool: props.pool,
      cognitoDomain: { domainPrefix: `equimarginal-${props.stage.name}-${unique}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    this.origin = domain.baseUrl();
  }

  /** Registers the page, by its host: it alone is come back to. */
  clientOf(pageHost: string): SignIn {
    const pageUrl = `https://${pageHost}/`;
    const userPool = this.#pool;
    const { userPoolClientId: clientId } = new UserPoolClient(this, 'Client', {
      userPool,
      // What a browser is told is no secret.
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [pageUrl],
        logoutUrls: [pageUrl],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      authFlows: { userSrp: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(1),
      // Never the workspace nor the scope: whoever can write those, can be anybody.
      writeAttributes: new ClientAttributes().withStandardAttributes({ givenName: true, familyName: true }),
    });
    // Without a style, Cognito shows no page.
    new CfnManagedLoginBranding(this, 'Style', {
      userPoolId: userPool.userPoolId,
      clientId,
      useCognitoProvidedValues: true,
    });
    return {
      issuer: userPool.userPoolProviderUrl,
      clientId,
      provider: {
        authorization_endpoint: `${this.origin}/oauth2/authorize`,
        token_endpoint: `${this.origin}/oauth2/token`,
        // Cognito has a name of its own for where to go then.
        end_session_endpoint: `${this.origin}/logout?logout_uri=https%3A%2F%2F${pageHost}%2F`,
      },
    };
  }
}
