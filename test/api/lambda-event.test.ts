import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createLambdaHandler, UnsupportedEventError } from '../../api/lambda-event.ts';
import { httpEvent } from './http-event.ts';
import { authorization, startStandIn } from './stand-in.ts';

/** What the server saw of an event, as plain data. */
async function seen(event: APIGatewayProxyEventV2) {
  let request: Request | undefined;
  const result = await createLambdaHandler(async (received) => {
    request = received;
    return new Response('');
  })(event);
  const body = Buffer.from((await request?.arrayBuffer()) ?? new ArrayBuffer(0));
  return { request, body, result };
}

/** What Lambda is handed for a response. */
const answered = (response: Response) => createLambdaHandler(async () => response)(httpEvent());

describe('an event becomes a request', () => {
  it.each<[string, Partial<APIGatewayProxyEventV2>, string]>([
    ['without a query', { rawPath: '/graphql', rawQueryString: '' }, 'https://api.example.com/graphql'],
    [
      'with the query as it was sent',
      { rawQueryString: 'query=%7B%20a%20%7D&x=1&x=2%2B' },
      'https://api.example.com/graphql?query=%7B%20a%20%7D&x=1&x=2%2B',
    ],
    ['with an encoded path', { rawPath: '/a%20b' }, 'https://api.example.com/a%20b'],
  ])('%s', async (_, event, url) => {
    expect((await seen(httpEvent(event))).request?.url).toBe(url);
  });

  it('with the method and headers it had, and none that were undefined', async () => {
    const headers = { 'content-type': 'application/json', 'x-trace': undefined };
    const { request } = await seen(httpEvent({ headers, body: '{}' }));
    expect(request?.method).toBe('POST');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(request?.headers.has('x-trace')).toBe(false);
  });

  it('with its cookies in one header', async () => {
    const { request } = await seen(httpEvent({ cookies: ['session=1', 'theme=dark'] }));
    expect(request?.headers.get('cookie')).toBe('session=1; theme=dark');
  });

  it("with the gateway's request id, whatever id the sender claims", async () => {
    const { request } = await seen(httpEvent({ headers: { 'x-request-id': 'claimed' } }));
    expect(request?.headers.get('x-request-id')).toBe('JKJaXmPLvHcESHA=');
  });

  it.each<[string, Partial<APIGatewayProxyEventV2>, Buffer]>([
    ['plain', { body: 'Zürich', isBase64Encoded: false }, Buffer.from('Zürich')],
    ['base64', { body: 'WsO8cmljaA==', isBase64Encoded: true }, Buffer.from('Zürich')],
    ['base64 of bytes that are no text', { body: '/wD+', isBase64Encoded: true }, Buffer.from([255, 0, 254])],
  ])('with a %s body in its own bytes and their number', async (_, event, bytes) => {
    const { request, body } = await seen(httpEvent({ ...event, headers: { 'content-length': '99' } }));
    expect(body).toEqual(bytes);
    expect(request?.headers.get('content-length')).toBe(String(bytes.byteLength));
  });

  it('without a body when there is none', async () => {
    const { request, body } = await seen(httpEvent({ body: undefined as never }));
    expect(request?.body).toBeNull();
    expect(body).toHaveLength(0);
  });

  it('GET never has one', async () => {
    const event = httpEvent({ body: '{}' }, { method: 'GET' });
    expect((await seen(event)).request?.body).toBeNull();
  });

  it('or is answered with 400 when no request could look like that', async () => {
    const { request, result } = await seen(httpEvent({ headers: { 'x-name': 'line\nbreak' } }));
    expect(request).toBeUndefined();
    expect(result).toMatchObject({ statusCode: 400, body: expect.stringContaining('malformed') });
  });
});

describe('a response becomes a result', () => {
  it('with lower-case headers and cookies apart', async () => {
    const response = new Response('{}', { status: 201, headers: { 'Content-Type': 'application/json' } });
    response.headers.append('Set-Cookie', 'a=1; Path=/');
    response.headers.append('Set-Cookie', 'b=2');
    expect(await answered(response)).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'application/json' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: '{}',
      isBase64Encoded: false,
    });
  });

  it.each([
    ['application/graphql-response+json; charset=utf-8', {}, 'é', false],
    ['text/html', {}, 'é', false],
    ['image/png', {}, 'w6k=', true],
    ['application/json', { 'content-encoding': 'gzip' }, 'w6k=', true],
  ])('of %s %j with the body %j', async (contentType, headers, body, isBase64Encoded) => {
    const response = new Response('é', { headers: { 'content-type': contentType, ...headers } });
    expect(await answered(response)).toMatchObject({ body, isBase64Encoded });
  });
});

describe('another kind of event is refused loudly', () => {
  const v1 = { version: '1.0', path: '/graphql', httpMethod: 'POST', requestContext: { path: '/graphql' } };
  it.each([
    ['payload format 1.0', v1],
    ['payload format 1.0 behind a custom domain', { ...v1, rawPath: '/v1/graphql' }],
    ['a queue', { Records: [{ eventSource: 'aws:sqs' }] }],
    ['nothing', {}],
  ])('%s', async (_, event) => {
    // The types forbid such events; a wrong integration does not.
    const call = createLambdaHandler(async () => new Response())(event as never);
    await expect(call).rejects.toThrow(UnsupportedEventError);
  });
});

describe('the whole way through the GraphQL server', () => {
  const { server } = startStandIn();
  const handler = createLambdaHandler(server.fetch);

  it.each([false, true])('a query is answered (base64: %s)', async (isBase64Encoded) => {
    const json = JSON.stringify({ query: '{ workspace requestId }' });
    const result = await handler(
      httpEvent({
        headers: { 'content-type': 'application/json', authorization: authorization() },
        body: isBase64Encoded ? Buffer.from(json).toString('base64') : json,
        isBase64Encoded,
      }),
    );
    expect(result.statusCode).toBe(200);
    expect(result.headers).toMatchObject({ 'x-request-id': 'JKJaXmPLvHcESHA=' });
    expect(JSON.parse(result.body ?? '')).toEqual({
      data: { workspace: 'acme', requestId: 'JKJaXmPLvHcESHA=' },
    });
  });

  it('a request without a token is not', async () => {
    expect((await handler(httpEvent({ body: '{"query":"{ workspace }"}' }))).statusCode).toBe(401);
  });
});
