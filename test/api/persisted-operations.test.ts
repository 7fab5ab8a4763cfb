import { describe, expect, it } from 'vitest';
import { committedText, printedOperations } from '../../api/local/print-operations.ts';
import { hashOf } from '../../api/persisted/hash.ts';
import { committedOperations } from '../../api/persisted/operations.ts';
import { graphqlRequest, issuer, startStandIn } from './stand-in.ts';

const WORKSPACE = 'query Workspace { workspace }';
const LENGTH = 'query Length($text: String) { length(text: $text) }';
const CHANGE = 'mutation Change { change }';
const OPERATIONS = new Map([WORKSPACE, LENGTH, CHANGE].map((document) => [hashOf(document), document]));

const operations = async () => OPERATIONS;
const { server } = startStandIn({ persisted: { operations } });
const { server: strict } = startStandIn({ persisted: { operations, isOnly: true } });

const by = (document: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } },
});
const posted = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  graphqlRequest(JSON.stringify(body), headers);
const got = (parameters: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  new Request(`http://localhost/graphql?${new URLSearchParams(parameters)}`, {
    headers: {
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${issuer.token('viewer', 'acme')}`,
      ...headers,
    },
  });
const READER = { authorization: `Bearer ${issuer.token('viewer', 'acme')}` };
const NO_CSRF = { 'x-graphql-yoga-csrf': '1' };

const answered = async (response: Response) => {
  const { data, errors } = await response.json();
  return { status: response.status, data, code: errors?.[0]?.extensions?.code };
};

describe('an operation that the server knows', () => {
  it.each([
    ["Apollo's extension", { ...by(LENGTH), variables: { text: 'four' } }],
    ['a document id', { documentId: `sha256:${hashOf(LENGTH)}`, variables: { text: 'four' } }],
  ])('is asked for by its hash, as %s', async (_what, body) => {
    expect(await answered(await server.fetch(posted(body)))).toMatchObject({
      status: 200,
      data: { length: 4 },
    });
  });

  it.each([
    ['extensions', { extensions: JSON.stringify(by(LENGTH).extensions), variables: '{"text":"four"}' }],
    ['documentId', { documentId: hashOf(LENGTH), variables: '{"text":"four"}' }],
  ])(
    'may be read by GET with %s, under the header that no foreign page can send',
    async (_what, parameters) => {
      expect((await server.fetch(got(parameters))).status).toBe(403);
      expect(await answered(await server.fetch(got(parameters, NO_CSRF)))).toMatchObject({
        status: 200,
        data: { length: 4 },
      });
      const asJson = got(parameters, { 'content-type': 'application/json' });
      expect((await server.fetch(asJson)).status).toBe(200);
    },
  );

  it('is not carried out by GET when it is a mutation', async () => {
    const parameters = { extensions: JSON.stringify(by(CHANGE).extensions) };
    expect((await server.fetch(got(parameters, NO_CSRF))).status).toBe(405);
    expect(await answered(await server.fetch(posted(by(CHANGE))))).toMatchObject({
      data: { change: 'changed' },
    });
  });

  it('needs a token like any other', async () => {
    const nobody = posted(by(WORKSPACE), { authorization: 'Bearer nobody' });
    expect((await server.fetch(nobody)).status).toBe(401);
  });
});

describe('a hash', () => {
  it.each([
    ['that is not known', 'query Other { subject }'],
    ['of a name that every object has', 'query constructor { subject }'],
  ])('%s is told so in the words that clients fall back on', async (_what, document) => {
    const response = await server.fetch(posted(by(document)));
    const { errors } = await response.json();
    expect(errors).toMatchObject([
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
  });

  it.each(['', 'constructor', '__proto__', 'x'.repeat(64)])('%j is none', async (sha256Hash) => {
    const body = { extensions: { persistedQuery: { version: 1, sha256Hash } } };
    expect((await server.fetch(posted(body))).status).toBe(400);
  });

  it('does not stand in for a document that is sent beside it', async () => {
    const both = { ...by(WORKSPACE), query: '{ subject }' };
    expect(await answered(await server.fetch(posted(both)))).toMatchObject({
      data: { subject: 'planner@localhost' },
    });
  });
});

describe('a stage that takes known operations only', () => {
  it.each([
    ['by its hash', by(WORKSPACE)],
    ['whole', { query: WORKSPACE }],
    ['whole, laid out in another way', { query: 'query Workspace {\n  # of the token\n  workspace,\n}\n' }],
  ])('takes a known one from whoever may only read, %s', async (_what, body) => {
    expect(await answered(await strict.fetch(posted(body, READER)))).toMatchObject({
      data: { workspace: 'acme' },
    });
  });

  it.each([
    ['another document', '{ workspace }'],
    ['introspection', '{ __schema { types { name } } }'],
    ['what is no GraphQL', '"'],
  ])('refuses %s from them, before it is parsed or executed', async (_what, query) => {
    expect(await answered(await strict.fetch(posted({ query }, READER)))).toMatchObject({
      status: 403,
      code: 'PERSISTED_QUERY_ONLY',
    });
  });

  it('takes any document from whoever may plan', async () => {
    expect(await answered(await strict.fetch(posted({ query: '{ workspace }' })))).toMatchObject({
      data: { workspace: 'acme' },
    });
  });
});

describe('the manifest', () => {
  it('is what our clients send today', async () => {
    expect(committedText()).toBe(await printedOperations());
  });

  it('names every document by its hash', async () => {
    const committed = await committedOperations();
    expect(committed.size).toBeGreaterThan(50);
    for (const [hash, document] of committed) expect(hashOf(document)).toBe(hash);
  });
});
