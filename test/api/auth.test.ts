import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AuthenticationUnavailableError, createAuthenticator } from '../../api/auth.ts';
import { createDevIssuer } from '../../api/local/dev-issuer.ts';
import { graphqlRequest, startStandIn } from './stand-in.ts';
import { createTestIssuer } from './test-issuer.ts';

const issuer = createTestIssuer('https://id.example.com/tenant', 'equimarginal');
const { authenticate } = createAuthenticator(issuer);
const { server } = startStandIn({ authenticate });

const bearer = (token: string) =>
  new Request('http://localhost/graphql', { headers: { authorization: `Bearer ${token}` } });
const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

describe('a valid token', () => {
  it('names the workspace, the subject and the scopes that are known here', async () => {
    expect(await authenticate(bearer(issuer.token()))).toEqual({
      workspaceId: 'acme',
      subject: 'alice',
      scopes: new Set(['read', 'plan']),
    });
  });

  it('without scopes allows nothing', async () => {
    const viewer = await authenticate(bearer(issuer.token({ scope: undefined })));
    expect(viewer.scopes.size).toBe(0);
  });
});

describe('an API with several audiences', () => {
  const { authenticate: ofEither } = createAuthenticator({ ...issuer, audience: ['scripts', 'page'] });

  it.each(['scripts', 'page'])('takes a token for %s', async (aud) => {
    expect((await ofEither(bearer(issuer.token({ aud })))).subject).toBe('alice');
  });

  it.each(['other', 'scripts page', undefined])('takes none for %s', async (aud) => {
    await expect(ofEither(bearer(issuer.token({ aud })))).rejects.toThrow('The token is not accepted');
  });
});

describe('HTTP 401, with nothing executed, for', () => {
  const anotherIssuersKey = createTestIssuer(issuer.issuer, issuer.audience);
  const [, payload = '', signature = ''] = issuer.token().split('.');
  const forgedPayload = issuer.unsigned({ workspace: 'other' }, {}).split('.')[1];
  const header = issuer.token().split('.')[0];
  const withoutAlgorithm = issuer.unsigned({}, { alg: 'none' });
  const hmacOverPublicKey = () => {
    const signed = issuer.unsigned({}, { alg: 'HS256' });
    const key = JSON.stringify(issuer.jwks.keys[0]);
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };

  it.each<[string, string | null]>([
    ['no Authorization header', null],
    ['another scheme', 'Basic YWxpY2U6c2VjcmV0'],
    ['an empty token', 'Bearer '],
    ['text that is no token', 'Bearer letmein'],
    ['an expired token', `Bearer ${issuer.token({ exp: secondsFromNow(-1) })}`],
    ['a token that is not valid yet', `Bearer ${issuer.token({ nbf: secondsFromNow(3600) })}`],
    ['a token that never expires', `Bearer ${issuer.token({ exp: undefined })}`],
    ['another issuer', `Bearer ${issuer.token({ iss: 'https://id.example.com/other' })}`],
    ['another audience', `Bearer ${issuer.token({ aud: 'other' })}`],
    ['no audience', `Bearer ${issuer.token({ aud: undefined })}`],
    ['no workspace', `Bearer ${issuer.token({ workspace: undefined })}`],
    ['a workspace that could break out of its key', `Bearer ${issuer.token({ workspace: 'acme#' })}`],
    ['no subject', `Bearer ${issuer.token({ sub: undefined })}`],
    ["another issuer's signature", `Bearer ${anotherIssuersKey.token()}`],
    ['an unknown key', `Bearer ${issuer.token({}, { kid: 'key-2' })}`],
    ['algorithm none without a signature', `Bearer ${withoutAlgorithm}.`],
    ['algorithm none with a signature', `Bearer ${withoutAlgorithm}.${signature}`],
    ['an HMAC keyed with the public key', `Bearer ${hmacOverPublicKey()}`],
    ['claims changed after signing', `Bearer ${header}.${forgedPayload}.${signature}`],
    ['a signature cut off', `Bearer ${header}.${payload}.${signature.slice(0, -8)}`],
  ])('%s', async (_, authorization) => {
    const response = await server.fetch(graphqlRequest({ query: '{ workspace }' }, { authorization }));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: expect.stringMatching(/\.$/),
          extensions: { code: 'UNAUTHENTICATED', requestId: response.headers.get('x-request-id') },
        },
      ],
    });
  });
});

it('HTTP 503 when the keys of the issuer cannot be fetched', async () => {
  // Nothing listens on port 1, and the request is refused at once.
  const unreachable = createTestIssuer('https://127.0.0.1:1', 'equimarginal');
  const { authenticate } = createAuthenticator({ ...unreachable, jwks: undefined });
  await expect(authenticate(bearer(unreachable.token()))).rejects.toThrow(AuthenticationUnavailableError);
  const response = await startStandIn({ authenticate }).server.fetch(
    graphqlRequest({ query: '{ workspace }' }, { authorization: `Bearer ${unreachable.token()}` }),
  );
  expect(response.status).toBe(503);
});

describe('the development issuer', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'equimarginal-'));
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it.each([
    ['viewer', 'read'],
    ['planner', 'read plan'],
    ['approver', 'read plan approve'],
    ['admin', 'read plan approve apply admin'],
  ] as const)('gives a %s the scopes %j', async (role, scopes) => {
    const development = createDevIssuer();
    const viewer = await createAuthenticator(development).authenticate(
      bearer(development.token(role, 'acme')),
    );
    expect(viewer).toEqual({
      workspaceId: 'acme',
      subject: `${role}@localhost`,
      scopes: new Set(scopes.split(' ')),
    });
  });

  it('accepts its tokens after a restart when it keeps its key, which nobody else may read', async () => {
    const before = createDevIssuer({ dataDir });
    const after = createAuthenticator(createDevIssuer({ dataDir }));
    await expect(after.authenticate(bearer(before.token('viewer', 'acme')))).resolves.toBeDefined();
    expect(statSync(join(dataDir, 'development-key.pem')).mode & 0o077).toBe(0);
  });

  it('does not accept the tokens of another one', async () => {
    const other = createAuthenticator(createDevIssuer());
    const token = createDevIssuer({ dataDir }).token('viewer', 'acme');
    await expect(other.authenticate(bearer(token))).rejects.toThrow('The token is not accepted');
  });
});
