import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** The function was wired to something else than an HTTP API or function URL. The integration must be changed. */
export class UnsupportedEventError extends Error {
  override readonly name = 'UnsupportedEventError';
  readonly code = 'UNSUPPORTED_EVENT';
  constructor() {
    super(
      'This event is not of payload format 2.0. Wanted an HTTP API or function URL with payloadFormatVersion "2.0".',
    );
  }
}

/**
 * Makes a Lambda handler of a fetch function. Takes the one event shape that HTTP APIs and function URLs share,
 * payload format 2.0, and throws `UnsupportedEventError` for any other.
 */
export function createLambdaHandler(fetch: (request: Request) => Promise<Response>) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    // A v1 event behind a custom domain has a `rawPath` as well; only v2 has `http` in its request context.
    if (event.rawPath === undefined || event.requestContext?.http === undefined) {
      throw new UnsupportedEventError();
    }
    let request: Request;
    try {
      request = requestOf(event);
    } catch (error) {
      // A header or URL that no request can carry: the sender's mistake.
      if (error instanceof TypeError) return plainText(400, `The request is malformed: ${error.message}`);
      throw error;
    }
    return resultOf(await fetch(request));
  };
}

function requestOf(event: APIGatewayProxyEventV2): Request {
  const { requestContext, rawPath, rawQueryString, body } = event;
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) {
    // `new Headers({ name: undefined })` would send the text "undefined".
    if (value !== undefined) headers.set(name, value);
  }
  if (event.cookies?.length) headers.set('cookie', event.cookies.join('; '));
  headers.set('x-request-id', requestContext.requestId);

  const query = rawQueryString ? `?${rawQueryString}` : '';
  const url = new URL(`https://${requestContext.domainName}${rawPath}${query}`);
  const { method } = requestContext.http;
  if (body === undefined || method === 'GET' || method === 'HEAD') {
    headers.delete('content-length');
    return new Request(url, { method, headers });
  }
  const bytes = Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
  headers.set('content-length', String(bytes.byteLength));
  return new Request(url, { method, headers, body: bytes });
}

const TEXT = /^(text\/|application\/([\w.-]+\+)?(json|xml|javascript)\b)/i;

async function resultOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    // Cookies have a field of their own: joined into one header, they could not be told apart.
    if (name.toLowerCase() !== 'set-cookie') headers[name.toLowerCase()] = value;
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: bytes.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}

const plainText = (statusCode: number, body: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
  isBase64Encoded: false,
});
