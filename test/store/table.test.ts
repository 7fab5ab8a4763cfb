import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { createDocumentClient } from '../../store/dynamo/client.ts';
import { createDynamoStore } from '../../store/dynamo/dynamo-store.ts';
import { ensureTable } from '../../store/dynamo/ensure-table.ts';
import { campaignKey, dayKey, TABLE_VERSION_KEY } from '../../store/dynamo/keys.ts';
import { day } from '../../store/model/day.ts';
import { campaignId } from '../../store/model/ids.ts';
import { TABLE_VERSION } from '../../store/table.ts';
import { describeWithEmulator } from './support/database.ts';
import { fakeClient } from './support/fake-client.ts';
import { aCampaign, aDay, freshWorkspace } from './support/records.ts';

await describeWithEmulator('DynamoDB', (endpoint) => {
  const client = createDocumentClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let tables = 0;
  const newTableName = () => `table-test-${process.pid}-${tables++}`;

  describe('the table', () => {
    it('is made on demand, with its keys, its index and its time to live', async () => {
      const tableName = newTableName();
      await ensureTable({ client, tableName });
      const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
      expect(Table).toMatchObject({
        TableStatus: 'ACTIVE',
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [{ IndexName: 'gsi1', Projection: { ProjectionType: 'ALL' } }],
      });
      const { TimeToLiveDescription } = await client.send(
        new DescribeTimeToLiveCommand({ TableName: tableName }),
      );
      expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expiresAt' });
    });

    it('is left as it is when it is there, and may be made by two at once', async () => {
      const tableName = newTableName();
      await Promise.all([ensureTable({ client, tableName }), ensureTable({ client, tableName })]);
      const ws = freshWorkspace();
      const { campaigns } = createDynamoStore({ client, tableName });
      const written = await campaigns.put(aCampaign(ws, 'c1'), null);
      await ensureTable({ client, tableName });
      expect(await campaigns.all(ws)).toEqual([written]);
    });

    it('is refused in one sentence and what to do, when its data is of another version', async () => {
      const tableName = newTableName();
      await ensureTable({ client, tableName });
      await client.send(
        new PutCommand({ TableName: tableName, Item: { ...TABLE_VERSION_KEY, version: TABLE_VERSION + 1 } }),
      );
      const again = ensureTable({ client, tableName });
      await expect(again).rejects.toMatchObject({
        code: 'TABLE_VERSION',
        message: `The table ${tableName} holds data of version ${TABLE_VERSION + 1} and this program reads version ${TABLE_VERSION}. Use the program that wrote it, or start on an empty table or data folder.`,
      });
    });

    it('is refused when it is not ours', async () => {
      const tableName = newTableName();
      await client.send(
        new CreateTableCommand({
          TableName: tableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'userId', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'userId', KeyType: 'HASH' }],
        }),
      );
      await expect(ensureTable({ client, tableName })).rejects.toMatchObject({
        code: 'TABLE_VERSION',
        message: /has other keys .* \(userId\)/,
      });
    });

    it('is given up when it never becomes active', async () => {
      const waits: number[] = [];
      const creating = fakeClient(() => ({ Table: { TableStatus: 'CREATING' } }));
      const sleep = async (ms: number) => void waits.push(ms);
      await expect(ensureTable({ client: creating, tableName: 't', sleep })).rejects.toMatchObject({
        code: 'DATABASE_UNAVAILABLE',
        message: /not ready after 60 s/,
      });
      expect(waits).toHaveLength(120);
    });
  });

  describe('an item that this code did not write', () => {
    it('is refused by its key and its attributes', async () => {
      const tableName = newTableName();
      await ensureTable({ client, tableName });
      const store = createDynamoStore({ client, tableName });
      const ws = freshWorkspace();
      await store.campaigns.put(aCampaign(ws, 'c1'), null);
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: campaignKey(ws, campaignId('c1')),
          UpdateExpression: 'SET firstDay = :day REMOVE channel',
          ExpressionAttributeValues: { ':day': '2025-02-30' },
        }),
      );
      const refusal = {
        code: 'MALFORMED_ITEM',
        message: `The item "W#${ws}#CAMPAIGN" / "C#c1" is not a campaign as this version writes it: see channel, firstDay. Import the data again, or run the version that wrote it.`,
      };
      await expect(store.campaigns.get(ws, campaignId('c1'))).rejects.toMatchObject(refusal);
      await expect(store.campaigns.all(ws)).rejects.toMatchObject(refusal);
      await expect(store.campaigns.put(aCampaign(ws, 'c1'), null)).rejects.toMatchObject(refusal);
    });

    it('is refused when an amount is not whole', async () => {
      const tableName = newTableName();
      await ensureTable({ client, tableName });
      const store = createDynamoStore({ client, tableName });
      const ws = freshWorkspace();
      await store.dailyPerformance.putMany(ws, [aDay(ws, 'c1', '2025-03-01')]);
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: dayKey(ws, campaignId('c1'), day('2025-03-01')),
          UpdateExpression: 'SET spendMicros = :half',
          ExpressionAttributeValues: { ':half': 0.5 },
        }),
      );
      await expect(store.dailyPerformance.ofCampaign(ws, campaignId('c1'))).rejects.toMatchObject({
        code: 'MALFORMED_ITEM',
        message: /a day of performance .* see spendMicros/,
      });
    });
  });
});
