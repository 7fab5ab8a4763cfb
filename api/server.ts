import type { RequestListener } from 'node:http';
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type GraphiQLOptions, type YogaInitialContext } from 'graphql-yoga';
import type { PlanningDeps, Viewer } from '../planning/deps.ts';
import type { RequestContext } from '../schema/context.ts';
import { corsFor } from './cors.ts';
import { committedOperations } from './persisted/operations.ts';
import { useAuthentication, viewerOf } from './plugins/authentication.ts';
import {
  DEFAULT_DOCUMENT_LIMITS,
  type DocumentLimits,
  useDocumentLimits,
} from './plugins/document-limits.ts';
import {
  logUnexpectedError,
  maskError,
  type UnexpectedErrorReport,
  useErrorReport,
} from './plugins/error-masking.ts';
import { useHealth } from './plugins/health.ts';
import {
  DOCUMENT_ID,
  type PersistedOptions,
  usePersistedOperations,
} from './plugins/persisted-operations.ts';
import { useRateLimit } from './plugins/rate-limit.ts';
import { requestIdOf, useRequestId } from './plugins/request-id.ts';
import { type RequestLine, useRequestLog } from './plugins/request-log.ts';
import { createRateLimiter, type RateLimit } from './rate-limiter.ts';

export const GRAPHQL_PATH = '/graphql';
/** Export files come in as base64 within variables. An HTTP API itself stops at 10 MB, Lambda at 6 MB. */
const MAX_BODY_BYTES = 8_000_000;
/** Yoga answers every URL that ends so with an empty body; no URL holds a raw space, so ours answers instead. */
const NO_BUILT_IN_HEALTH_CHECK = ' ';

export interface GraphQLServerOptions {
  readonly schema: GraphQLSchema;
  /** Throws `UnauthenticatedError` (401) or `AuthenticationUnavailableError` (503). */
  readonly authenticate: (request: Request) => Promise<Viewer>;
  readonly deps: PlanningDeps;
  readonly documentLimits?: DocumentLimits;
  /** How much each workspace may send. Left out: as much as it likes. */
  readonly rateLimit?: RateLimit | undefined;
  /** Hears of each request that was refused for the rate. */
  readonly onThrottled?: (() => void) | undefined;
  /** Documents that are known by their hash. Default: those of our own clients, and every other may be sent as well. */
  readonly persisted?: Partial<PersistedOptions> | undefined;
  /** Pages that may read answers in a browser, such as `https://planner.example`. Left out: none but our own. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Where a line for each request goes. Left out: nowhere. */
  readonly logRequest?: ((line: RequestLine) => void) | undefined;
  /** Where errors go that callers must not see. Default: a JSON line on standard error. */
  readonly reportError?: (report: UnexpectedErrorReport) => void;
  /** The editor in the browser; without it a browser gets what any client gets. */
  readonly graphiql?: {
    readonly options: GraphiQLOptions;
    readonly render: (options: GraphiQLOptions) => string | Promise<string>;
  };
}

export interface GraphQLServer {
  fetch(request: Request): Promise<Response>;
  /** The same, for `node:http`. */
  readonly nodeListener: RequestListener;
}

/**
 * The GraphQL API over HTTP at `/graphql`, with `/health` beside it. Holds no state of a request, so one server
 * serves any number of them at once. This is the only file that composes graphql-yoga.
 */
export function createGraphQLServer(options: GraphQLServerOptions): GraphQLServer {
  const { schema, authenticate, deps, graphiql, rateLimit, logRequest, corsOrigins = [] } = options;
  const yoga = createYoga<object, RequestContext>({
    schema,
    context: ({ request }: YogaInitialContext) => ({
      viewer: viewerOf(request),
      deps,
      requestId: requestIdOf(request),
    }),
    graphqlEndpoint: GRAPHQL_PATH,
    healthCheckEndpoint: NO_BUILT_IN_HEALTH_CHECK,
    landingPage: false,
    graphiql: graphiql?.options ?? false,
    ...(graphiql && { renderGraphiQL: graphiql.render }),
    cors: corsOrigins.length > 0 && corsFor(corsOrigins),
    batching: false,
    extraParamNames: [DOCUMENT_ID],
    multipart: false,
    maxRequestBodySize: MAX_BODY_BYTES,
    // Errors are reported by our own plugin, under the request's id.
    logging: false,
    maskedErrors: { maskError, errorMessage: 'Unexpected error.' },
    plugins: [
      useRequestId(),
      ...(logRequest ? [useRequestLog(logRequest)] : []),
      useHealth(),
      useAuthentication(authenticate),
      ...(rateLimit ? [useRateLimit(createRateLimiter(rateLimit), options.onThrottled)] : []),
      useCSRFPrevention(),
      usePersistedOperations({ operations: committedOperations, isOnly: false, ...options.persisted }),
      useDocumentLimits(options.documentLimits ?? DEFAULT_DOCUMENT_LIMITS),
      useErrorReport(options.reportError ?? logUnexpectedError),
    ],
  });
  return {
    fetch: async (request) => yoga.fetch(request),
    nodeListener: (request, response) => void yoga.requestListener(request, response),
  };
}
