import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DatabaseUnavailableError, TableVersionError } from '../errors.ts';
import { TABLE, TABLE_VERSION } from '../table.ts';
import { parseItem } from './item-schema.ts';
import { TABLE_VERSION_KEY } from './keys.ts';
import { systemBackoff } from './table-access.ts';

const POLL_MS = 500;
const MAX_POLLS = 120;

export interface EnsureTableOptions {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/**
 * Creates the table where there is none, waits until it is active and marks it with its version. Throws
 * `TableVersionError` when there is a table that this code cannot use.
 */
export async function ensureTable(options: EnsureTableOptions): Promise<void> {
  const { client, tableName } = options;
  const existing = await describeTable(client, tableName);
  if (existing === null) await create(client, tableName);
  const table = await waitUntilActive(options);
  if (existing === null) await enableTimeToLive(client, tableName);
  else assertKeys(tableName, table);
  await assertVersion(client, tableName);
}

/** Null where there is none. */
export async function describeTable(
  client: DynamoDBDocumentClient,
  TableName: string,
): Promise<TableDescription | null> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table ?? null;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

async function create(client: DynamoDBDocumentClient, TableName: string): Promise<void> {
  const keySchema = (partitionKey: string, sortKey: string) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
  const keyAttributes = [TABLE, ...TABLE.indexes].flatMap((keys) => [keys.partitionKey, keys.sortKey]);
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keyAttributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keySchema(TABLE.partitionKey, TABLE.sortKey),
        GlobalSecondaryIndexes: TABLE.indexes.map((index) => ({
          IndexName: index.name,
          KeySchema: keySchema(index.partitionKey, index.sortKey),
          Projection: { ProjectionType: 'ALL' },
        })),
      }),
    );
  } catch (error) {
    // Someone else is creating it at this moment: as good.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

async function waitUntilActive(options: EnsureTableOptions): Promise<TableDescription> {
  const { client, tableName, sleep = systemBackoff.sleep } = options;
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const table = await describeTable(client, tableName);
    if (table?.TableStatus === 'ACTIVE') return table;
    await sleep(POLL_MS);
  }
  throw new DatabaseUnavailableError(
    `The table ${tableName} was not ready after ${(POLL_MS * MAX_POLLS) / 1000} s. Look at its state in DynamoDB and start again.`,
  );
}

async function enableTimeToLive(client: DynamoDBDocumentClient, TableName: string): Promise<void> {
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: TABLE.timeToLiveAttribute, Enabled: true },
    }),
  );
}

function assertKeys(tableName: string, { KeySchema, GlobalSecondaryIndexes }: TableDescription): void {
  const names = (schema: TableDescription['KeySchema']) => schema?.map((key) => key.AttributeName).join(', ');
  const isOurs =
    names(KeySchema) === `${TABLE.partitionKey}, ${TABLE.sortKey}` &&
    TABLE.indexes.every((wanted) =>
      GlobalSecondaryIndexes?.some(
        (index) =>
          index.IndexName === wanted.name &&
          names(index.KeySchema) === `${wanted.partitionKey}, ${wanted.sortKey}`,
      ),
    );
  if (isOurs) return;
  throw new TableVersionError(
    `The table ${tableName} has other keys or indexes than Equimarginal's (${names(KeySchema)}). Choose another table name.`,
  );
}

const versionItem = z.object({ version: z.int() });

async function assertVersion(client: DynamoDBDocumentClient, tableName: string): Promise<void> {
  const stored = (await readVersion(client, tableName)) ?? (await writeVersion(client, tableName));
  if (stored === TABLE_VERSION) return;
  throw new TableVersionError(
    `The table ${tableName} holds data of version ${stored} and this program reads version ${TABLE_VERSION}. ` +
      `Use the program that wrote it, or start on an empty table or data folder.`,
  );
}

async function readVersion(client: DynamoDBDocumentClient, TableName: string): Promise<number | null> {
  const { Item } = await client.send(
    new GetCommand({ TableName, Key: TABLE_VERSION_KEY, ConsistentRead: true }),
  );
  return Item ? parseItem('table version', versionItem, Item).version : null;
}

/** The version that the table has from now on: ours, unless another program was quicker by a moment. */
async function writeVersion(client: DynamoDBDocumentClient, TableName: string): Promise<number> {
  try {
    await client.send(
      new PutCommand({
        TableName,
        Item: { ...TABLE_VERSION_KEY, version: TABLE_VERSION },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return TABLE_VERSION;
  } catch (error) {
    const winner = await readVersion(client, TableName);
    if (winner === null) throw error;
    return winner;
  }
}
