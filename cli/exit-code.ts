/** What the command's exit code means; scripts rely on it. */
export const EXIT = { done: 0, error: 1, badInput: 2, conflict: 3, refused: 4, infeasible: 5 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was called wrongly: an unknown option, a missing argument. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}

/** A file or a standard input that cannot be used as it is. */
export class BadInputError extends Error {
  override readonly name = 'BadInputError';
  readonly code = 'BAD_INPUT';
}

/** Every other code is an error like any other. Includes the codes of the GraphQL API. */
const EXIT_OF_CODE: Readonly<Record<string, ExitCode>> = {
  USAGE: EXIT.badInput,
  BAD_INPUT: EXIT.badInput,
  PROBLEM_FORMAT: EXIT.badInput,
  UNSUPPORTED_PROBLEM: EXIT.badInput,
  BAD_USER_INPUT: EXIT.badInput,
  INVALID_INPUT: EXIT.badInput,
  IMPORT_REFUSED: EXIT.badInput,
  VERSION_CONFLICT: EXIT.conflict,
  ALREADY_EXISTS: EXIT.conflict,
  STALE: EXIT.conflict,
  WRONG_STATE: EXIT.conflict,
  PLAN_HASH_MISMATCH: EXIT.conflict,
  IDEMPOTENCY_CONFLICT: EXIT.conflict,
  BUSY: EXIT.conflict,
  GUARD_RAIL: EXIT.refused,
  INFEASIBLE: EXIT.infeasible,
};

export function exitCodeOf(error: unknown): ExitCode {
  return EXIT_OF_CODE[codeOf(error) ?? ''] ?? EXIT.error;
}

/** The `code` that every error of this project carries; null for a stranger's. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
