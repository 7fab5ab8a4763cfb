import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { VersionConflictError } from '../errors.ts';
import type { Item } from './batch-write.ts';
import type { TableAccess } from './table-access.ts';

/** The condition that the stored version is the expected one; null: that there is none. A failure brings what is stored. */
export const ifVersion = (expected: number | null) => ({
  ...(expected === null
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: '#version = :expected',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':expected': expected },
      }),
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

export interface VersionedItem<T> {
  /** For the message of a conflict. */
  readonly what: string;
  readonly item: Item;
  /** null: it must not exist yet. */
  readonly expectedVersion: number | null;
  /** Parses what is stored instead. */
  readonly read: (item: unknown) => T;
}

/**
 * Writes the item with the next version, which it returns, where the stored version is the expected one. Throws
 * `VersionConflictError` with what is stored otherwise.
 */
export async function putVersioned<T>(
  { client, tableName: TableName }: TableAccess,
  { what, item, expectedVersion, read }: VersionedItem<T>,
): Promise<number> {
  const version = (expectedVersion ?? 0) + 1;
  try {
    await client.send(
      new PutCommand({ TableName, Item: { ...item, version }, ...ifVersion(expectedVersion) }),
    );
    return version;
  } catch (error) {
    throw conflictOf(error, what, expectedVersion, read);
  }
}

/** What a failed condition means; any other error is itself. */
export function conflictOf<T>(
  error: unknown,
  what: string,
  expectedVersion: number | null,
  read: (item: unknown) => T,
): unknown {
  if (!(error instanceof ConditionalCheckFailedException)) return error;
  const current = error.Item ? read(unmarshall(error.Item)) : null;
  return new VersionConflictError(what, expectedVersion, current);
}
