import { createOutbox } from '../../api/stream-batch.ts';
import { createUlidFactory } from '../../api/ulid.ts';
import type { PlanningDeps } from '../../planning/deps.ts';
import { openExport } from '../../planning/import/open-export.ts';
import { isLoadable, loadExport } from '../../planning/import/pipeline/load-export.ts';
import { refitItems } from '../../planning/jobs/refit-items.ts';
import { runJob } from '../../planning/jobs/run-job.ts';
import { createScenario } from '../../planning/scenario/create-scenario.ts';
import { createDynamoStore } from '../../store/dynamo/dynamo-store.ts';
import { scenarioKey } from '../../store/dynamo/keys.ts';
import type { Scenario } from '../../store/model/entities.ts';
import { workspaceId } from '../../store/model/ids.ts';
import { type BenchTable, openBenchTable } from '../bench-table.ts';
import { type Account, channelsOf, exportOf } from './account.ts';
import { apply, changeSet, prepareBudgets } from './change-set.ts';
import { doneByWorker, sentByClock } from './functions.ts';
import { type Consumption, Meter } from './meter.ts';
import { monthOf } from './month.ts';
import type { Work } from './work.ts';

const WORKSPACE = workspaceId('scale');
const TABLE = 'equimarginal-scale';
/** Platforms restate this many days, so each night brings them again. */
const RESTATED_DAYS = 28;
/** Below the most rows that one file may have. */
const ROWS_OF_FILE = 4_000_000;
const FIRST_DAY = Date.UTC(2025, 0, 1);

/** What one piece of work took. */
export interface Step {
  readonly name: string;
  readonly milliseconds: number;
  /** Highest resident memory seen in this process while it ran, in MB. */
  readonly peakMb: number;
  readonly database: Consumption;
  /** Of the largest message or payload that it sends or gets, in bytes. */
  readonly largestPayloadBytes: number;
  /** How many there are of it. */
  readonly payloads: number;
  /** Of the longest run of a function in it, which has to end within a run's time. */
  readonly longestRunMs: number;
}

export interface ScaleOptions {
  readonly campaigns: number;
  readonly days: number;
}

/**
 * Replays an account through the code of the functions, with the messages that they really get, and counts what AWS
 * would ask for: loading its history, a night (restated days, refit), a scenario of all campaigns in the background, and
 * its plan approved and applied.
 */
export async function scale({ campaigns, days }: ScaleOptions) {
  const table = await openBenchTable(TABLE);
  const { client } = table;
  try {
    const meter = new Meter(client);
    const clock = { now: new Date(FIRST_DAY + (days + 10) * 86_400_000) };
    const store = createDynamoStore({ client, tableName: TABLE });
    const deps: PlanningDeps = {
      store,
      now: () => clock.now,
      newId: createUlidFactory(),
      jobs: { enqueue: async () => {} },
    };
    const account: Account = { campaigns, days: days + 1 };
    await store.agenda.addWorkspace(WORKSPACE);
    const steps: Step[] = [];
    const step = async (name: string, work: () => Promise<Work>) => {
      console.error(`  ${name}…`);
      steps.push(await measured(name, meter, work));
    };

    await step('history', () => loadHistory(deps, account, days));
    await step('first refit', () => refit(deps));
    await step('refit without news', () => refit(deps));
    await step('night import', () => load(deps, account, days + 1 - RESTATED_DAYS, days + 1));
    await step('night refit', () => refit(deps));
    await step('scenario', () => scenario(deps, client));
    const planned = await newestScenario(deps);
    await prepareBudgets(deps, planned);
    await step('change set', () => changeSet(deps, planned));
    clock.now = new Date(clock.now.getTime() + 120_000);
    await step('apply', () => apply(deps, planned));
    await step('tick', () => tick(deps));

    return {
      campaigns,
      days,
      channels: channelsOf(account),
      dailyRows: campaigns * days,
      steps,
      month: monthOf(steps, campaigns * days),
    };
  } finally {
    await table.close();
  }
}

async function measured(name: string, meter: Meter, work: () => Promise<Work>): Promise<Step> {
  meter.take();
  let peak = process.memoryUsage().rss;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  const start = performance.now();
  try {
    const { payloads, runsMs } = await work();
    const milliseconds = Math.round(performance.now() - start);
    return {
      name,
      milliseconds,
      longestRunMs: Math.round(Math.max(...(runsMs ?? [milliseconds]))),
      peakMb: Math.round(Math.max(peak, process.memoryUsage().rss) / 1e6),
      database: meter.take(),
      largestPayloadBytes: Math.max(0, ...payloads.map((text) => Buffer.byteLength(text))),
      payloads: payloads.length,
    };
  } finally {
    clearInterval(watch);
  }
}

/** No export may have more rows than a file is read of, so a long history comes in several. */
async function loadHistory(deps: PlanningDeps, account: Account, days: number): Promise<Work> {
  const daysOfFile = Math.floor(ROWS_OF_FILE / account.campaigns);
  for (let from = 0; from < days; from += daysOfFile) {
    await load(deps, account, from, Math.min(days, from + daysOfFile));
  }
  return { payloads: [] };
}

/** As the worker loads an upload: streamed, part by part. */
async function load({ store }: PlanningDeps, account: Account, from: number, to: number): Promise<Work> {
  const opened = await openExport(exportOf(account, from, to));
  if (!isLoadable(opened)) throw new Error(JSON.stringify(opened.refusals));
  await loadExport(store, WORKSPACE, opened, { write: true });
  return { payloads: [] };
}

/** As the state machine does: the list, then an item after the other. */
async function refit(deps: PlanningDeps): Promise<Work> {
  const items = await refitItems(deps);
  const payloads = [JSON.stringify(items)];
  const runsMs: number[] = [];
  for (const item of items) {
    const start = performance.now();
    const outcome = await runJob(deps, { ...item, kind: 'REFIT' });
    runsMs.push(performance.now() - start);
    payloads.push(JSON.stringify({ ...item, outcome }));
  }
  return { payloads, runsMs };
}

/** A request queues it, the stream makes a message of the item, and a worker answers it. */
async function scenario(deps: PlanningDeps, client: BenchTable['client']): Promise<Work> {
  const viewer = { workspaceId: WORKSPACE, subject: 'bench' };
  const { id } = await createScenario(
    deps,
    viewer,
    {
      name: 'All campaigns',
      objective: 'MAX_CONVERSIONS',
      defaultLimits: { minChange: -0.2, maxChange: 0.2 },
    },
    { inBackground: true },
  );
  const messages: string[] = [];
  const outbox = createOutbox({
    store: deps.store,
    send: async (texts) => {
      messages.push(...texts);
      return [];
    },
    logError: (line) => console.error(line),
  });
  const image = await rawItem(client, scenarioKey(WORKSPACE, id));
  const record = {
    eventName: 'INSERT' as const,
    dynamodb: { NewImage: image, SequenceNumber: '1' },
  };
  await outbox({ Records: [record] });
  const { payload, failures } = await doneByWorker(deps, messages);
  const answered = await deps.store.scenarios.get(WORKSPACE, id);
  if (failures > 0 || answered?.state !== 'DONE') {
    console.error('  The scenario was not answered:', answered?.state, answered?.failure);
  }
  return { payloads: [JSON.stringify({ Records: [record] }), payload, ...messages] };
}

async function newestScenario({ store }: PlanningDeps): Promise<Scenario> {
  const [newest] = (await store.scenarios.list(WORKSPACE, { first: 1 })).items;
  if (newest === undefined) throw new Error('No scenario was made.');
  return newest.item;
}

/** What the clock asks for every few minutes, when there is nothing to do. */
async function tick(deps: PlanningDeps): Promise<Work> {
  return { payloads: await sentByClock(deps, 'APPLY_DUE', 'EXPIRE') };
}

async function rawItem(client: BenchTable['client'], key: { pk: string; sk: string }) {
  const { GetItemCommand } = await import('@aws-sdk/client-dynamodb');
  const { Item = {} } = await client.send(
    new GetItemCommand({ TableName: TABLE, Key: { pk: { S: key.pk }, sk: { S: key.sk } } }),
  );
  // The types of the event and of the SDK write the same attribute values in two ways.
  return Item as Record<string, { S: string }>;
}
