import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { listening, type PageServer } from './page-server.ts';

export interface IdentityProvider extends Pick<PageServer, 'url' | 'close'> {
  /** What the next one to come gets: a token, or a refusal in words. */
  next: { readonly token: string } | { readonly refusal: string };
}

interface Code {
  readonly challenge: string;
  readonly redirectUri: string;
}

/** An OpenID Connect provider that asks nobody anything, and is strict about the protocol (RFC 6749, 7636). */
export async function startIdentityProvider(clientId: string): Promise<IdentityProvider> {
  const codes = new Map<string, Code>();
  const provider = {
    next: { refusal: 'Nobody was announced.' } as IdentityProvider['next'],
    ...(await listening(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      response.setHeader('access-control-allow-origin', '*');
      const json = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (url.pathname === '/.well-known/openid-configuration') {
        return json(200, {
          authorization_endpoint: `${provider.url}/authorize`,
          token_endpoint: `${provider.url}/token`,
          end_session_endpoint: `${provider.url}/logout`,
        });
      }
      if (url.pathname === '/authorize') {
        const { next } = provider;
        const asked = Object.fromEntries(url.searchParams);
        const back = new URL(asked.redirect_uri ?? '');
        back.searchParams.set('state', asked.state ?? '');
        const isWhole =
          asked.response_type === 'code' &&
          asked.code_challenge_method === 'S256' &&
          asked.client_id === clientId;
        if (!isWhole || 'refusal' in next) {
          back.searchParams.set('error', isWhole ? 'access_denied' : 'invalid_request');
          if ('refusal' in next) back.searchParams.set('error_description', next.refusal);
        } else {
          const code = randomBytes(16).toString('hex');
          codes.set(code, { challenge: asked.code_challenge ?? '', redirectUri: asked.redirect_uri ?? '' });
          back.searchParams.set('code', code);
        }
        return response.writeHead(302, { location: back.href }).end();
      }
      if (url.pathname === '/token') {
        const given = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
        const code = codes.get(given.code ?? '');
        codes.delete(given.code ?? '');
        const challenge = createHash('sha256')
          .update(given.code_verifier ?? '')
          .digest('base64url');
        if (code?.challenge !== challenge || code.redirectUri !== given.redirect_uri)
          return json(400, { error: 'invalid_grant' });
        return json(200, { access_token: 'token' in provider.next ? provider.next.token : '' });
      }
      const to = url.searchParams.get('post_logout_redirect_uri');
      return response.writeHead(to === null ? 404 : 302, to === null ? {} : { location: to }).end();
    })),
  };
  return provider;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}
