import { generateKeyPairSync, sign } from 'node:crypto';

const base64UrlJson = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An identity provider with one RSA key, which signs whatever it is told to. */
export function createTestIssuer(issuer: string, audience: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = 'key-1';
  const now = Math.floor(Date.now() / 1000);
  const usualClaims = {
    iss: issuer,
    aud: audience,
    sub: 'alice',
    workspace: 'acme',
    scope: 'openid read plan',
    iat: now,
    exp: now + 3600,
  };
  const unsigned = (claims: object, header: object): string =>
    `${base64UrlJson({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${base64UrlJson({ ...usualClaims, ...claims })}`;
  return {
    issuer,
    audience,
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kty: 'RSA', kid, alg: 'RS256', use: 'sig' }] },
    unsigned,
    /** A claim of `undefined` is left out of the token. */
    token(claims: object = {}, header: object = {}): string {
      const signed = unsigned(claims, header);
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}
