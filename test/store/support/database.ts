import { afterAll, describe } from 'vitest';
import { startEmulator } from '../../../store/local/emulator.ts';
import { findEmulator } from '../../../store/local/find-emulator.ts';
import { type Database, openDatabase } from '../../../store/local/open-database.ts';
import { createMemoryStore } from '../../../store/memory/memory-store.ts';
import type { Store } from '../../../store/ports.ts';

/** Why tests against DynamoDB cannot run here; null when they can. In CI they must. */
export const reasonToSkip: string | null =
  process.env.DYNAMODB_ENDPOINT || findEmulator() !== null || process.env.CI === 'true'
    ? null
    : 'no DynamoDB emulator for this platform, and DYNAMODB_ENDPOINT is not set';

/** A real table for this test file, closed when the file is done. */
export async function openTestDatabase(): Promise<Database> {
  const database = await openDatabase({ env: { ...process.env, TABLE_NAME: 'equimarginal-test' } });
  afterAll(() => database.close());
  if (database.kind === 'memory') throw new Error(`${database.notice} CI must test against DynamoDB.`);
  return database;
}

/** The endpoint of an emulator of this test file's own. */
export async function startTestEmulator(): Promise<string> {
  if (process.env.DYNAMODB_ENDPOINT) return process.env.DYNAMODB_ENDPOINT;
  const binary = findEmulator();
  if (binary === null) throw new Error('No DynamoDB emulator was found.');
  const emulator = await startEmulator({ binary });
  afterAll(() => emulator.close());
  return emulator.endpoint;
}

/** A suite against DynamoDB. Where there is none it is listed as skipped, and in CI it fails. */
export async function describeWithDatabase(what: string, suite: (store: Store) => void): Promise<void> {
  if (reasonToSkip !== null) {
    describe.skip(`${what} (skipped: ${reasonToSkip})`, () => suite(createMemoryStore()));
    return;
  }
  const { store } = await openTestDatabase();
  describe(what, () => suite(store));
}

/** The same for a suite that makes its own tables. */
export async function describeWithEmulator(what: string, suite: (endpoint: string) => void): Promise<void> {
  if (reasonToSkip !== null) {
    describe.skip(`${what} (skipped: ${reasonToSkip})`, () => suite('http://127.0.0.1:1'));
    return;
  }
  const endpoint = await startTestEmulator();
  describe(what, () => suite(endpoint));
}
