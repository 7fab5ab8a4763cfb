import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError } from 'aws-jwt-verify/error';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import type { Scope, Viewer } from '../planning/deps.ts';
import { workspaceId } from '../store/model/ids.ts';

/** The request carries no token that can be believed. Answered with HTTP 401, before anything is executed. */
export class UnauthenticatedError extends Error {
  override readonly name = 'UnauthenticatedError';
  readonly code = 'UNAUTHENTICATED';
  readonly httpStatus = 401;
}

/** The issuer's keys cannot be fetched, so no token can be checked. HTTP 503: the caller may try again. */
export class AuthenticationUnavailableError extends Error {
  override readonly name = 'AuthenticationUnavailableError';
  readonly code = 'AUTHENTICATION_UNAVAILABLE';
  readonly httpStatus = 503;
}

export interface AuthenticatorOptions {
  /** The `iss` claim that a token must carry. Its keys are read from `<issuer>/.well-known/jwks.json`. */
  readonly issuer: string;
  /** The `aud` claim that a token must carry; of several, any. */
  readonly audience: string | readonly string[];
  /** The issuer's public keys, where they are known beforehand: then nothing is ever fetched. */
  readonly jwks?: Jwks | undefined;
}

export interface Authenticator {
  /** Throws `UnauthenticatedError` or `AuthenticationUnavailableError`. */
  authenticate(request: Request): Promise<Viewer>;
  /** Fetches the issuer's keys ahead of the first request. */
  hydrate(): Promise<void>;
}

const SCOPES: ReadonlySet<string> = new Set<Scope>(['read', 'plan', 'approve', 'apply', 'admin']);

/**
 * Turns the bearer token of a request into a viewer. The workspace and the scopes come from the verified token
 * alone (claims `workspace` and `scope`), never from the request around it.
 */
export function createAuthenticator({ issuer, audience, jwks }: AuthenticatorOptions): Authenticator {
  const verifier = JwtVerifier.create({ issuer, audience: [audience].flat() });
  if (jwks) verifier.cacheJwks(jwks);

  return {
    async authenticate(request) {
      const token = bearerToken(request);
      try {
        return viewerOf(jwks ? verifier.verifySync(token) : await verifier.verify(token));
      } catch (error) {
        if (error instanceof FetchError) {
          throw new AuthenticationUnavailableError(
            `The keys of ${issuer} cannot be fetched at the moment, so the token cannot be checked. Try again.`,
            { cause: error },
          );
        }
        const reason = error instanceof Error ? error.message : String(error);
        throw new UnauthenticatedError(`The token is not accepted: ${reason}. Ask for a new one.`, {
          cause: error,
        });
      }
    },
    async hydrate() {
      if (!jwks) await verifier.hydrate();
    },
  };
}

function bearerToken(request: Request): string {
  const authorization = request.headers.get('authorization');
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token !== undefined) return token;
  throw new UnauthenticatedError(
    authorization === null
      ? 'The request carries no token. Send the header "Authorization: Bearer <token>".'
      : 'The Authorization header does not hold a bearer token. Send "Authorization: Bearer <token>".',
  );
}

function viewerOf(claims: JwtPayload): Viewer {
  // aws-jwt-verify lets a token without these two pass.
  if (claims.exp === undefined) throw new Error('It never expires (no "exp" claim)');
  if (!claims.sub) throw new Error('It does not say whom it was given to (no "sub" claim)');
  if (typeof claims.workspace !== 'string') throw new Error('It names no workspace (no "workspace" claim)');
  const scopes = (claims.scope ?? '').split(' ').filter((scope): scope is Scope => SCOPES.has(scope));
  return { workspaceId: workspaceId(claims.workspace), subject: claims.sub, scopes: new Set(scopes) };
}
