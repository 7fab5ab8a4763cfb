import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createDeps } from '../api/deps.ts';
import { bundleFunction } from '../infra/lambda-bundling.ts';
import { importExports } from '../planning/import/import-exports.ts';
import { createDynamoStore } from '../store/dynamo/dynamo-store.ts';
import { workspaceId } from '../store/model/ids.ts';
import { httpEvent } from '../test/api/http-event.ts';
import { type RunningFunction, startFunction } from '../test/api/lambda-runtime/runtime-api.ts';
import { selfSignedCertificate } from '../test/api/self-signed-certificate.ts';
import { createTestIssuer } from '../test/api/test-issuer.ts';
import { openBenchTable } from './bench-table.ts';
import { spreadOf, timed } from './statistics.ts';

const TABLE = 'equimarginal-bench';
const WORKSPACE = workspaceId('acme');
const STARTS = 9;
const WARM = 100;
const TIDY = new URL('../examples/tidy.csv', import.meta.url);

/** What the function is asked when it is warm. */
const QUERIES = {
  nothing: '{ __typename }',
  campaigns: '{ campaigns(first: 20) { nodes { id name channel { slug } } } }',
  curves:
    '{ responseCurves(first: 25) { nodes { campaign { name } family identifiability { verdict } points(count: 21) { expectedOutcome } } } }',
  allocate: `{ allocate(problem: { currency: "EUR", period: DAY, objective: { maximize: CONVERSIONS },
    budget: { atMost: 9000 }, units: [
      { id: "search", current: 4000, curve: { family: HILL, scale: 260, halfSaturation: 2500, slope: 1 } }
      { id: "video", current: 1000, curve: { family: LOG, scale: 22, halfSaturation: 600 } }
    ] }) { __typename } }`,
} as const;

/**
 * The API's function as it is deployed, behind a Runtime API, against a table with the example: from the start of the
 * process to the first answer beside a process that does nothing, warm answers, and resident memory.
 */
export async function lambdaBenchmark() {
  const folder = await mkdtemp(join(tmpdir(), 'equimarginal-bench-'));
  const table = await openBenchTable(TABLE);
  const certificate = selfSignedCertificate();
  writeFileSync(join(folder, 'certificate.pem'), certificate.cert);
  const issuerServer = createServer(certificate, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(issuer.jwks));
  });
  await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
  const issuer = createTestIssuer(`https://localhost:${(issuerServer.address() as AddressInfo).port}`, 'api');
  try {
    const deps = createDeps(createDynamoStore(table));
    const file = { name: 'tidy.csv', bytes: readFileSync(TIDY), currency: 'EUR' };
    await importExports(deps, WORKSPACE, [file]);
    const { startBytes, totalBytes } = await bundleFunction('api/lambda.ts', join(folder, 'function'), {
      target: 'node20',
    });
    const environment = {
      STAGE: 'bench',
      TABLE_NAME: TABLE,
      JWT_ISSUER: issuer.issuer,
      JWT_AUDIENCE: issuer.audience,
      WORKSPACE_RATE: '1000000',
      WORKSPACE_BURST: '1000000',
      NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    };
    const token = issuer.token({ scope: 'read plan' });
    const ask = (running: RunningFunction, query: string) => answered(running, token, query);

    const starts = [];
    for (let i = 0; i < STARTS; i++) {
      const bareMs = timed(() => execFileSync(process.execPath, ['-e', '0'])).milliseconds;
      const began = performance.now();
      const running = await startFunction(join(folder, 'function'), environment);
      await ask(running, QUERIES.nothing);
      starts.push({ bareMs, firstAnswerMs: performance.now() - began, rssMb: memoryOf(running) });
      await running.close();
    }

    const running = await startFunction(join(folder, 'function'), environment);
    const warmMs: Record<string, unknown> = {};
    for (const [name, query] of Object.entries(QUERIES)) {
      await ask(running, query);
      const taken = [];
      for (let i = 0; i < WARM; i++) {
        const began = performance.now();
        await ask(running, query);
        taken.push(performance.now() - began);
      }
      taken.sort((a, b) => a - b);
      warmMs[name] = { ...spreadOf(taken), p99: Number(taken[Math.floor(WARM * 0.99)]?.toFixed(2)) };
    }
    const rssMb = memoryOf(running);
    await running.close();
    return {
      startBytes,
      totalBytes,
      coldStart: {
        bareNodeMs: spreadOf(starts.map(({ bareMs }) => bareMs)),
        firstAnswerMs: spreadOf(starts.map(({ firstAnswerMs }) => firstAnswerMs)),
        overBareMs: spreadOf(starts.map(({ firstAnswerMs, bareMs }) => firstAnswerMs - bareMs)),
        rssMb: spreadOf(starts.map(({ rssMb }) => rssMb)),
      },
      warmMs,
      rssMbAfterwards: rssMb,
    };
  } finally {
    issuerServer.close();
    await table.close();
    await rm(folder, { recursive: true });
  }
}

async function answered(running: RunningFunction, token: string, query: string): Promise<void> {
  const event = httpEvent({
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  // The handler answers in the shape of HTTP APIs.
  const { statusCode, body = '' } = (await running.invoke(event)) as APIGatewayProxyStructuredResultV2;
  if (statusCode !== 200 || body.includes('"errors"'))
    throw new Error(`${statusCode}: ${body.slice(0, 500)}`);
}

/** Resident memory in MB, as Linux tells it. */
function memoryOf({ pid }: RunningFunction): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}
