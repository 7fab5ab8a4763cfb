import { type ConnectionOptions, createDocumentClient } from '../dynamo/client.ts';
import { createDynamoStore } from '../dynamo/dynamo-store.ts';
import { ensureTable } from '../dynamo/ensure-table.ts';
import { DatabaseUnavailableError, TableVersionError } from '../errors.ts';
import { createMemoryStore } from '../memory/memory-store.ts';
import type { Store } from '../ports.ts';
import { DEFAULT_TABLE_NAME } from '../table.ts';
import { startEmulator } from './emulator.ts';
import { findEmulator } from './find-emulator.ts';

export type DatabaseKind = 'endpoint' | 'emulator' | 'memory';

export interface Database {
  readonly store: Store;
  readonly kind: DatabaseKind;
  /** A sentence for the person who started it: where the data is, or that nothing is kept. */
  readonly notice: string;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Folder for the emulator's data. Left out: data ends with the process. */
  readonly dataDir?: string | undefined;
  /** Reads `DYNAMODB_ENDPOINT`, `TABLE_NAME`, `AWS_REGION` and `PATH`. */
  readonly env?: NodeJS.ProcessEnv;
  /** How the emulator's binary is found; null when there is none. */
  readonly findEmulator?: (env: NodeJS.ProcessEnv) => string | null;
}

/**
 * The database for a program on this machine: `DYNAMODB_ENDPOINT` if set, else the emulator, else memory. Throws
 * `DatabaseUnavailableError` or `TableVersionError`, each one sentence to show as it is.
 */
export async function openDatabase(options: OpenDatabaseOptions = {}): Promise<Database> {
  const env = options.env ?? process.env;
  if (env.DYNAMODB_ENDPOINT) return openEndpoint(env.DYNAMODB_ENDPOINT, env);
  const binary = (options.findEmulator ?? findEmulator)(env);
  return binary === null ? openMemory() : openEmulator(binary, options.dataDir, env);
}

async function openEndpoint(endpoint: string, env: NodeJS.ProcessEnv): Promise<Database> {
  if (!URL.canParse(endpoint)) {
    throw new DatabaseUnavailableError(
      `DYNAMODB_ENDPOINT is ${JSON.stringify(endpoint)}; wanted a URL such as http://localhost:8000.`,
    );
  }
  const { store, tableName, disconnect } = await connect(endpoint, env);
  return {
    store,
    kind: 'endpoint',
    notice: `Data is in the table ${tableName} at ${endpoint}.`,
    close: async () => disconnect(),
  };
}

async function openEmulator(
  binary: string,
  dataDir: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Database> {
  const emulator = await startEmulator({ binary, dataDir });
  try {
    const { store, disconnect } = await connect(emulator.endpoint, { TABLE_NAME: env.TABLE_NAME });
    return {
      store,
      kind: 'emulator',
      notice:
        dataDir === undefined
          ? 'Data is kept until this program ends; set DATA_DIR to keep it longer.'
          : `Data is kept in ${dataDir}.`,
      async close() {
        disconnect();
        await emulator.close();
      },
    };
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

function openMemory(): Database {
  return {
    store: createMemoryStore(),
    kind: 'memory',
    notice:
      'No DynamoDB emulator was found for this platform: data is in memory and nothing is kept. Set DYNAMODB_ENDPOINT to keep it.',
    close: async () => {},
  };
}

async function connect(endpoint: string, env: NodeJS.ProcessEnv) {
  const tableName = env.TABLE_NAME || DEFAULT_TABLE_NAME;
  const client = createDocumentClient(connectionTo(endpoint, env));
  try {
    await ensureTable({ client, tableName });
  } catch (error) {
    client.destroy();
    if (error instanceof TableVersionError || error instanceof DatabaseUnavailableError) throw error;
    throw new DatabaseUnavailableError(
      `The DynamoDB at ${endpoint} cannot be used: ${reasonOf(error)}. Check that it runs, and DYNAMODB_ENDPOINT.`,
      { cause: error },
    );
  }
  return { store: createDynamoStore({ client, tableName }), tableName, disconnect: () => client.destroy() };
}

/** Emulators ask for credentials and accept any; AWS gets those of the SDK's own chain. */
export const connectionTo = (endpoint: string, env: NodeJS.ProcessEnv): ConnectionOptions => ({
  endpoint,
  region: env.AWS_REGION || 'us-east-1',
  ...(isAws(endpoint) ? {} : { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
});

const isAws = (endpoint: string): boolean => /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);

/** An AggregateError of refused connections has no message of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return (error.message || code).replace(/\.$/, '');
}
