import { createServer, type RequestListener } from 'node:http';
import type { PlanningDeps } from '../../planning/deps.ts';
import { jobsAfter, type Written } from '../../planning/jobs/outbox.ts';
import { schema } from '../../schema/schema.ts';
import { createFileUploads } from '../../store/local/file-uploads.ts';
import { type DatabaseKind, openDatabase } from '../../store/local/open-database.ts';
import { workspaceId } from '../../store/model/ids.ts';
import { createAuthenticator } from '../auth.ts';
import { originsIn } from '../cors.ts';
import { createDeps } from '../deps.ts';
import { jsonLinesTo } from '../json-lines.ts';
import type { RateLimit } from '../rate-limiter.ts';
import { createGraphQLServer } from '../server.ts';
import { startClock } from './clock.ts';
import { createDevIssuer, type Role } from './dev-issuer.ts';
import { readExampleQueries } from './example-queries.ts';
import { graphiqlWith } from './graphiql.ts';
import { close, listen, onlyForThisMachine } from './http.ts';
import { InProcessQueue } from './in-process-queue.ts';
import { landingPage } from './landing-page.ts';
import { withOutbox } from './outbox.ts';
import { withPage } from './page-route.ts';
import { createUploadRoute } from './upload-route.ts';

export interface LocalServerOptions {
  /** 0: the system chooses a free one. */
  readonly port: number;
  /** Where data and the token key are kept. Left out: both end with the server. */
  readonly dataDir?: string | undefined;
  /**
   * `DYNAMODB_ENDPOINT`, `TABLE_NAME`, `AWS_REGION` and `PATH` say which database is used; `CORS_ORIGINS` which pages
   * of other origins may ask (separated by spaces); `LOG=json` prints a line for each request on standard error;
   * with `WEBHOOK_SECRET`, which they are signed with, webhooks are sent.
   */
  readonly env?: NodeJS.ProcessEnv;
}

export interface LocalServer {
  /** Such as `http://localhost:4000`. */
  readonly url: string;
  /** A development token for the workspace `example`. */
  token(role: Role): string;
  readonly databaseKind: DatabaseKind;
  /** A sentence about where the data is kept. */
  readonly notice: string;
  close(): Promise<void>;
}

const WORKSPACE = 'example';
/** Far above what a person does, so that only a script gone astray meets it. */
const RATE_LIMIT: RateLimit = { perSecond: 100, burst: 500 };

// On Node 20 the AWS SDK would print seven lines about its own future ahead of our first one.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/**
 * The API on this machine with a database of its own: `/graphql` with GraphiQL, `/uploads/…`, `/health`, and the planner page at `/`. Throws
 * `PortUnavailableError`, `DatabaseUnavailableError` or `TableVersionError`, each one sentence to show as it is.
 */
export async function startLocalServer({ port, dataDir, env }: LocalServerOptions): Promise<LocalServer> {
  const surroundings = env ?? process.env;
  // The port first: two servers on one data folder are told about the port, not about a locked file.
  let answerWith: (listener: RequestListener) => void = () => {};
  const whenStarted = new Promise<RequestListener>((resolve) => {
    answerWith = resolve;
  });
  const httpServer = createServer((request, response) => {
    void whenStarted.then((listener) => listener(request, response));
  });
  const url = `http://localhost:${await listen(httpServer, port)}`;
  try {
    const database = await openDatabase({ dataDir, ...(env && { env }) });
    const uploadRoute = createUploadRoute(url);
    const uploads = await createFileUploads({ dataDir, urlOf: uploadRoute.urlOf });
    const issuer = createDevIssuer({ dataDir });
    const token = (role: Role) => issuer.token(role, WORKSPACE);
    const queries = readExampleQueries();
    const jobs = new InProcessQueue(() => deps);
    const follow = (written: Written) => {
      const queued = jobsAfter(deps, written).then((found) =>
        Promise.all(found.map((job) => jobs.enqueue(job))),
      );
      queued.catch((error: unknown) => console.error('A webhook could not be queued:', error));
    };
    const { WEBHOOK_SECRET } = surroundings;
    const store = WEBHOOK_SECRET ? withOutbox(database.store, follow) : database.store;
    const deps: PlanningDeps = createDeps(store, {
      uploads,
      jobs,
      webhookSecret: WEBHOOK_SECRET ? async () => WEBHOOK_SECRET : undefined,
    });
    const server = createGraphQLServer({
      schema,
      authenticate: createAuthenticator(issuer).authenticate,
      deps,
      graphiql: graphiqlWith(queries, token('admin')),
      rateLimit: RATE_LIMIT,
      corsOrigins: originsIn(surroundings.CORS_ORIGINS),
      logRequest: surroundings.LOG === 'json' ? jsonLinesTo(process.stderr) : undefined,
    });
    const page = { token: token('admin'), developers: landingPage(queries, url, token('admin')) };
    const listener = uploadRoute.with(uploads, withPage(page, server.nodeListener));
    answerWith(onlyForThisMachine(listener));
    await jobs.resume(workspaceId(WORKSPACE));
    const stopClock = startClock(deps, (job) => jobs.enqueue(job));
    return {
      url,
      token,
      databaseKind: database.kind,
      notice: database.notice,
      async close() {
        await stopClock();
        await close(httpServer);
        await jobs.close();
        await database.close();
        await uploads.close();
      },
    };
  } catch (error) {
    await close(httpServer);
    throw error;
  }
}
