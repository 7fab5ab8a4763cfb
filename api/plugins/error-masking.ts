import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestIdOf } from './request-id.ts';

/** What the log keeps of an error that the caller must not see. */
export interface UnexpectedErrorReport {
  readonly requestId: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly error: unknown;
}

/** A GraphQLError was written for the caller, unless it only wraps something else that a resolver threw. */
function isMeantForTheCaller(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  return error.originalError == null || isMeantForTheCaller(error.originalError);
}

/** Yoga's `maskError`: whatever was not written for the caller becomes one sentence and a code. */
export function maskError(error: unknown, message: string): Error {
  if (error instanceof GraphQLError && isMeantForTheCaller(error)) return error;
  const located = error instanceof GraphQLError ? error : undefined;
  const cause = located ? located.originalError : error;
  return new GraphQLError(message, {
    nodes: located?.nodes ?? null,
    source: located?.source ?? null,
    positions: located?.positions ?? null,
    path: located?.path ?? null,
    originalError: cause instanceof Error ? cause : new Error(String(cause)),
    // Yoga strips `unexpected` from the response and answers 500 where there is no data.
    extensions: { code: 'INTERNAL_SERVER_ERROR', unexpected: true },
  });
}

/** Gives each masked error the request id, and reports what it hides under the same id. */
export function useErrorReport(report: (report: UnexpectedErrorReport) => void): Plugin {
  return {
    onResultProcess({ request, result }) {
      const errors = 'errors' in result ? (result.errors ?? []) : [];
      const requestId = requestIdOf(request);
      for (const error of errors) {
        if (error.extensions.unexpected !== true) continue;
        error.extensions.requestId = requestId;
        report({ requestId, path: error.path, error: error.originalError });
      }
    },
  };
}

/** One JSON line on standard error, which is where Lambda collects logs. */
export function logUnexpectedError({ requestId, path, error }: UnexpectedErrorReport): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  console.error(
    JSON.stringify({
      level: 'ERROR',
      message: 'Unexpected error',
      requestId,
      path,
      error: { name, message, code, stack },
    }),
  );
}
