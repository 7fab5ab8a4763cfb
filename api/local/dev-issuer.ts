import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Jwks } from 'aws-jwt-verify/jwk';
import type { Scope } from '../../planning/deps.ts';

export type Role = 'viewer' | 'planner' | 'approver' | 'admin';

const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  planner: ['read', 'plan'],
  approver: ['read', 'plan', 'approve'],
  admin: ['read', 'plan', 'approve', 'apply', 'admin'],
};

const KEY_FILE = 'development-key.pem';
const TOKEN_LIFETIME_SECONDS = 30 * 24 * 3600;

export interface DevIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: Jwks;
  /** A signed token (ES256) for a role in a workspace, good for 30 days. */
  token(role: Role, workspace: string): string;
}

/**
 * Issues tokens on a developer's machine. With `dataDir` the key is kept there, so a token outlives a restart;
 * without it the key and its tokens end with the process.
 */
export function createDevIssuer({ dataDir }: { readonly dataDir?: string | undefined } = {}): DevIssuer {
  const issuer = 'https://localhost/development';
  const audience = 'equimarginal';
  const privateKey = createPrivateKey(dataDir === undefined ? newKeyPem() : keptKeyPem(dataDir));
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url').slice(0, 16);
  const header = { alg: 'ES256', typ: 'JWT', kid };

  return {
    issuer,
    audience,
    jwks: { keys: [{ ...publicJwk, kty: 'EC', kid, alg: 'ES256', use: 'sig' }] },
    token(role, workspace) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: issuer,
        aud: audience,
        sub: `${role}@localhost`,
        workspace,
        scope: SCOPES_OF_ROLE[role].join(' '),
        iat: now,
        exp: now + TOKEN_LIFETIME_SECONDS,
      };
      const signed = `${base64UrlJson(header)}.${base64UrlJson(claims)}`;
      // JWS wants the two numbers of the signature side by side, not in DER (RFC 7518, 3.4).
      const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}

const base64UrlJson = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const newKeyPem = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();

function keptKeyPem(dataDir: string): string {
  const path = join(dataDir, KEY_FILE);
  mkdirSync(dataDir, { recursive: true });
  try {
    // `wx` fails when the file exists, so of two servers that start at once one writes and both use the same key.
    writeFileSync(path, newKeyPem(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(path, 'utf8');
}
