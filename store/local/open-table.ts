import { createDocumentClient } from '../dynamo/client.ts';
import { describeTable } from '../dynamo/ensure-table.ts';
import { systemBackoff, type TableAccess } from '../dynamo/table-access.ts';
import { DatabaseUnavailableError } from '../errors.ts';
import { DEFAULT_TABLE_NAME } from '../table.ts';
import { startEmulator } from './emulator.ts';
import { findEmulator } from './find-emulator.ts';
import { connectionTo } from './open-database.ts';

export interface OpenTableOptions {
  /** A table of AWS, in the region and with the credentials of the environment. */
  readonly tableName?: string | undefined;
  /** Where the emulator's data are, when neither a table nor DYNAMODB_ENDPOINT says otherwise. */
  readonly dataDir: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface OpenTable {
  readonly access: TableAccess;
  close(): Promise<void>;
}

/** An existing table, for programs that see to the data itself. Makes none. Throws `DatabaseUnavailableError`. */
export async function openTable({
  tableName,
  dataDir,
  env = process.env,
}: OpenTableOptions): Promise<OpenTable> {
  if (tableName) return existing(createDocumentClient(), tableName);
  const name = env.TABLE_NAME || DEFAULT_TABLE_NAME;
  if (env.DYNAMODB_ENDPOINT)
    return existing(createDocumentClient(connectionTo(env.DYNAMODB_ENDPOINT, env)), name);
  const binary = findEmulator(env);
  if (binary === null) {
    throw new DatabaseUnavailableError(
      'No DynamoDB emulator was found for this platform, so there is no local data. Name a table, or set DYNAMODB_ENDPOINT.',
    );
  }
  const emulator = await startEmulator({ binary, dataDir });
  try {
    const table = await existing(createDocumentClient(connectionTo(emulator.endpoint, {})), name);
    return {
      access: table.access,
      async close() {
        await table.close();
        await emulator.close();
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

async function existing(client: TableAccess['client'], tableName: string): Promise<OpenTable> {
  const isThere = await describeTable(client, tableName).catch((error: Error) => {
    client.destroy();
    throw new DatabaseUnavailableError(`The table ${tableName} cannot be used: ${error.message}`, {
      cause: error,
    });
  });
  if (!isThere) {
    client.destroy();
    throw new DatabaseUnavailableError(
      `There is no table ${tableName} here. Check its name, the region and the credentials.`,
    );
  }
  return {
    access: { client, tableName, backoff: systemBackoff },
    close: async () => client.destroy(),
  };
}
