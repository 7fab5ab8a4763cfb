import { type AttributeValue, BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { WorkspaceId } from '../model/ids.ts';
import { inBatches } from './batch-write.ts';
import { WORKSPACES_PARTITION, workspaceKey, workspacePrefix } from './keys.ts';
import type { TableAccess } from './table-access.ts';

/** An item as DynamoDB's own exports have it: every attribute with its type. */
export type RawItem = Readonly<Record<string, AttributeValue>>;

/**
 * Everything that a workspace owns, in no particular order, page by page. It reads the whole table, all workspaces of
 * it: the one way that forgets nothing, whatever kinds of items there will be. For a person's program alone; no
 * function has the right to scan.
 */
export async function* workspaceItems(
  { client, tableName: TableName }: TableAccess,
  workspace: WorkspaceId,
): AsyncGenerator<readonly RawItem[]> {
  let start: RawItem | undefined;
  do {
    const answer = await client.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :own) OR (pk = :workspaces AND sk = :workspace)',
        ExpressionAttributeValues: {
          ':own': { S: workspacePrefix(workspace) },
          ':workspaces': { S: WORKSPACES_PARTITION },
          ':workspace': { S: workspaceKey(workspace).sk },
        },
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    if (answer.Items?.length) yield answer.Items;
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
}

/** Throws `UnprocessedItemsError` when the table keeps refusing; what was done stays done. */
export async function deleteItems(table: TableAccess, items: readonly RawItem[]): Promise<void> {
  await write(
    table,
    'deleted',
    items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } as Record<string, AttributeValue> } })),
  );
}

/** Puts items back as they were exported, over whatever is there. Throws as `deleteItems`. */
export async function putItems(table: TableAccess, items: readonly RawItem[]): Promise<void> {
  await write(
    table,
    'written',
    items.map((item) => ({ PutRequest: { Item: item } })),
  );
}

type WriteRequest =
  | { readonly PutRequest: { readonly Item: RawItem } }
  | { readonly DeleteRequest: { readonly Key: Record<string, AttributeValue> } };

const write = (
  table: TableAccess,
  done: 'written' | 'deleted',
  requests: readonly WriteRequest[],
): Promise<void> =>
  inBatches(table, done, requests, async (waiting) => {
    const answer = await table.client.send(
      new BatchWriteItemCommand({ RequestItems: { [table.tableName]: [...waiting] } }),
    );
    // The answer repeats some of the requests.
    return (answer.UnprocessedItems?.[table.tableName] ?? []) as readonly WriteRequest[];
  });
