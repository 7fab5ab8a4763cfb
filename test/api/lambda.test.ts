import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction, type FunctionBundle } from '../../infra/lambda-bundling.ts';
import { createDocumentClient } from '../../store/dynamo/client.ts';
import { ensureTable } from '../../store/dynamo/ensure-table.ts';
import { type Emulator, startEmulator } from '../../store/local/emulator.ts';
import { findEmulator } from '../../store/local/find-emulator.ts';
import { httpEvent } from './http-event.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { createTestIssuer } from './test-issuer.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'equimarginal-'));
const binary = findEmulator();

let issuer: ReturnType<typeof createTestIssuer>;
let issuerServer: Server;
let emulator: Emulator;

/** Starts an environment of the function in a process of its own, and hands it one event after the other. */
async function invoke(events: readonly APIGatewayProxyEventV2[]): Promise<{
  readonly results: readonly APIGatewayProxyStructuredResultV2[];
  /** What it printed before, a line each. */
  readonly log: readonly string[];
}> {
  const script = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, 'function', 'index.mjs')).href)});
    const results = [];
    for (const event of JSON.parse(process.argv[1])) results.push(await handler(event));
    console.log(JSON.stringify(results));
  `;
  const { stdout } = await run('node', ['--input-type=module', '-e', script, JSON.stringify(events)], {
    env: {
      PATH: process.env.PATH,
      TABLE_NAME: 'equimarginal-test',
      JWT_ISSUER: issuer.issuer,
      JWT_AUDIENCE: issuer.audience,
      NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: emulator.endpoint,
    },
  });
  const log = stdout.trim().split('\n');
  return { results: JSON.parse(log.pop() ?? ''), log };
}

const post = (query: string, token: string) =>
  httpEvent({
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });

it.runIf(process.env.CI)('the emulator is there', () => expect(binary).not.toBeNull());

describe.skipIf(binary === null)('the bundled function', () => {
  let bundle: FunctionBundle;

  beforeAll(async () => {
    const certificate = selfSignedCertificate();
    writeFileSync(join(folder, 'certificate.pem'), certificate.cert);
    issuerServer = createServer(certificate, (request, response) => {
      const isKeySet = request.url === '/.well-known/jwks.json';
      response.writeHead(isKeySet ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isKeySet ? issuer.jwks : {}));
    });
    await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
    issuer = createTestIssuer(`https://localhost:${(issuerServer.address() as AddressInfo).port}`, 'api');

    emulator = await startEmulator({ binary: binary ?? '' });
    const client = createDocumentClient({
      endpoint: emulator.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await ensureTable({ client, tableName: 'equimarginal-test' });
    client.destroy();

    // As it is deployed, for the Node that runs this test.
    bundle = await bundleFunction('api/lambda.ts', join(folder, 'function'), { target: 'node20' });
  });

  afterAll(async () => {
    issuerServer?.close();
    await emulator?.close();
    rmSync(folder, { recursive: true });
  });

  it('answers a query from the table, and refuses who has no token of the issuer', async () => {
    const query = '{ campaigns(first: 1) { edges { node { id } } pageInfo { hasNextPage } } }';
    const { results, log } = await invoke([
      post(query, issuer.token()),
      post(query, issuer.token({ aud: 'other' })),
    ]);
    const [answered, refused] = results;
    expect(JSON.parse(answered?.body ?? '')).toEqual({
      data: { campaigns: { edges: [], pageInfo: { hasNextPage: false } } },
    });
    expect(answered).toMatchObject({ statusCode: 200, isBase64Encoded: false });
    expect(refused?.statusCode).toBe(401);
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { message: 'Request', workspace: 'acme', operation: 'query', status: 200, errors: [] },
      { message: 'Request', workspace: null, operation: null, status: 401 },
    ]);
  });

  it('holds neither the editor nor a second copy of graphql, starts with at most 900 KB and stays below 1.75 MB', () => {
    expect(bundle.sources.filter((file) => file.includes('render-graphiql'))).toEqual([]);
    expect(bundle.sources.filter((file) => /node_modules\/graphql\/.*\.js$/.test(file))).toEqual([]);
    expect(bundle.startBytes).toBeLessThanOrEqual(900_000);
    expect(bundle.totalBytes).toBeLessThan(1_750_000);
  });

  it('loads importers, fits, solvers and reports only when they are asked for', () => {
    const atStart = Object.keys(bundle.startBytesBySource);
    const heavy = /^(planning\/(import\/(formats|table|bytes)|report)|optimizer\/(fit|allocate|over-time))\//;
    expect(atStart.filter((file) => heavy.test(file) && bundle.startBytesBySource[file] !== 0)).toEqual([]);
  });
});
