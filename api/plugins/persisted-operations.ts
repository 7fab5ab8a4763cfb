import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Viewer } from '../../planning/deps.ts';
import type { PersistedOperations } from '../persisted/operations.ts';
import { viewerOf } from './authentication.ts';

export interface PersistedOptions {
  readonly operations: () => Promise<PersistedOperations>;
  /** Who may only read may send nothing else. People and scripts that may plan send what they like. */
  readonly isOnly: boolean;
}

/** The parameter of the working draft on persisted documents, beside Apollo's `extensions.persistedQuery`. */
export const DOCUMENT_ID = 'documentId';

/**
 * Takes a known document by its hash, and where `isOnly` from whoever may only read no other, whole or by hash. Without
 * a document of their own, those who hold such a token (a page, a dashboard) can ask for nothing that we did not write.
 */
export function usePersistedOperations({ operations, isOnly }: PersistedOptions): Plugin {
  let read: Promise<PersistedOperations> | null = null;
  const known = () => {
    read ??= operations();
    return read;
  };
  return {
    async onParams({ request, params, setParams }) {
      if (typeof params.query === 'string') {
        const isFree = !isOnly || mayPlan(viewerOf(request));
        if (isFree || (await known()).has(await hashIfGraphQL(params.query))) return;
        throw new GraphQLError(
          'This token may send known operations only. Send one of api/persisted/operations.json, or ask for a token with the scope `plan`.',
          { extensions: { code: 'PERSISTED_QUERY_ONLY', http: { status: 403 } } },
        );
      }
      const hash = hashIn(params, request);
      if (hash === null) return;
      const query = (await known()).get(hash);
      if (query !== undefined) return setParams({ ...params, query });
      throw new GraphQLError('PersistedQueryNotFound', {
        // Clients know this pair and send the document instead.
        extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
      });
    },
  };
}

const mayPlan = ({ scopes }: Viewer): boolean => [...scopes].some((scope) => scope !== 'read');

async function hashIfGraphQL(document: string): Promise<string> {
  const { hashOf } = await import('../persisted/hash.ts');
  try {
    return hashOf(document);
  } catch {
    return '';
  }
}

const HASH = /^(?:sha256:)?([0-9a-f]{64})$/;

function hashIn(params: GraphQLParams, request: Request): string | null {
  const { persistedQuery } = (params.extensions ?? {}) as { readonly persistedQuery?: unknown };
  const { sha256Hash } = (persistedQuery ?? {}) as { readonly sha256Hash?: unknown };
  const { [DOCUMENT_ID]: inBody } = params as Readonly<Record<string, unknown>>;
  const given = sha256Hash ?? inBody ?? new URL(request.url).searchParams.get(DOCUMENT_ID);
  return typeof given === 'string' ? (HASH.exec(given)?.[1] ?? null) : null;
}
