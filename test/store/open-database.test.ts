import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../store/dynamo/client.ts';
import { ensureTable } from '../../store/dynamo/ensure-table.ts';
import { TABLE_VERSION_KEY } from '../../store/dynamo/keys.ts';
import { startEmulator } from '../../store/local/emulator.ts';
import { findEmulator, findOnPath } from '../../store/local/find-emulator.ts';
import { openDatabase } from '../../store/local/open-database.ts';
import { aCampaign, freshWorkspace } from './support/records.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-database-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

const binary = findEmulator();
const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(endpoint)).ok;
  } catch {
    return false;
  }
};

describe('opening the database', () => {
  it('falls back to memory and says that nothing is kept', async () => {
    const database = await openDatabase({ env: {}, findEmulator: () => null, dataDir: folder });
    expect(database).toMatchObject({ kind: 'memory', notice: /nothing is kept.*DYNAMODB_ENDPOINT/ });
    const ws = freshWorkspace();
    await database.store.campaigns.put(aCampaign(ws, 'c1'), null);
    expect(await database.store.campaigns.all(ws)).toHaveLength(1);
    await database.close();
  });

  it('says which endpoint does not answer', async () => {
    const open = openDatabase({ env: { DYNAMODB_ENDPOINT: 'http://127.0.0.1:1' } });
    await expect(open).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message:
        /^The DynamoDB at http:\/\/127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*\. Check that it runs/,
    });
  });

  it('says that an endpoint is no URL', async () => {
    const open = openDatabase({ env: { DYNAMODB_ENDPOINT: 'dynamo' } });
    await expect(open).rejects.toThrow(/DYNAMODB_ENDPOINT is "dynamo"; wanted a URL/);
  });

  it.each([
    [
      'what the emulator said',
      'echo "error: the disk is full" >&2; exit 1',
      /did not start: the disk is full\./,
    ],
    ['that it said nothing', 'exit 3', /did not start: it ended with code 3\./],
  ])('says %s when it does not start', async (_, text, message) => {
    const broken = script('broken', text);
    await expect(openDatabase({ env: {}, findEmulator: () => broken })).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message,
    });
  });

  it('says that the emulator cannot be run at all', async () => {
    const open = openDatabase({ env: {}, findEmulator: () => join(folder, 'missing') });
    await expect(open).rejects.toThrow(/did not start: .*ENOENT/);
  });

  it('says that the data folder cannot be made', async () => {
    const file = script('a-file', '');
    const open = openDatabase({ env: {}, findEmulator: () => 'unused', dataDir: join(file, 'data') });
    await expect(open).rejects.toThrow(/The data folder .* cannot be made: .* Choose one/);
  });

  it('looks for the emulator in the package, then along the PATH', () => {
    const onPath = script('dynoxide', 'exit 0');
    const path = `/nowhere::${folder}`;
    expect(findOnPath(path)).toBe(onPath);
    expect(findOnPath('/nowhere')).toBeNull();
    expect(findEmulator({ PATH: path })).toBe(binary ?? onPath);
  });
});

describe.skipIf(binary === null)('the emulator (skipped where there is none for the platform)', () => {
  const useBinary = { env: {}, findEmulator: () => binary };

  it('keeps data in the data folder over a restart', async () => {
    const dataDir = join(folder, 'kept', 'here');
    const ws = freshWorkspace();
    const first = await openDatabase({ ...useBinary, dataDir });
    expect(first).toMatchObject({ kind: 'emulator', notice: `Data is kept in ${dataDir}.` });
    const written = await first.store.campaigns.put(aCampaign(ws, 'c1'), null);
    await first.close();
    const second = await openDatabase({ ...useBinary, dataDir });
    expect(await second.store.campaigns.all(ws)).toEqual([written]);
    await second.close();
  });

  it('is ended again when its table is of another version', async () => {
    const dataDir = join(folder, 'from-the-future');
    const emulator = await startEmulator({ binary: binary!, dataDir });
    const client = createDocumentClient({
      endpoint: emulator.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const tableName = 'equimarginal';
    await ensureTable({ client, tableName });
    await client.send(new PutCommand({ TableName: tableName, Item: { ...TABLE_VERSION_KEY, version: 999 } }));
    await emulator.close();
    const open = openDatabase({ ...useBinary, dataDir });
    await expect(open).rejects.toMatchObject({ code: 'TABLE_VERSION', message: /of version 999/ });
  });

  it('is used by another program through DYNAMODB_ENDPOINT', async () => {
    const emulator = await startEmulator({ binary: binary! });
    const database = await openDatabase({
      env: { DYNAMODB_ENDPOINT: emulator.endpoint, TABLE_NAME: 'mine' },
    });
    expect(database).toMatchObject({
      kind: 'endpoint',
      notice: `Data is in the table mine at ${emulator.endpoint}.`,
    });
    await database.close();
    expect(await answers(emulator.endpoint)).toBe(true);
    await emulator.close();
    expect(await answers(emulator.endpoint)).toBe(false);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with a program that is ended by %s', async (signal) => {
    const emulatorModule = new URL('../../store/local/emulator.ts', import.meta.url).href;
    const program = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        `const { startEmulator } = await import(${JSON.stringify(emulatorModule)});
         const { endpoint } = await startEmulator({ binary: ${JSON.stringify(binary)} });
         console.log(endpoint);
         setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const endpoint = await new Promise<string>((resolve) => {
      program.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    });
    expect(await answers(endpoint)).toBe(true);
    const ended = new Promise((resolve) => program.once('exit', (_, by) => resolve(by)));
    program.kill(signal);
    expect(await ended).toBe(signal);
    await expect.poll(() => answers(endpoint), { timeout: 5_000 }).toBe(false);
  });
});
