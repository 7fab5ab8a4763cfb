import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../store/dynamo/client.ts';
import { ensureTable } from '../store/dynamo/ensure-table.ts';
import { startEmulator } from '../store/local/emulator.ts';
import { findEmulator } from '../store/local/find-emulator.ts';

export interface BenchTable {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly endpoint: string;
  close(): Promise<void>;
}

/** An empty table of the emulator, in memory. */
export async function openBenchTable(tableName: string): Promise<BenchTable> {
  const binary = findEmulator();
  if (binary === null) throw new Error('No DynamoDB emulator was found.');
  const { endpoint, close } = await startEmulator({ binary });
  const client = createDocumentClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await ensureTable({ client, tableName });
  return {
    client,
    tableName,
    endpoint,
    async close() {
      client.destroy();
      await close();
    },
  };
}
