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

/** A record names another workspace than the one it was to be written to. */
export class WorkspaceMismatchError extends Error {
  override readonly name = 'WorkspaceMismatchError';
  readonly code = 'WORKSPACE_MISMATCH';
  constructor(what: string, wanted: string, seen: string) {
    super(
      `${what} belongs to workspace ${JSON.stringify(seen)} and cannot be written to ${JSON.stringify(wanted)}.`,
    );
  }
}

export class PageSizeError extends Error {
  override readonly name = 'PageSizeError';
  readonly code = 'PAGE_SIZE';
  constructor(first: number) {
    super(`A page of ${first} was asked for; wanted a whole number from 1 to 100.`);
  }
}

export class DayRangeTooLongError extends Error {
  override readonly name = 'DayRangeTooLongError';
  readonly code = 'DAY_RANGE_TOO_LONG';
}

/** A record does not fit into one item of the database, not even compressed. */
export class ItemTooLargeError extends Error {
  override readonly name = 'ItemTooLargeError';
  readonly code = 'ITEM_TOO_LARGE';
}

/** The database kept refusing a part of a batch. Every write is an upsert, so the whole batch may be sent again. */
export class UnprocessedItemsError extends Error {
  override readonly name = 'UnprocessedItemsError';
  readonly code = 'UNPROCESSED_ITEMS';
  readonly remaining: number;
  constructor(what: string, remaining: number, total: number, attempts: number, options?: ErrorOptions) {
    super(
      `${remaining} of ${total} items were still not ${what} after ${attempts} attempts: the table is throttled. Try again later; repeating the whole batch is safe.`,
      options,
    );
    this.remaining = remaining;
  }
}

/** The database did not start or does not answer. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly code = 'DATABASE_UNAVAILABLE';
}

/** Nothing was put at the upload's address, or it was not kept this long. */
export class UploadMissingError extends Error {
  override readonly name = 'UploadMissingError';
  readonly code = 'UPLOAD_MISSING';
  constructor(uploadId: string) {
    super(`There is no file at the upload ${uploadId}. Put the file there first, or request a new upload.`);
  }
}

/** More records than one transaction of the database takes. */
export class TransactionTooLargeError extends Error {
  override readonly name = 'TransactionTooLargeError';
  readonly code = 'TRANSACTION_TOO_LARGE';
  constructor(records: number, atMost: number) {
    super(
      `${records} records cannot be written at once; at most ${atMost} can. Write them in several steps.`,
    );
  }
}
