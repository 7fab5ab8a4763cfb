import { describe, expect, it } from 'vitest';
import { TABLE } from '../../../store/table.ts';
import type { StageTemplates } from './stage-templates.ts';

export function describeStateful(stage: StageTemplates): void {
  const { config, retention } = stage;
  const theTable = () => stage.theOnly('stateful', 'AWS::DynamoDB::GlobalTable');

  describe('the table', () => {
    it('keeps its logical id, for another one would be a new and empty table', () => {
      expect(Object.keys(stage.resources('stateful', 'AWS::DynamoDB::GlobalTable'))).toEqual([
        'TableCD117FA1',
      ]);
    });

    it('has the keys, the index and the time to live that the store works with', () => {
      const keySchema = (keys: { partitionKey: string; sortKey: string }) => [
        { AttributeName: keys.partitionKey, KeyType: 'HASH' },
        { AttributeName: keys.sortKey, KeyType: 'RANGE' },
      ];
      const { Properties } = theTable();
      expect(Properties.KeySchema).toEqual(keySchema(TABLE));
      expect(Properties.GlobalSecondaryIndexes).toEqual(
        TABLE.indexes.map((index) =>
          expect.objectContaining({
            IndexName: index.name,
            KeySchema: keySchema(index),
            Projection: { ProjectionType: 'ALL' },
          }),
        ),
      );
      const names = [TABLE, ...TABLE.indexes].flatMap((keys) => [keys.partitionKey, keys.sortKey]);
      expect(Properties.AttributeDefinitions).toEqual(
        names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      );
      expect(Properties.TimeToLiveSpecification).toEqual({
        AttributeName: TABLE.timeToLiveAttribute,
        Enabled: true,
      });
    });

    it('can be restored to any second, in every replica', () => {
      for (const replica of theTable().Properties.Replicas) {
        expect(replica.PointInTimeRecoverySpecification).toEqual({
          PointInTimeRecoveryEnabled: true,
          RecoveryPeriodInDays: config.backupDays,
        });
      }
    });

    it('is on demand, with a ceiling for itself and its index', () => {
      const writes = { WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: config.tableCaps.writes } };
      const reads = { ReadOnDemandThroughputSettings: { MaxReadRequestUnits: config.tableCaps.reads } };
      expect(theTable().Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        ...writes,
        GlobalSecondaryIndexes: [writes],
        Replicas: [{ ...reads, GlobalSecondaryIndexes: [reads] }],
      });
    });

    it('streams its changes, before and after', () => {
      expect(theTable().Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    });

    it(`is ${config.isProduction ? 'protected from' : 'open to'} deletion`, () => {
      const table = theTable();
      expect([table.DeletionPolicy, table.UpdateReplacePolicy]).toEqual([retention, retention]);
      for (const replica of table.Properties.Replicas) {
        expect(replica.DeletionProtectionEnabled ?? false).toBe(config.isProduction);
      }
      expect(stage.stage.stateful.terminationProtection).toBe(config.isProduction);
    });
  });

  describe('the bucket of uploads', () => {
    const uploads = () => stage.named('stateful', 'AWS::S3::Bucket', 'Uploads');

    it('forgets what nobody commits, and writes down who touched what', () => {
      expect(uploads().Properties).toMatchObject({
        LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled' }] },
        LoggingConfiguration: { LogFilePrefix: 'uploads/' },
      });
    });

    it('takes nothing but a put from a browser, at an address that was signed for it', () => {
      expect(uploads().Properties.CorsConfiguration.CorsRules).toEqual([
        expect.objectContaining({ AllowedMethods: ['PUT'], AllowedHeaders: ['content-type'] }),
      ]);
    });
  });

  it('makes the secret of webhooks by itself, and keeps it as long as the table', () => {
    const secret = stage.theOnly('stateful', 'AWS::SecretsManager::Secret');
    expect(secret.Properties.GenerateSecretString).toMatchObject({ PasswordLength: 64 });
    expect(secret.Properties).not.toHaveProperty('SecretString');
    expect(secret.DeletionPolicy).toBe(retention);
  });
}
