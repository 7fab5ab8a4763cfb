import { createAuthenticator } from '../../../api/auth.ts';
import { createDevIssuer } from '../../../api/local/dev-issuer.ts';
import { createGraphQLServer } from '../../../api/server.ts';
import { schema } from '../../../schema/schema.ts';
import { createMemoryUploads } from '../../../store/memory/memory-uploads.ts';
import type { Store } from '../../../store/ports.ts';
import { documentsOf, rootField } from './documents.ts';

export type Variables = Readonly<Record<string, unknown>>;

export interface Answer {
  /** Documents are made from the schema; who reads a part of an answer says its type. */
  readonly answer: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly code: unknown;
    readonly path: unknown;
  }[];
}

/** Asks one field of the API, over HTTP, with the token of one workspace and every scope. */
export type Ask = (field: string, variables?: Variables) => Promise<Answer>;

const issuer = createDevIssuer();
/** The isolation of workspaces shall not rest on how much may be asked. */
const WIDE_LIMITS = { bytes: 1e6, tokens: 1e5, depth: 20, rootFields: 20, fields: 5_000, aliases: 5_000 };

/** The largest document that each field was asked with. */
const LET_THROUGH = new Map<string, readonly string[]>();

/** The API on a store, and who asks it. Each workspace counts its ids by itself. */
export function createWorld(store: Store) {
  const uploads = createMemoryUploads();
  const clock = { now: new Date('2026-09-02T09:00:00Z') };

  function client(workspace: string): Ask {
    let ids = 0;
    const newId = () => `${workspace}-${String(++ids).padStart(6, '0')}`;
    const server = createGraphQLServer({
      schema,
      authenticate: createAuthenticator(issuer).authenticate,
      deps: { store, uploads, now: () => clock.now, newId },
      documentLimits: WIDE_LIMITS,
      reportError: ({ error }) => {
        throw error;
      },
    });
    const authorization = `Bearer ${issuer.token('admin', workspace)}`;
    const post = async (query: string, variables: Variables): Promise<Answer> => {
      const response = await server.fetch(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: JSON.stringify({ query, variables }),
        }),
      );
      const { data, errors = [] } = await response.json();
      return { answer: data?.answer, errors: errors.map(withoutRequestId) };
    };
    return async (field, variables = {}) => {
      const given = Object.keys(variables);
      const asked = `${field}(${given})`;
      for (const query of LET_THROUGH.get(asked) ?? documentsOf(rootField(field), given)) {
        const answer = await post(query, variables);
        if (answer.errors.some(({ code }) => code === 'QUERY_TOO_COMPLEX')) continue;
        LET_THROUGH.set(asked, [query]);
        return answer;
      }
      throw new Error(`Even the smallest document for ${field} is too complex.`);
    };
  }
  return { client, clock };
}

const withoutRequestId = (error: { message: string; path?: unknown; extensions?: { code?: unknown } }) => ({
  message: error.message,
  code: error.extensions?.code,
  path: error.path,
});
