import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthenticator } from '../../api/auth.ts';
import { createDeps } from '../../api/deps.ts';
import { createDevIssuer, type Role } from '../../api/local/dev-issuer.ts';
import { withPage } from '../../api/local/page-route.ts';
import { createGraphQLServer } from '../../api/server.ts';
import { schema } from '../../schema/schema.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { createMemoryUploads } from '../../store/memory/memory-uploads.ts';
import type { SignInConfig } from '../../web/build.ts';

export interface PageServer {
  readonly url: string;
  token(role: Role): string;
  /** Operations that were answered so far. */
  readonly unexpected: readonly unknown[];
  close(): Promise<void>;
}

interface PageServerOptions {
  /** Where people sign in; left out, the page is given an administrator's token. */
  readonly signIn?: SignInConfig;
}

/** The page and the API in this process, over a store in memory that starts out empty. */
export async function startPageServer({ signIn }: PageServerOptions = {}): Promise<PageServer> {
  const issuer = createDevIssuer();
  const token = (role: Role) => issuer.token(role, 'example');
  const unexpected: unknown[] = [];
  const api = createGraphQLServer({
    schema,
    authenticate: createAuthenticator(issuer).authenticate,
    deps: createDeps(createMemoryStore(), { uploads: createMemoryUploads() }),
    reportError: (report) => unexpected.push(report),
  });
  const developers = '<p>developers</p>';
  const page = withPage({ token: signIn ? null : token('admin'), signIn, developers }, api.nodeListener);
  return { ...(await listening(page)), token, unexpected };
}

/** On a free port of this machine. */
export async function listening(answer: RequestListener): Promise<Pick<PageServer, 'url' | 'close'>> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
