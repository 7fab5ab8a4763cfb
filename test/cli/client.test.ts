import { expect, test } from 'vitest';
import { createClient, typedDocument } from '../../cli/client/create-client.ts';
import { EXIT, exitCodeOf } from '../../cli/exit-code.ts';

const HELLO = typedDocument<{ hello: string }, { name: string }>(
  'query ($name: String!) { hello(name: $name) }',
);

const clientAnswering = (body: string, init?: ResponseInit) => {
  const sent: { url: string; init: RequestInit | undefined }[] = [];
  const client = createClient({
    url: 'http://localhost:4000/graphql',
    token: 'secret',
    fetch: async (url, request) => {
      sent.push({ url: String(url), init: request });
      return new Response(body, init);
    },
  });
  return { client, sent };
};

test('a request carries the document, the variables and the token', async () => {
  const { client, sent } = clientAnswering('{"data":{"hello":"hi"}}');
  expect(await client.request(HELLO, { name: 'Ada' })).toEqual({ hello: 'hi' });
  expect(JSON.parse(String(sent[0]?.init?.body))).toEqual({
    query: HELLO.source,
    variables: { name: 'Ada' },
  });
  expect(new Headers(sent[0]?.init?.headers).get('authorization')).toBe('Bearer secret');
});

test.each([
  ['bad input', { code: 'BAD_USER_INPUT' }, EXIT.badInput],
  ['a conflict', { code: 'VERSION_CONFLICT' }, EXIT.conflict],
  ['a guard rail', { code: 'GUARD_RAIL' }, EXIT.refused],
  ['a missing scope', { code: 'FORBIDDEN' }, EXIT.error],
  ['the unexpected', {}, EXIT.error],
])('an answer that is %s becomes an error with its exit code', async (_, extensions, exitCode) => {
  const body = JSON.stringify({
    errors: [{ message: 'No.', extensions: { ...extensions, requestId: 'r-1' } }],
  });
  const { client } = clientAnswering(body);
  const error = await client.request(HELLO, { name: '' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'ApiError', message: 'No. (request r-1)', requestId: 'r-1' });
  expect(exitCodeOf(error)).toBe(exitCode);
});

test('an answer that is not JSON names the status', async () => {
  const { client } = clientAnswering('<html>', { status: 502, statusText: 'Bad Gateway' });
  await expect(client.request(HELLO, { name: '' })).rejects.toThrow('502 Bad Gateway');
});

test('a server that does not answer is told apart', async () => {
  const client = createClient({
    url: 'http://localhost:1/graphql',
    token: '',
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  });
  await expect(client.request(HELLO, { name: '' })).rejects.toMatchObject({ code: 'UNREACHABLE' });
});
