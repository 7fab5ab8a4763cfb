import type { RequestListener, ServerResponse } from 'node:http';
import type { PageFile, SignInConfig } from '../../web/build.ts';
import { GRAPHQL_PATH } from '../server.ts';
import type { landingPage } from './landing-page.ts';

export interface PageRouteOptions {
  /** What the page is told in `/config.json`: a token, or where people sign in. */
  readonly token: string | null;
  readonly signIn?: SignInConfig | undefined;
  /** The page for programmers, at `/developers`. */
  readonly developers: ReturnType<typeof landingPage>;
}

const NOT_OURS = /^\/(graphql|health|uploads)(\/|\?|$)/;
const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

/**
 * The planner page at `/` and at every address that it gives its views, what it loads, and the page for programmers.
 * It is bundled when the first browser asks for it.
 */
export function withPage(
  { token, signIn, developers }: PageRouteOptions,
  listener: RequestListener,
): RequestListener {
  let bundled: Promise<Bundle> | null = null;
  const page = () => {
    bundled ??= bundle(signIn ? [new URL(signIn.issuer).origin] : []);
    bundled.catch(() => {
      bundled = null;
    });
    return bundled;
  };
  const config = JSON.stringify({ endpoint: GRAPHQL_PATH, ...(token && { token }), signIn });

  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || NOT_OURS.test(path)) return listener(request, response);
    if (path === '/config.json') return send(response, 200, 'application/json', config);
    if (path === '/developers') {
      response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
      return send(response, 200, 'text/html; charset=utf-8', developers);
    }
    page().then(
      (bundle) => sendFile(response, path, bundle),
      (error: unknown) =>
        send(response, 500, 'text/plain; charset=utf-8', `The page cannot be bundled: ${error}\n`),
    );
  };
}

interface Bundle {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly policy: string;
}

/** The bundler is loaded with the first use, so that the API starts without it. */
async function bundle(origins: readonly string[]): Promise<Bundle> {
  const { buildPage, contentSecurityPolicy } = await import('../../web/build.ts');
  const files = await buildPage();
  return {
    files: new Map(files.map((file) => [file.path, file])),
    policy: contentSecurityPolicy(...origins),
  };
}

function sendFile(response: ServerResponse, path: string, { files, policy }: Bundle): void {
  const isView = !/\.\w+$/.test(path);
  const file = files.get(isView ? '/index.html' : path);
  if (!file) {
    send(response, 404, 'text/plain; charset=utf-8', 'There is no such file.\n');
    return;
  }
  if (isView) response.setHeader('content-security-policy', policy);
  if (file.isImmutable) response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  send(response, 200, file.type, file.body);
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  response.writeHead(status, { ...HEADERS, 'content-type': type });
  response.end(body);
}
