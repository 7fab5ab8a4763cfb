import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../api/local/server.ts';
import { importFile } from '../../cli/client/calls.ts';
import { createClient } from '../../cli/client/create-client.ts';
import { bestSplit, type Connection, campaigns, send } from '../../examples/client/client.ts';
import { CAMPAIGNS } from '../../examples/client/documents.ts';
import { clientTypes, TYPES_FILE } from '../../examples/client/print-types.ts';

const run = promisify(execFile);

const EXPORT = new URL('../../examples/exports/2026-10-31_microsoft-advertising.csv', import.meta.url);

describe('the typed example client', () => {
  let server: LocalServer;
  let connection: Connection;
  beforeAll(async () => {
    server = await startLocalServer({ port: 0, env: { PATH: process.env.PATH } });
    connection = { url: `${server.url}/graphql`, token: server.token('planner') };
    await importFile(createClient(connection), { name: 'days.csv', bytes: readFileSync(EXPORT) });
  });
  afterAll(() => server.close());

  it('compiles against the schema as it is', async () => {
    expect(readFileSync(TYPES_FILE, 'utf8'), 'run npx tsx examples/client/print-types.ts').toBe(
      clientTypes(),
    );
    const tsc = 'node_modules/typescript/bin/tsc';
    await run('node', [tsc, '--noEmit', '-p', 'examples/client/tsconfig.json']);
  });

  it('reads the campaigns of a server', async () => {
    const names: string[] = [];
    for await (const { name, channel } of campaigns(connection)) names.push(`${channel.name}: ${name}`);
    expect(names.join()).toContain('Brand');
  });

  it('asks for the best split, largest move first', async () => {
    const lines = await bestSplit(connection, 'Asked by a test');
    expect(lines[0]).toMatch(/: \d+\.\d\d -> \d+\.\d\d$/);
  });

  it('is told what it did wrong under a request id', async () => {
    await expect(
      // @ts-expect-error a number is wanted, and the compiler says so before the server does
      send(connection, CAMPAIGNS, { first: 'ten' }),
    ).rejects.toThrow(/\(\w+, request [\w-]+\)$/);
  });
});
