import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { graphqlRequest, startStandIn } from './stand-in.ts';

const { server, reports } = startStandIn();

describe('a request with a valid token', () => {
  it('is executed as the viewer of the token, whatever the request says around it', async () => {
    const response = await server.fetch(
      graphqlRequest({ query: '{ workspace subject scopes }' }, { 'x-workspace': 'other' }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await response.json()).toEqual({
      data: { workspace: 'acme', subject: 'planner@localhost', scopes: 'read plan' },
    });
  });

  it('may introspect the schema', async () => {
    const query = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    const { data, errors } = await (await server.fetch(graphqlRequest({ query }))).json();
    expect(errors).toBeUndefined();
    expect(data.__schema.queryType.name).toBe('Query');
  });

  it('may carry a body of several megabytes in its variables', async () => {
    const text = 'x'.repeat(6_000_000);
    const query = 'query ($text: String) { length(text: $text) }';
    const response = await server.fetch(graphqlRequest({ query, variables: { text } }));
    expect(await response.json()).toEqual({ data: { length: text.length } });
  });
});

describe('the request id', () => {
  it('is the one that came with the request, where it is well-formed', async () => {
    const response = await server.fetch(
      graphqlRequest({ query: '{ requestId }' }, { 'x-request-id': '1-67891233-abcdef' }),
    );
    expect(response.headers.get('x-request-id')).toBe('1-67891233-abcdef');
    expect(await response.json()).toEqual({ data: { requestId: '1-67891233-abcdef' } });
  });

  it.each(['two words', 'x'.repeat(129)])('is a new one instead of %j', async (given) => {
    const response = await server.fetch(
      graphqlRequest({ query: '{ requestId }' }, { 'x-request-id': given }),
    );
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an error', () => {
  it('that was written for the caller reaches the caller', async () => {
    const response = await server.fetch(graphqlRequest({ query: '{ refused }' }));
    const { errors } = await response.json();
    expect(errors).toMatchObject([{ message: 'There is no such thing.', extensions: { code: 'NOT_FOUND' } }]);
  });

  it('that was not is hidden under the request id, and reported under the same id', async () => {
    reports.length = 0;
    const response = await server.fetch(graphqlRequest({ query: '{ broken }' }));
    const text = await response.text();
    expect(text).not.toContain('arn:aws');
    expect(JSON.parse(text)).toEqual({
      data: { broken: null },
      errors: [
        {
          message: 'Unexpected error.',
          path: ['broken'],
          locations: [{ line: 1, column: 3 }],
          extensions: {
            code: 'INTERNAL_SERVER_ERROR',
            requestId: response.headers.get('x-request-id'),
          },
        },
      ],
    });
    expect(reports).toMatchObject([
      {
        requestId: response.headers.get('x-request-id'),
        path: ['broken'],
        error: { message: expect.stringContaining('arn:aws') },
      },
    ]);
  });

  it('of the server itself is hidden as well, with status 500', async () => {
    const failing = startStandIn({ authenticate: () => Promise.reject(new Error('secret')) });
    const response = await failing.server.fetch(graphqlRequest({ query: '{ workspace }' }));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(failing.reports).toMatchObject([{ error: { message: 'secret' } }]);
  });
});

describe('refused before execution', () => {
  const nested = (levels: number) => `{ ${'thing { '.repeat(levels - 1)} name ${'} '.repeat(levels)}`;
  const repeated = (count: number, field: (index: number) => string) =>
    `{ ${Array.from({ length: count }, (_, index) => field(index)).join(' ')} }`;
  /** Twelve fragments, each spreading the next one three times: 3^12 fields in 300 bytes a fragment. */
  const fragmentBomb = () => {
    const fragment = (level: number) =>
      `fragment F${level} on Thing { a: thing { ...F${level + 1} } b: thing { ...F${level + 1} } }`;
    const levels = Array.from({ length: 10 }, (_, level) => fragment(level));
    return `{ thing { ...F0 } } ${levels.join(' ')} fragment F10 on Thing { name }`;
  };

  it.each([
    ['more than 10 KB of document', `{ workspace } #${'x'.repeat(10_240)}`, 413, 'DOCUMENT_TOO_LARGE'],
    ['more than 1000 tokens', repeated(1000, () => 'a'), 400, 'GRAPHQL_PARSE_FAILED'],
    ['more than 12 levels', nested(13), 400, 'DOCUMENT_TOO_DEEP'],
    ['more than 20 root fields', repeated(21, () => 'workspace'), 400, 'TOO_MANY_ROOT_FIELDS'],
    [
      'more than 50 aliases',
      `{ thing ${repeated(51, (index) => `a${index}: name`)} }`,
      400,
      'TOO_MANY_ALIASES',
    ],
    ['fragments that multiply', fragmentBomb(), 400, 'TOO_MANY_FIELDS'],
    [
      'fragments in a circle',
      '{ thing { ...F } } fragment F on Thing { ...F }',
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a document of another schema', '{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s', async (_, query, status, code) => {
    const response = await server.fetch(graphqlRequest({ query }));
    const { data, errors } = await response.json();
    expect(data).toBeUndefined();
    expect(errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toContain(code);
    expect(response.status).toBe(status);
  });

  it('also when an allowed document of the same shape rules came before', async () => {
    expect((await server.fetch(graphqlRequest({ query: nested(12) }))).status).toBe(200);
    expect((await server.fetch(graphqlRequest({ query: nested(13) }))).status).toBe(400);
  });

  it.each([
    ['a batch', JSON.stringify([{ query: '{ workspace }' }]), {}, 400],
    [
      'a body over 8 MB',
      JSON.stringify({ query: '{ a }', variables: { text: 'x'.repeat(8_000_000) } }),
      {},
      413,
    ],
    ['a form that any page could post', 'query={workspace}', { 'content-type': 'text/plain' }, 403],
    ['a body that is not JSON', '{', {}, 400],
  ])('%s', async (_, body, headers, status) => {
    expect((await server.fetch(graphqlRequest(body, headers))).status).toBe(status);
  });

  it('a mutation by GET', async () => {
    const { headers } = graphqlRequest('', { 'x-graphql-yoga-csrf': '1' });
    const url = `http://localhost/graphql?query=${encodeURIComponent('mutation { change }')}`;
    expect((await server.fetch(new Request(url, { headers }))).status).toBe(405);
  });
});

describe('without a token', () => {
  it('GET /health says that the server is up and which version it is', async () => {
    const response = await server.fetch(new Request('http://localhost/health'));
    expect(await response.json()).toEqual({ status: 'ok', version: packageJson.version });
  });

  it('a path that ends like the health check is not taken for it', async () => {
    const response = await server.fetch(new Request('http://localhost/graphql?path=/health'));
    expect(response.status).toBe(401);
  });

  it('any other path is not found', async () => {
    expect((await server.fetch(new Request('http://localhost/'))).status).toBe(404);
  });

  it('no editor is served unless the server was given one', async () => {
    const page = () => new Request('http://localhost/graphql', { headers: { accept: 'text/html' } });
    expect((await server.fetch(page())).status).toBe(401);
    const graphiql = { options: { title: 'Editor' }, render: ({ title = '' }) => `<title>${title}</title>` };
    const response = await startStandIn({ graphiql }).server.fetch(page());
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<title>Editor</title>');
  });
});
