/**
 * The one table, as the store needs it. `ensureTable` creates it so on an emulator; the CDK stack declares the same,
 * and a test compares the two. All key attributes are strings.
 */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  indexes: [{ name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' }],
  /** Seconds since the epoch; an item without it is kept. */
  timeToLiveAttribute: 'expiresAt',
} as const;

/** Grows when items change in a way that older or newer code cannot read. Kept in the table itself. */
export const TABLE_VERSION = 2;

export const DEFAULT_TABLE_NAME = 'equimarginal';
