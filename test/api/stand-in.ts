import { GraphQLError, GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createAuthenticator } from '../../api/auth.ts';
import { createDeps } from '../../api/deps.ts';
import { createDevIssuer } from '../../api/local/dev-issuer.ts';
import type { UnexpectedErrorReport } from '../../api/plugins/error-masking.ts';
import { createGraphQLServer, type GraphQLServerOptions } from '../../api/server.ts';
import type { RequestContext } from '../../schema/context.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';

const Thing: GraphQLObjectType<unknown, RequestContext> = new GraphQLObjectType({
  name: 'Thing',
  fields: () => ({ name: { type: GraphQLString, resolve: () => 'a thing' }, thing: { type: Thing } }),
});

/** A schema small enough to see through, so that these tests are about the front door alone. */
export const standInSchema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, RequestContext>({
    name: 'Query',
    fields: {
      workspace: { type: GraphQLString, resolve: (_, __, { viewer }) => viewer.workspaceId },
      subject: { type: GraphQLString, resolve: (_, __, { viewer }) => viewer.subject },
      scopes: { type: GraphQLString, resolve: (_, __, { viewer }) => [...viewer.scopes].join(' ') },
      requestId: { type: GraphQLString, resolve: (_, __, { requestId }) => requestId },
      thing: { type: Thing, resolve: () => ({}) },
      length: {
        type: GraphQLInt,
        args: { text: { type: GraphQLString } },
        resolve: (_, { text }) => text.length,
      },
      refused: {
        type: GraphQLString,
        resolve: () => {
          throw new GraphQLError('There is no such thing.', { extensions: { code: 'NOT_FOUND' } });
        },
      },
      broken: {
        type: GraphQLString,
        resolve: () => {
          throw new Error('User arn:aws:iam::123456789012:role/api is not authorised to read the table');
        },
      },
    },
  }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: { change: { type: GraphQLString, resolve: () => 'changed' } },
  }),
});

export const issuer = createDevIssuer();

/** A server on the stand-in schema, and the reports of what it hid from callers. */
export function startStandIn(overrides: Partial<GraphQLServerOptions> = {}) {
  const reports: UnexpectedErrorReport[] = [];
  const server = createGraphQLServer({
    schema: standInSchema,
    authenticate: createAuthenticator(issuer).authenticate,
    deps: createDeps(createMemoryStore()),
    reportError: (report) => reports.push(report),
    ...overrides,
  });
  return { server, reports };
}

export const authorization = () => `Bearer ${issuer.token('planner', 'acme')}`;

/** A GraphQL request as a client sends it. `headers` are added to, or with null taken from, the usual ones. */
export function graphqlRequest(
  body: string | { query: string; variables?: object },
  headers: Readonly<Record<string, string | null>> = {},
): Request {
  const all = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    authorization: authorization(),
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return new Request('http://localhost/graphql', {
    method: 'POST',
    headers: Object.fromEntries(given),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
