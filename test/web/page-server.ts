import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuthenticator } from '../../api/auth.ts';
import { createDeps } from '../../api/deps.ts';
import { createDevIssuer, type Role } from '../../api/local/dev-issuer.ts';
import { withPage } from '../../api/local/page-route.ts';
import { createGraphQLServer } from '../../api/server.ts';
import { schema } from '../../schema/schema.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { createMemoryUploads } from '../../store/memory/memory-uploads.ts';

export interface PageServer {
  readonly url: string;
  token(role: Role): string;
  /** Operations that were answered so far. */
  readonly unexpected: readonly unknown[];
  close(): Promise<void>;
}

/** The page and the API in this process, over a store in memory that starts out empty. */
export async function startPageServer(): Promise<PageServer> {
  const issuer = createDevIssuer();
  const token = (role: Role) => issuer.token(role, 'example');
  const unexpected: unknown[] = [];
  const api = createGraphQLServer({
    schema,
    authenticate: createAuthenticator(issuer).authenticate,
    deps: createDeps(createMemoryStore(), createMemoryUploads()),
    reportError: (report) => unexpected.push(report),
  });
  const page = withPage({ token: token('admin'), developers: '<p>developers</p>' }, api.nodeListener);
  const server = createServer(page);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    unexpected,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
