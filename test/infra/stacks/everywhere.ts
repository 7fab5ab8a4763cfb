import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { READ_AND_WRITE_TABLE } from '../../../infra/constructs/table-access.ts';
import type { StageTemplates, Statement } from './stage-templates.ts';

/** What knows no resources: traces, and the delivery of a state machine's logs. */
const WITHOUT_RESOURCE = /^(xray:|logs:(\w+LogDelivery|ListLogDeliveries|Describe\w+|PutResourcePolicy)$)/;

export function describeEverywhere(stage: StageTemplates): void {
  const { config, retention } = stage;
  /** Cognito's, which waits five seconds for it, in a stage with users of its own. */
  const triggers = config.jwt ? 0 : 1;
  const ofTrigger = /\/UsersClaimsFunction/;
  const policies = stage.everywhere('AWS::IAM::Policy');
  const statementsOf = (properties: Readonly<Record<string, { Statement: Statement[] }>>) =>
    properties.PolicyDocument?.Statement ?? [];

  describe('permissions', () => {
    it.each(policies)('%s names every action, and every resource but for what has none', (_where, policy) => {
      for (const { Action, Resource } of statementsOf(policy.Properties)) {
        const actions = [Action].flat();
        expect(actions.filter((action) => action.includes('*'))).toEqual([]);
        expect(actions.filter((action) => /Scan|PartiQL/.test(action))).toEqual([]);
        if (![Resource].flat().includes('*')) continue;
        expect(actions.filter((action) => !WITHOUT_RESOURCE.test(action))).toEqual([]);
      }
    });

    it('come from no policy that others may change', () => {
      for (const [, { Properties }] of stage.everywhere('AWS::IAM::Role')) {
        expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      }
    });

    it.each([
      ['api', 'Graphql', READ_AND_WRITE_TABLE],
      ['work', 'Worker', READ_AND_WRITE_TABLE],
      ['work', 'RefitItem', READ_AND_WRITE_TABLE],
    ] as const)(
      'of %s/%s are every call that the store makes to the table, and no other',
      (stack, name, granted) => {
        const ofTable = (actions: readonly string[]) =>
          actions.filter((action) => action.startsWith('dynamodb:')).toSorted();
        expect(ofTable(stage.actionsOf(stack, name))).toEqual([...granted].toSorted());
        expect(ofTable(granted)).toEqual(callsOfTheStore());
        const [statement] = stage
          .statementsOf(stack, name)
          .filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:'));
        expect(JSON.stringify(statement?.Resource)).toContain('/index/gsi1');
      },
    );

    it.each(['Stream', 'Schedule', 'RefitPlan'])('of work/%s let it read the table, and no more', (name) => {
      const ofTable = stage.actionsOf('work', name).filter((action) => action.startsWith('dynamodb:'));
      const ofStream = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];
      expect(ofTable.filter((action) => !ofStream.includes(action.slice('dynamodb:'.length)))).toEqual([
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:Query',
      ]);
    });
  });

  describe('functions', () => {
    const ours = stage
      .everywhere('AWS::Lambda::Function')
      .filter(([where]) => !where.includes('CustomCDKBucketDeployment'));

    it('are all there', () => expect(ours).toHaveLength(7 + triggers));

    it.each(ours)(
      '%s runs on a supported runtime, ends in time, logs and traces',
      (where, { Properties }) => {
        expect(Properties).toMatchObject({
          Runtime: 'nodejs24.x',
          Architectures: ['arm64'],
          Handler: 'index.handler',
          TracingConfig: { Mode: 'Active' },
          LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
          Environment: { Variables: { STAGE: config.name } },
        });
        expect(Properties.Timeout).toBeGreaterThanOrEqual(ofTrigger.test(where) ? 5 : 28);
        expect(Properties.Timeout).toBeLessThanOrEqual(900);
        expect(Properties.MemorySize).toBeGreaterThanOrEqual(ofTrigger.test(where) ? 256 : 512);
      },
    );

    it.each(ours)('%s is told where secrets are, never what they are', (_where, { Properties }) => {
      const variables = Object.entries<unknown>(Properties.Environment.Variables);
      const secretive = variables.filter(([name]) => /SECRET|TOKEN|PASSWORD|CREDENTIAL|PRIVATE/.test(name));
      for (const [name] of secretive) expect(name).toMatch(/_ARN$/);
      expect(JSON.stringify(variables)).not.toContain('{{resolve:');
    });
  });

  it('keeps no log for ever', () => {
    const groups = stage.everywhere('AWS::Logs::LogGroup');
    // Seven functions, the access logs of the API, the state machine, and the copying of the page.
    expect(groups).toHaveLength(10 + triggers);
    for (const [, { Properties, DeletionPolicy }] of groups) {
      expect(Properties.RetentionInDays).toBe(config.logDays);
      expect(DeletionPolicy).toBe(retention);
    }
  });

  describe('buckets', () => {
    it.each(stage.everywhere('AWS::S3::Bucket'))('%s is private and encrypted', (_where, bucket) => {
      expect(bucket.Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      });
      expect(JSON.stringify(bucket.Properties.LifecycleConfiguration)).toContain('"DaysAfterInitiation":1');
      expect(bucket.DeletionPolicy).toBe(retention);
    });

    it('take TLS alone', () => {
      const buckets = stage.everywhere('AWS::S3::Bucket');
      const bucketPolicies = stage.everywhere('AWS::S3::BucketPolicy');
      expect(bucketPolicies).toHaveLength(buckets.length);
      for (const [, policy] of bucketPolicies) {
        expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
      }
    });
  });

  it.each(stage.everywhere('AWS::SQS::Queue'))(
    'the queue %s is encrypted, and nothing is lost in it',
    (where, queue) => {
      expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
      expect(queue.DeletionPolicy).toBe('Delete');
      if (!where.includes('DeadLetters')) expect(queue.Properties).toHaveProperty('RedrivePolicy');
    },
  );
}

/** One makes the table where there is none, on an emulator; the other is for a person's program. */
const OF_NO_FUNCTION = ['ensure-table.ts', 'workspace-items.ts'];

/** A transaction needs the right to what it does, and no right of its own. */
function callsOfTheStore(): readonly string[] {
  const folder = new URL('../../../store/dynamo/', import.meta.url);
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !OF_NO_FUNCTION.includes(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const commands = sources.flatMap((source) =>
    [...source.matchAll(/new (\w+)Command\(/g)].map(([, command]) => command ?? ''),
  );
  const inTransactions = sources.flatMap((source) =>
    [...source.matchAll(/\b(Put|Update|Delete|ConditionCheck): \{/g)].map(([, action]) => action ?? ''),
  );
  const item = new Set(['Get', 'Put', 'Update', 'Delete', 'BatchGet', 'BatchWrite', 'ConditionCheck']);
  const actions = [...commands.filter((command) => !command.startsWith('Transact')), ...inTransactions].map(
    (name) => `dynamodb:${item.has(name) ? `${name}Item` : name}`,
  );
  return [...new Set(actions)].toSorted();
}
