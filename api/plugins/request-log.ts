import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { knownViewerOf } from './authentication.ts';
import { HEALTH_PATH } from './health.ts';
import { requestIdOf } from './request-id.ts';

/** What the log keeps of a request: no variable, no header, no name of a person. */
export interface RequestLine {
  readonly level: 'INFO';
  readonly message: 'Request';
  readonly time: string;
  readonly requestId: string;
  /** Null where nobody was authenticated. */
  readonly workspace: string | null;
  /** `query` or `mutation`; null where nothing was executed. */
  readonly operation: string | null;
  /** As the client named it; null where it did not. */
  readonly operationName: string | null;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  /** Codes of the errors in the answer. Those that are members of a result union are data, so not among them. */
  readonly errors: readonly string[];
}

interface Notes {
  readonly start: number;
  operation: string | null;
  operationName: string | null;
  errors: readonly string[];
}

/** A client may choose any name for its operation, as long as a document may be. */
const LONGEST_NAME = 100;

/** Hands over one line for each request, when it was answered. */
export function useRequestLog(log: (line: RequestLine) => void): Plugin {
  const notesOf = new WeakMap<Request, Notes>();
  return {
    onRequest({ request, url }) {
      if (url.pathname === HEALTH_PATH) return;
      notesOf.set(request, { start: performance.now(), operation: null, operationName: null, errors: [] });
    },
    onExecute({ args }) {
      const operation = getOperationAST(args.document, args.operationName);
      const notes = notesOf.get(args.contextValue.request);
      if (!notes || !operation) return;
      notes.operation = operation.operation;
      notes.operationName = operation.name?.value.slice(0, LONGEST_NAME) ?? null;
    },
    onResultProcess({ request, result }) {
      const notes = notesOf.get(request);
      if (!notes || !('errors' in result)) return;
      notes.errors = (result.errors ?? []).map(({ extensions }) => String(extensions?.code ?? 'UNKNOWN'));
    },
    onResponse({ request, response }) {
      const notes = notesOf.get(request);
      if (!notes) return;
      const { start, ...noted } = notes;
      log({
        level: 'INFO',
        message: 'Request',
        time: new Date().toISOString(),
        requestId: requestIdOf(request),
        workspace: knownViewerOf(request)?.workspaceId ?? null,
        ...noted,
        method: request.method,
        status: response.status,
        durationMs: Math.round(performance.now() - start),
      });
    },
  };
}
