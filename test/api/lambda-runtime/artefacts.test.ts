import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { committedOperations } from '../../../api/persisted/operations.ts';
import { bundleFunction, FUNCTION_ENTRIES, type FunctionEntry } from '../../../infra/lambda-bundling.ts';
import { scheduleChangeSet } from '../../../planning/apply/approve.ts';
import { createDocumentClient } from '../../../store/dynamo/client.ts';
import { createDynamoStore } from '../../../store/dynamo/dynamo-store.ts';
import { ensureTable } from '../../../store/dynamo/ensure-table.ts';
import { auditPartition, auditSortKey, type Key, scenarioKey } from '../../../store/dynamo/keys.ts';
import { scenarioId } from '../../../store/model/ids.ts';
import type { Store } from '../../../store/ports.ts';
import {
  addCampaigns,
  applyDeps,
  approved,
  BOB,
  budgetsOf,
  WIDE,
  withGuardRails,
} from '../../planning/apply/plans.ts';
import { addCampaign, steady, WORKSPACE } from '../../planning/workspace.ts';
import { describeWithEmulator } from '../../store/support/database.ts';
import { httpEvent } from '../http-event.ts';
import { selfSignedCertificate } from '../self-signed-certificate.ts';
import { createTestIssuer } from '../test-issuer.ts';
import { type RunningFunction, startFunction } from './runtime-api.ts';
import { type BucketStandIn, type QueueStandIn, startBucket, startQueue } from './stand-ins.ts';

const TABLE = 'artefacts';
const LOCAL = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

/** What the stack uploads is started as Lambda starts it: bundled, behind a Runtime API, against a real table. */
await describeWithEmulator('the functions as they are deployed', (endpoint) => {
  const folder = mkdtempSync(join(tmpdir(), 'equimarginal-'));
  const running: RunningFunction[] = [];
  let issuer: ReturnType<typeof createTestIssuer>;
  let issuerServer: Server;
  let queue: QueueStandIn;
  let webhookQueue: QueueStandIn;
  let bucket: BucketStandIn;
  let store: Store;
  let environment: Readonly<Record<string, string>>;
  const raw = new DynamoDBClient({ endpoint, ...LOCAL });

  const start = async (entry: FunctionEntry, more: Readonly<Record<string, string>> = environment) => {
    const started = await startFunction(join(folder, basename(entry, '.ts')), more);
    running.push(started);
    return started;
  };

  beforeAll(async () => {
    const certificate = selfSignedCertificate();
    writeFileSync(join(folder, 'certificate.pem'), certificate.cert);
    issuerServer = createServer(certificate, (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(issuer.jwks));
    });
    await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
    issuer = createTestIssuer(`https://localhost:${(issuerServer.address() as AddressInfo).port}`, 'api');
    [queue, webhookQueue, bucket] = await Promise.all([startQueue(), startQueue(), startBucket()]);
    environment = {
      STAGE: 'test',
      TABLE_NAME: TABLE,
      JWT_ISSUER: issuer.issuer,
      JWT_AUDIENCE: issuer.audience,
      JOB_QUEUE_URL: queue.queueUrl,
      WEBHOOK_QUEUE_URL: webhookQueue.queueUrl,
      REFIT_BUCKET: 'refits',
      NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
      AWS_REGION: LOCAL.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_S3: bucket.url,
    };
    const client = createDocumentClient({ endpoint, ...LOCAL });
    await ensureTable({ client, tableName: TABLE });
    store = createDynamoStore({ client, tableName: TABLE });
    for (const entry of FUNCTION_ENTRIES) {
      await bundleFunction(entry, join(folder, basename(entry, '.ts')), { target: 'node20' });
    }
    const deps = applyDeps(store);
    const spend = [...steady(100, 30), ...steady(140, 30)];
    await addCampaign(deps, { id: 'brand', spend });
    await addCampaign(deps, { id: 'generic', spend: spend.toReversed() });
    await store.agenda.addWorkspace(WORKSPACE);
  });

  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()));
    for (const server of [issuerServer, queue, webhookQueue, bucket]) server?.close();
    raw.destroy();
    rmSync(folder, { recursive: true });
  });

  const asking =
    (api: RunningFunction) =>
    async (query: string): Promise<Record<string, never>> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${issuer.token()}` };
      const event = httpEvent({ headers, body: JSON.stringify({ query }) });
      const { body } = (await api.invoke(event)) as APIGatewayProxyStructuredResultV2;
      const { data, errors } = JSON.parse(body ?? '');
      expect(errors).toBeUndefined();
      return data;
    };

  it('take a known operation by its hash, and with PERSISTED_ONLY no other from whoever may only read', async () => {
    const api = await start('api/lambda.ts', { ...environment, PERSISTED_ONLY: 'true' });
    const statusOf = async (body: object) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer ${issuer.token({ scope: 'read' })}`,
      };
      const answer = await api.invoke(httpEvent({ headers, body: JSON.stringify(body) }));
      return (answer as APIGatewayProxyStructuredResultV2).statusCode;
    };
    const known = [...(await committedOperations())].find(([, document]) => /^query \w+\{/.test(document));
    const [sha256Hash, query] = known ?? [];
    expect(await statusOf({ extensions: { persistedQuery: { version: 1, sha256Hash } } })).toBe(200);
    expect(await statusOf({ query })).toBe(200);
    expect(await statusOf({ query: '{ campaigns(first: 1) { nodes { id } } }' })).toBe(403);
  });

  /** What the stream says of an item as it lies in the table now. */
  const inserted = async ({ pk, sk }: Key, SequenceNumber: string) => {
    const Keys = { pk: { S: pk }, sk: { S: sk } };
    const { Item } = await raw.send(new GetItemCommand({ TableName: TABLE, Key: Keys }));
    return { eventName: 'INSERT', dynamodb: { Keys, NewImage: Item, SequenceNumber } };
  };

  const message = (messageId: string, body: string, times = 1) => ({
    messageId,
    body,
    receiptHandle: `receipt-${messageId}`,
    attributes: { ApproximateReceiveCount: String(times) },
    eventSource: 'aws:sqs',
  });

  it('answer a scenario in the background, from the request over the stream and the queue', async () => {
    const ask = asking(await start('api/lambda.ts'));
    const { createScenario } = await ask(
      `mutation { createScenario(input: { name: "Big", objective: MAX_CONVERSIONS, inBackground: true }) {
        ... on CreateScenarioSuccess { scenario { id status } }
      } }`,
    );
    expect(createScenario).toMatchObject({ scenario: { status: 'QUEUED' } });
    const { id } = (createScenario as unknown as { readonly scenario: { readonly id: string } }).scenario;
    const localId = Buffer.from(id, 'base64').toString().split(':').at(-1) ?? '';

    const stream = await start('api/stream.ts');
    const record = await inserted(scenarioKey(WORKSPACE, scenarioId(localId)), '100');
    expect(await stream.invoke({ Records: [record] })).toEqual({ batchItemFailures: [] });
    const [job = ''] = queue.received();
    expect(JSON.parse(job)).toEqual({ kind: 'SCENARIO', workspaceId: 'acme', scenarioId: localId });

    const worker = await start('api/worker.ts');
    const batch = [
      message('1', 'this is no JSON'),
      message('2', job),
      message('3', job),
      message('4', '{"kind":"UNHEARD_OF","workspaceId":"acme"}'),
    ];
    const poison = { batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '4' }] };
    expect(await worker.invoke({ Records: batch })).toEqual(poison);
    expect(queue.postponed().map(([receiptHandle]) => receiptHandle)).toEqual(['receipt-1', 'receipt-4']);
    expect(worker.log().filter(({ message }) => message === 'Job')).toMatchObject([
      { level: 'ERROR', messageId: '1', kind: null, outcome: 'MALFORMED_JOB' },
      { level: 'INFO', messageId: '2', kind: 'SCENARIO', workspace: 'acme', outcome: 'DONE' },
      { level: 'INFO', messageId: '3', kind: 'SCENARIO', outcome: 'DONE' },
      { level: 'ERROR', messageId: '4', kind: null, outcome: 'MALFORMED_JOB' },
    ]);
    const done = await store.scenarios.get(WORKSPACE, scenarioId(localId));
    // Queued, claimed, answered: the second message changed nothing.
    expect(done).toMatchObject({ state: 'DONE', version: 3 });
    expect(await ask(`{ scenario(id: "${id}") { status } }`)).toEqual({
      scenario: { status: 'OPTIMAL' },
    });
  });

  it('send what follows from the stream, and name the record from which on it must come again', async () => {
    const deps = applyDeps(store, { now: new Date() }, 'EVENTS');
    await withGuardRails(deps, { ...WIDE, eventWebhookUrl: 'https://hooks.example.com/events' });
    const newest = (await store.ledger.newestEvent(WORKSPACE))?.sequence ?? 0;
    await withGuardRails(deps, { frozenLastDaysOfMonth: 0 });
    const eventAt = (sequence: number, number: string) =>
      inserted({ pk: auditPartition(WORKSPACE), sk: auditSortKey(sequence) }, number);
    const [first, second] = [await eventAt(newest, '200'), await eventAt(newest + 1, '202')];
    const others = [
      { eventName: 'REMOVE', dynamodb: { SequenceNumber: '201' } },
      { ...first, eventName: 'MODIFY' },
    ];
    const stream = await start('api/stream.ts');

    const whole = { Records: [first, ...others, second] };
    expect(await stream.invoke(whole)).toEqual({ batchItemFailures: [] });
    const sent = () => webhookQueue.received().map((text) => JSON.parse(text).sequence);
    expect(sent()).toEqual([newest, newest + 1]);

    webhookQueue.refuse(`"sequence":${newest + 1}`);
    expect(await stream.invoke(whole)).toEqual({ batchItemFailures: [{ itemIdentifier: '202' }] });
    expect(sent()).toEqual([newest]);
    webhookQueue.refuse(null);

    const { dynamodb } = first;
    const unreadable = {
      ...first,
      dynamodb: { ...dynamodb, NewImage: { ...dynamodb.NewImage, sequence: { S: 'x' } } },
    };
    const torn = {
      Records: [{ ...unreadable, dynamodb: { ...unreadable.dynamodb, SequenceNumber: '199' } }, second],
    };
    expect(await stream.invoke(torn)).toEqual({ batchItemFailures: [{ itemIdentifier: '199' }] });
    expect(sent()).toEqual([]);
  });

  it('deliver events, and have what failed come again after a while that grows', async () => {
    const webhooks = await start('api/webhooks.ts');
    const sequence = (await store.ledger.newestEvent(WORKSPACE))?.sequence ?? 1;
    const event = JSON.stringify({ kind: 'WEBHOOK', workspaceId: 'acme', sequence });
    const Records = [
      message('1', event),
      message('2', JSON.stringify({ kind: 'REFIT', workspaceId: 'acme' })),
      message('3', 'no job', 3),
    ];
    const failures = [{ itemIdentifier: '2' }, { itemIdentifier: '3' }];
    expect(await webhooks.invoke({ Records })).toEqual({ batchItemFailures: failures });
    // Without a secret to sign with nothing is sent.
    expect(webhooks.log().map(({ outcome }) => outcome)).toEqual([
      'NOBODY_LISTENS',
      'MALFORMED_JOB',
      'MALFORMED_JOB',
    ]);
    expect(webhookQueue.postponed()).toEqual([
      ['receipt-2', 60],
      ['receipt-3', 1_800],
    ]);
  });

  it('apply what is due by the clock, once, however often the message comes', async () => {
    const yesterday = new Date(Date.now() - 24 * 3_600_000);
    const deps = applyDeps(store, { now: yesterday }, 'DUE');
    await withGuardRails(deps, { ...WIDE, frozenLastDaysOfMonth: 0, eventWebhookUrl: null });
    const moves = [
      { id: 'a', from: 100, to: 110 },
      { id: 'b', from: 200, to: 190 },
    ];
    await addCampaigns(deps, moves);
    const { id, body } = await approved(deps, moves);
    await scheduleChangeSet(deps, BOB, {
      id,
      planHash: body.planHash,
      startsAt: new Date(yesterday.getTime() + 60_000).toISOString(),
      runs: { executor: 'STORE', isAllOrNothing: true },
    });
    const schedule = await start('api/schedule.ts');
    const worker = await start('api/worker.ts');
    expect(await schedule.invoke({ task: 'APPLY_DUE' })).toEqual({ jobs: 1 });
    const [due = ''] = queue.received();
    const twice = { Records: [message('1', due), message('2', due)] };
    expect(await worker.invoke(twice)).toEqual({ batchItemFailures: [] });
    expect(await worker.invoke(twice)).toEqual({ batchItemFailures: [] });
    expect(worker.log().map(({ outcome }) => outcome)).toEqual(['APPLIED', 'NOT_DUE', 'NOT_DUE', 'NOT_DUE']);
    expect(await budgetsOf(deps)).toMatchObject({ a: 110, b: 190 });
    const kinds = (await store.ledger.eventsFrom(WORKSPACE, 1)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'BUDGETS_WRITTEN')).toHaveLength(1);
    expect(await schedule.invoke({ task: 'APPLY_DUE' })).toEqual({ jobs: 0 });
    expect(await schedule.invoke({ task: 'PACING_CHECK' })).toEqual({ jobs: 1 });
    expect(queue.received().map((text) => JSON.parse(text))).toEqual([
      { kind: 'PACING_CHECK', workspaceId: 'acme' },
    ]);
    await expect(schedule.invoke({ task: 'LUNCH' })).rejects.toMatchObject({ errorType: 'UnknownTaskError' });
  });

  it('fit anew what a list in the bucket names, and nothing twice', async () => {
    const plan = await start('api/refit-plan.ts');
    const answer = (await plan.invoke({ task: 'NIGHTLY_REFIT' })) as { readonly key: string };
    expect(answer).toMatchObject({ bucket: 'refits', count: expect.any(Number) });
    const items = JSON.parse(bucket.objects.get(`/refits/${answer.key}`) ?? '') as readonly object[];
    expect(items).toMatchObject([{ workspaceId: 'acme' }]);
    await addCampaign(applyDeps(store), { id: 'newcomer', spend: steady(50, 60) });
    const fit = await start('api/refit-item.ts');
    const outcomes = [];
    for (const item of [...items, ...items]) outcomes.push(await fit.invoke(item));
    expect(outcomes).toMatchObject([{ outcome: 'FITTED' }, { outcome: 'UNCHANGED' }]);
  });

  it.each(FUNCTION_ENTRIES)('%s says at its start which setting is missing', async (entry) => {
    const { TABLE_NAME: _, ...without } = environment;
    const broken = await start(entry, without);
    await expect(broken.invoke({})).rejects.toThrow('TABLE_NAME is not set');
  });
});
