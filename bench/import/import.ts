import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BatchWriteCommand, type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { openExport } from '../../planning/import/open-export.ts';
import { isLoadable, loadExport } from '../../planning/import/pipeline/load-export.ts';
import { createDynamoStore } from '../../store/dynamo/dynamo-store.ts';
import { channelDayKey, dayKey } from '../../store/dynamo/keys.ts';
import { addDays, day } from '../../store/model/day.ts';
import { campaignId, channel, type WorkspaceId, workspaceId } from '../../store/model/ids.ts';
import { openBenchTable } from '../bench-table.ts';
import { spreadOf } from '../statistics.ts';
import { syntheticExport } from './synthetic-export.ts';

const CAMPAIGNS = 50;
const DAYS = 365;
const RUNS = 3;
const TABLE = 'equimarginal-bench';
const LANES = 4;

/**
 * Rows a second of a whole import (read, check, compare, write with the month's sums) against writing as many bare
 * items with the database's own calls, taking turns so that both see the same machine; and the peak memory of a
 * million rows.
 */
export async function importBenchmark() {
  const memory = await memoryOfAMillionRows();
  const table = await openBenchTable(TABLE);
  const { client } = table;
  try {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) {
      const transact = await rawRate(client, workspaceId(`transact-${run}`), 100, transactWrite);
      const imported = await importRate(client, workspaceId(`import-${run}`));
      const batch = await rawRate(client, workspaceId(`batch-${run}`), 25, batchWrite);
      runs.push({ transact, batch, ...imported });
    }
    return {
      rows: CAMPAIGNS * DAYS,
      rowsPerSecond: {
        import: spreadOf(
          runs.map((run) => run.first),
          0,
        ),
        importAgain: spreadOf(
          runs.map((run) => run.again),
          0,
        ),
        rawTransactWrite100: spreadOf(
          runs.map(({ transact }) => transact),
          0,
        ),
        rawBatchWrite25: spreadOf(
          runs.map(({ batch }) => batch),
          0,
        ),
      },
      importToRawTransactWrite: spreadOf(runs.map((run) => run.first / run.transact)),
      importToRawBatchWrite: spreadOf(runs.map((run) => run.first / run.batch)),
      memory,
    };
  } finally {
    await table.close();
  }
}

async function memoryOfAMillionRows(): Promise<unknown> {
  const child = fileURLToPath(new URL('memory-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', child, '500', '2000']);
  return JSON.parse(stdout);
}

async function importRate(client: DynamoDBDocumentClient, workspace: WorkspaceId) {
  const store = createDynamoStore({ client, tableName: TABLE });
  const load = async () => {
    const start = performance.now();
    const opened = await openExport(syntheticExport(CAMPAIGNS, DAYS));
    if (!isLoadable(opened)) throw new Error(JSON.stringify(opened.refusals));
    await loadExport(store, workspace, opened, { write: true });
    return rate(CAMPAIGNS * DAYS, performance.now() - start);
  };
  return { first: await load(), again: await load() };
}

type Send = (client: DynamoDBDocumentClient, items: readonly object[]) => Promise<unknown>;

const transactWrite: Send = (client, items) =>
  client.send(
    new TransactWriteCommand({ TransactItems: items.map((Item) => ({ Put: { TableName: TABLE, Item } })) }),
  );

const batchWrite: Send = (client, items) =>
  client.send(
    new BatchWriteCommand({ RequestItems: { [TABLE]: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );

async function rawRate(
  client: DynamoDBDocumentClient,
  workspace: WorkspaceId,
  size: number,
  send: Send,
): Promise<number> {
  const items = Array.from({ length: CAMPAIGNS * DAYS }, (_, i) =>
    bareItem(workspace, i % CAMPAIGNS, Math.floor(i / CAMPAIGNS)),
  );
  const start = performance.now();
  const lane = async () => {
    while (items.length > 0) await send(client, items.splice(-size));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return rate(CAMPAIGNS * DAYS, performance.now() - start);
}

const rate = (rows: number, milliseconds: number) => Math.round((rows / milliseconds) * 1_000);

/** What a day of performance is in the table, index and all. */
function bareItem(workspace: WorkspaceId, c: number, d: number) {
  const [id, slug, date] = [
    campaignId(`tidy:-:Campaign ${c}`),
    channel('google_search'),
    addDays(day('2020-01-01'), d),
  ];
  return {
    ...dayKey(workspace, id, date),
    ...channelDayKey(workspace, slug, date, id),
    campaignId: id,
    channel: slug,
    date,
    currencyCode: 'EUR',
    spendMicros: 50_000_000n + BigInt(c * d),
    impressions: 1_500,
    clicks: 50,
    conversions: 5,
    revenueMicros: 400_000_000n,
    attribution: null,
    source: 'EQUIMARGINAL_TIDY',
    asOf: date,
    incomplete: false,
    revision: 0,
  };
}
