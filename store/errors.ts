/** The stored version is not the one the writer saw. `current` is what is stored now, so no second read is needed. */
export class VersionConflictError<T> extends Error {
  override readonly name = 'VersionConflictError';
  readonly code = 'VERSION_CONFLICT';
  readonly current: T | null;
  constructor(what: string, expectedVersion: number | null, current: T | null) {
    super(
      `${what} was changed by someone else: version ${expectedVersion ?? 'none'} was expected. Read it again and retry.`,
    );
    this.current = current;
  }
}

export class AlreadyExistsError extends Error {
  override readonly name = 'AlreadyExistsError';
  readonly code = 'ALREADY_EXISTS';
}

export class MalformedCursorError extends Error {
  override readonly name = 'MalformedCursorError';
  readonly code = 'MALFORMED_CURSOR';
  constructor(cursor: string) {
    super(
      `${JSON.stringify(cursor)} is not a cursor of this list. Use an endCursor that this list returned.`,
    );
  }
}

/** An item could not be read: it is not what this version of the code writes. */
export class MalformedItemError extends Error {
  override readonly name = 'MalformedItemError';
  readonly code = 'MALFORMED_ITEM';
}

/** The table exists and is of another version than this code. */
export class TableVersionError extends Error {
  override readonly name = 'TableVersionError';
  readonly code = 'TABLE_VERSION';
}
